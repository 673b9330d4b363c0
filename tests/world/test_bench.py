"""The whole firmware in its world: observables, claims, exceptions, and the same twice."""

from tools.world.bench import Bench, World

S = 1000000
PLUG_IN = [[1 * S, [["ev.state", "B"]]], [4 * S, [["ev.state", "C"]]]]
SIGNALS = [
    "coil",
    "contactor",
    "contactor.poles",
    "cost_e5",
    "energy_wh",
    "fault",
    "faults",
    "led",
    "limit_ma",
    "lock",
    "pilot.duty",
    "pilot.state",
    "session",
    "state",
    "why",
]


class Trace:
    """What a bench has emitted, and the value of each signal now."""

    def __init__(self):
        self.rows = []
        self.now = {}

    def hear(self, us, signal, value):
        assert not self.rows or us >= self.rows[-1][0]
        assert signal not in self.now or self.now[signal] != value
        self.rows.append((us, signal, value))
        self.now[signal] = value

    def times(self, signal, value):
        return [us for us, name, seen in self.rows if name == signal and seen == value]


def played(at, end_s, **scenario):
    trace = Trace()
    scenario["at"] = sorted(PLUG_IN + at)
    scenario["end_us"] = end_s * S
    bench = Bench(scenario, trace.hear)
    bench.run()
    return bench.world, trace


def test_every_observable_is_told_at_the_start():
    _, trace = played([], 0)
    assert sorted(trace.now) == SIGNALS
    assert trace.rows[0][0] == 0


def test_the_clock_is_put_forward_and_back_and_lost():
    world, _ = played([[0, [["clock", "lost"]]]], 3)
    assert world.app.trade.clock.now_s() == 0
    at = [[0, [["clock", "2026-03-29T00:59:00Z"]]], [5 * S, [["clock", "2025-01-01T00:00:00Z"]]]]
    world, _ = played(at[:1], 4)
    assert world.app.trade.clock.now_s() == 1774745944
    world, _ = played(at, 7)
    assert world.app.trade.clock.now_s() in (1735689602, 1735689603)
    world, _ = played(at + [[6 * S, [["cpu.reset", "hard"]]]], 9)
    assert world.app.trade.clock.now_s() in (1735689603, 1735689604)


def test_commands_are_typed():
    typed = [[9 * S, [["console", "limit(10)"]]], [15 * S, [["console", "limit(-1)"]]]]
    world, trace = played(typed, 20, settings={"max_current_a": 16})
    assert 9900 <= trace.now["limit_ma"] <= 10000
    assert [us for us, _ in world.crashes] == [15 * S]


def test_a_charge():
    world, trace = played([], 20, settings={"max_current_a": 16})
    now = trace.now
    assert now["contactor"] == "closed"
    assert now["contactor.poles"] == ["L1", "L2", "L3", "N"]
    assert (now["coil"], now["lock"], now["session"]) == ("on", "locked", "open")
    assert (now["pilot.duty"], now["limit_ma"]) == (2666, 15996)
    assert (now["pilot.state"], now["state"], now["led"]) == ("C2", "charging", "charging")
    assert (now["why"], now["fault"], now["faults"]) == ("none", "none", [])
    assert 35 <= now["energy_wh"] <= 50  # 11 kW for 14 s
    assert world.crashes == []
    assert world.resets == []


def test_the_same_scenario_plays_the_same():
    at = [[6 * S, [["pilot.noise_mv", 150]]], [8 * S, [["rcd.ac_ma", 40]]]]
    first = played(at, 12, seed=5)[1].rows
    assert first == played(at, 12, seed=5)[1].rows
    assert first != played(at, 12, seed=6)[1].rows


def test_what_a_board_has_not_is_not_there():
    world, trace = played([], 8, board="virtual_two", hardware={"rcd": "none", "lock": False})
    assert len(world.plant.contactors) == 2
    assert world.plant.fitted["rcd"] == "none"
    assert trace.now["lock"] == "unlocked"
    assert trace.now["contactor"] == "closed"


def test_a_claim_lowers_the_limit():
    claim = {"source": "ems", "amps": 10, "lifetime_s": 5}
    _, trace = played([[8 * S, [["claim", claim]]]], 10)
    assert trace.now["limit_ma"] == 9996
    assert played([[8 * S, [["claim", claim]]]], 30)[1].now["limit_ma"] == 31998


def test_an_exception_in_main_opens_and_resets():
    world, trace = played([[8 * S, [["cpu.raise", "main"]]]], 30)
    assert [kind for _, kind in world.resets] == ["hard"]
    assert len(world.crashes) == 1
    assert trace.times("coil", "off")[-1] <= 8 * S + 50000
    assert trace.now["contactor"] == "closed"  # a full start later


def test_an_exception_in_the_core_opens_and_the_watchdog_resets():
    world, trace = played([[8 * S, [["cpu.raise", "core"]]]], 30)
    assert [kind for _, kind in world.resets] == ["watchdog"]
    assert trace.times("coil", "off")[-1] <= 8 * S + 11000
    assert trace.now["contactor"] == "closed"


def test_an_exception_in_comms_or_meter_stops_nothing():
    for task in ("comms", "meter"):
        world, trace = played([[8 * S, [["cpu.raise", task]]]], 12)
        assert len(world.crashes) == 1
        assert world.resets == []
        assert len(trace.times("contactor", "closed")) == 1
        assert trace.now["contactor"] == "closed"


def test_a_reset_is_seen():
    for kind in ("soft", "hard", "watchdog"):
        world, trace = played([[8 * S, [["cpu.reset", kind]]]], 10)
        assert world.resets == [(8 * S, kind)]
        assert trace.times("state", "none") == [0, 8 * S]
        assert trace.times("coil", "off")[-1] <= 8 * S + 50000


def test_power_off_is_e():
    off = [[8 * S, [["power", False]]]]
    _, trace = played(off, 9)
    assert trace.now["pilot.state"] == "E"
    assert trace.now["contactor"] == "open"
    assert (trace.now["state"], trace.now["led"], trace.now["limit_ma"]) == ("none", "none", 0)
    _, trace = played(off + [[9 * S, [["power", True]]]], 30)
    assert trace.now["contactor"] == "closed"


def test_a_world_can_be_stepped_by_hand():
    trace = Trace()
    world = World({"settings": {"max_current_a": 10}}, trace.hear)
    world.step_until(2 * S)
    world.set("ev.state", "C")
    world.step_until(8 * S)
    assert trace.now["contactor"] == "closed"
    assert world.app.outlet.journal.live().coils == 1
    world.set("ev.state", "A")
    world.step_until(8 * S + 100000)
    assert trace.now["contactor"] == "open"


def test_the_tick_counter_may_wrap_while_charging():
    _, trace = played([], 30, start_ticks_ms=(1 << 30) - 10000)
    assert len(trace.times("contactor", "closed")) == 1
    assert trace.now["contactor"] == "closed"


def test_settings_that_are_not_good_are_refused():
    try:
        World({"settings": {"max_current_a": -1}})
    except ValueError:
        return
    raise AssertionError("they were taken")
