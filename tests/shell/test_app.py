from core import faults, states
from core.clock import elapsed
from shell.app import COMMS, MAIN, METER
from shell.start import build
from tests.shell.fakes import BOARD, FakeHal, FakePorts, Pile


def caught(function, *arguments):
    """Return what `function` raises."""
    try:
        function(*arguments)
    except Exception as error:
        return error
    return None


def test_a_car_charges_at_the_setting():
    pile = Pile(b'{"max_current_a": 16}')
    pile.charge()
    assert pile.core.state == states.CHARGING
    assert pile.core.limit_ma == 15996
    assert pile.live.enable == 1
    assert pile.live.limit_ma == 16000


def test_every_demand_lasts_one_second():
    pile = Pile()
    pile.run(500)
    assert elapsed(pile.live.expires_ms, pile.ports.now_ms) == 1000


def test_only_main_makes_a_demand_last():
    pile = Pile()
    pile.run(100)
    expires_ms = pile.live.expires_ms
    pile.ports.link.claims.append(("ems", 10, 60))
    pile.app.run(COMMS, pile.ports.now_ms + 400)
    pile.app.command(1)
    assert pile.live.expires_ms == expires_ms


def test_the_first_claim_before_main_lives_not_for_ever():
    pile = Pile(now_ms=0x3FFFFF00)
    pile.ports.link.claims.append(("ems", 10, 60))
    pile.app.run(COMMS, pile.ports.now_ms)
    assert pile.live.expires_ms == 0x3FFFFF00


def test_a_silent_main_pauses_the_car():
    pile = Pile()
    pile.charge()
    for _ in range(150):
        pile.ports.now_ms += 10
        pile.hal.tick()
    assert pile.core.state == states.STOPPING
    assert pile.core.limit_ma == 0


def test_a_claim_is_in_force_in_the_same_comms_run():
    pile = Pile()
    pile.charge()
    pile.ports.link.claims.append(("ems", 10, 60))
    pile.app.run(COMMS, pile.ports.now_ms)
    assert pile.live.limit_ma == 10000
    for _ in range(32):  # the core has taken it, and has told so
        pile.ports.now_ms += 10
        pile.hal.tick()
    assert pile.core.limit_ma == 9996


def test_claims_may_have_fractions_and_many_come_at_once():
    pile = Pile()
    pile.ports.link.claims = [("ems", 13.7, 60), ("pv", 10.1, 60), ("ocpp", 12, None)]
    pile.app.run(COMMS, 0)
    assert pile.live.limit_ma == 10100


def test_an_expired_claim_follows_the_policy_of_the_settings():
    for policy, wanted_ma in (
        ("release", 32000),
        ("hold", 10000),
        ("fallback", 7000),
        ("stop", 0),
    ):
        pile = Pile(b'{"fallback_a": 7, "claim_policy": "%s"}' % policy.encode())
        pile.ports.link.claims.append(("ems", 10, 5))
        pile.run(5000)
        assert pile.live.limit_ma == 10000, policy
        pile.run(1000)
        assert pile.live.limit_ma == wanted_ma, policy


def test_a_crash_of_comms_or_meter_is_noted_and_the_next_run_goes_on():
    pile = Pile()
    pile.ports.link.claims = [("ems", "ten", 60), ("ems", 10, 60)]
    pile.ports.meter.error = MemoryError("full")
    pile.run(100)
    assert pile.app.crashes == [0, 1, 1]
    assert isinstance(pile.app.last_crash, MemoryError)
    pile.ports.meter.error = None
    pile.run(100)
    assert pile.app.crashes == [0, 1, 1]
    assert pile.live.limit_ma == 10000
    assert pile.app.measured.online


def test_a_crash_of_main_comes_out():
    pile = Pile()
    pile.app.lamp = None
    assert caught(pile.app.run, MAIN, 0) is not None


def test_an_unknown_board_is_refused_with_the_reason():
    board = dict(BOARD)
    board["max_current_a"] = 200
    ports = FakePorts()
    error = caught(build, FakeHal(ports), board, None, ports)
    assert isinstance(error, ValueError)
    assert "max_current_a = 200" in str(error)


def test_the_watchdog_is_fed_only_while_the_core_ticks():
    pile = Pile()
    fed = pile.hal.feeds  # while it was built
    pile.app.run(MAIN, 0)
    assert pile.hal.feeds == fed
    pile.hal.tick()
    pile.app.run(MAIN, 0)
    assert pile.hal.feeds == fed + 1
    pile.app.run(MAIN, 0)
    assert pile.hal.feeds == fed + 1


def test_the_watchdog_starves_once_the_core_is_dead():
    pile = Pile()
    pile.charge()
    pile.hal.broken = True
    pile.run(100)
    feeds = pile.hal.feeds
    assert pile.app.outlet.dead
    assert pile.hal.safes == 1
    pile.run(500)
    assert pile.hal.feeds == feeds


def test_the_meter_reaches_the_core_and_grows_old_when_it_is_silent():
    pile = Pile()
    pile.run(200)
    assert pile.live.voltage_mv[2] == 230000
    assert pile.live.measured_ms == 200
    pile.ports.meter.current_ma = [1, 2, 3]
    pile.ports.meter.online = False
    measured = pile.live.measured
    pile.run(1000)
    assert pile.live.current_ma[0] == 0
    assert pile.live.measured == measured
    assert pile.live.measured_ms == 200
    assert not pile.app.measured.online
    assert pile.app.crashes == [0, 0, 0]


def test_both_copies_of_the_demand_carry_the_measurement():
    pile = Pile()
    pile.ports.meter.current_ma = [1000, 2000, 3000]
    pile.run(150)
    for _ in range(2):
        assert list(pile.live.current_ma) == [1000, 2000, 3000]
        pile.app.publish(pile.ports.now_ms)


def test_a_command_reaches_the_core_once():
    pile = Pile()
    pile.run(500)
    pile.app.outlet.latch.trip(faults.WELDED)
    pile.run(1000)
    assert pile.core.fault == faults.WELDED
    pile.app.command(1, faults.WELDED)
    pile.run(1000)
    assert pile.core.fault == -1
    pile.app.outlet.latch.trip(faults.WELDED)
    pile.run(500)
    assert pile.core.fault == faults.WELDED


def test_charging_and_claims_go_on_across_the_wrap_of_the_tick_counter():
    pile = Pile(now_ms=0x3FFFFFFF - 20000)
    pile.ports.link.claims.append(("ems", 10, 30))
    pile.charge()
    for _ in range(8):
        pile.run(2500)
        assert pile.core.state == states.CHARGING
    assert pile.ports.now_ms < 20000
    assert pile.live.limit_ma == 10000
    pile.run(4000)
    assert pile.live.limit_ma == 32000


def test_shut_makes_the_outputs_safe():
    pile = Pile()
    pile.app.shut()
    assert pile.hal.safes == 1


def test_jobs_are_named_in_their_places():
    names = [job[0] for job in Pile().app.jobs]
    assert (names[MAIN], names[COMMS], names[METER]) == ("main", "comms", "meter")
    assert [job[1] for job in Pile().app.jobs] == [50, 100, 100]
