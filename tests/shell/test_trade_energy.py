"""I5: energy of all sessions plus energy outside = the meter's difference, whatever happens."""

from core import states
from session import record as r
from session.record import unpack
from tests.shell.sold import Sold
from tools.world.bench import World
from tools.world.clock import micros


def played(script, until_ms, settings=None):
    """Return (records, mWh outside of them, the world) after a script."""
    world = World({"settings": settings or {}})
    for ms, key, value in script:
        world.step_until(micros(ms))
        world.put(key, value)
    world.step_until(micros(until_ms))
    assert world.crashes == []
    trade = world.app.trade
    records = [unpack(record) for record in trade._ports.archive.records]
    assert [record.number for record in records] == list(range(1, len(records) + 1))
    assert trade.register.mwh == world.plant.meter.energy_mwh
    outside, at_mwh = 0, 0
    for record in records:
        outside += record.start_mwh - at_mwh
        at_mwh = record.stop_mwh()
    return records, outside + trade.register.mwh - at_mwh, world


def test_what_flows_between_sessions_is_in_the_register_and_on_no_bill():  # I5
    pile = Sold()
    pile.charge()
    pile.draw(30000, 5)
    pile.leave()
    pile.draw(3000, 2)
    pile.charge()
    pile.draw(30000, 5)
    pile.leave()
    first, second = pile.records()
    between = second.start_mwh - first.stop_mwh()
    assert between == 6000
    assert pile.app.trade.register.mwh == first.energy_mwh() + second.energy_mwh() + between


def test_all_of_the_plant_s_energy_is_on_bills_or_in_between():  # I5, across cuts
    world = World({"settings": {"price_kwh": 0.35}})
    script = (
        (2000, "ev.state", "C"),
        (40000, "power", False),
        (43000, "power", True),
        (90000, "cpu.reset", "hard"),
        (150000, "ev.state", "A"),
        (153000, "ev.state", "C"),
        (200000, "power", False),
        (201000, "ev.state", "A"),
        (203000, "power", True),
        (220000, "ev.state", "C"),
        (260000, "ev.state", "A"),
    )
    for ms, key, value in script:
        world.step_until(micros(ms))
        world.put(key, value)
    world.step_until(micros(270000))
    records = [unpack(record) for record in world.app.trade._ports.archive.records]
    assert [record.number for record in records] == [1, 2, 3]
    assert [record.reason for record in records] == [
        r.EV_DISCONNECTED,
        r.POWER_LOSS,
        r.EV_DISCONNECTED,
    ]
    billed = sum([record.energy_mwh() for record in records])
    between = sum([records[i].start_mwh - records[i - 1].stop_mwh() for i in (1, 2)])
    meter_mwh = world.plant.meter.energy_mwh
    assert world.app.trade.register.mwh == meter_mwh
    after = meter_mwh - records[-1].stop_mwh()
    assert records[0].start_mwh + billed + between + after == meter_mwh
    assert 0 <= between + after <= 20000  # what flowed between the last reading and the opening
    assert world.crashes == []


def test_without_a_meter_energy_is_estimated_and_marked():
    pile = Sold()
    pile.ports.meter.online = False
    pile.charge()
    pile.draw(60000)
    pile.leave()
    (record,) = pile.records()
    assert record.flags == r.ESTIMATED
    assert 350000 < record.energy_mwh() < 400000  # 22 kW for a minute
    pile = Sold(b'{"meter": "sdm630"}')  # one that is there and silent counts on by itself
    pile.ports.meter.online = False
    pile.charge()
    pile.draw(60000)
    pile.leave()
    assert pile.records()[0].energy_mwh() == 0


def test_a_car_that_stays_through_a_cut_that_was_too_long_pays_for_all_it_gets():
    script = (
        (2000, "ev.state", "C"),
        (40000, "power", False),
        (140000, "power", True),
        (170000, "ev.state", "A"),
    )
    records, outside, _ = played(script, 180000, {"resume_min": 1})
    assert [record.reason for record in records] == [r.POWER_LOSS, r.EV_DISCONNECTED]
    assert records[1].energy_mwh() > 100000
    assert 0 <= outside <= 10000


def test_a_meter_that_answers_seconds_after_a_start_leaves_no_energy_outside():  # I5
    cut = ((2000, "ev.state", "C"), (20000, "power", False))
    late = ((30000, "meter.online", 0), (30000, "power", True), (35000, "meter.online", 1))
    leaves = (late[0], late[1], (32000, "ev.state", "A"), late[2])
    comes = ((25000, "ev.state", "A"), (25000, "power", True), (29000, "power", False))
    comes += ((29500, "ev.state", "C"),) + late + ((45000, "ev.state", "A"),)
    for script, reasons in (
        (cut + leaves, [r.POWER_LOSS]),
        (cut + comes, [r.POWER_LOSS, r.EV_DISCONNECTED]),
    ):
        records, outside, _ = played(script, 55000, {"meter": "sdm630"})
        assert outside == 0
        assert [(record.reason, record.flags) for record in records] == [(x, 0) for x in reasons]
        assert min([record.energy_mwh() for record in records]) > 10000


def test_nothing_is_offered_before_it_is_known_whose_energy_it_is():
    pile = Sold(b'{"resume_min": 1}')
    pile.charge()
    pile.draw(20000, 5)
    pile.ports.time_s = lambda: 1767225600 + 3600
    pile.ports.meter.online = False
    pile.boot()
    for _ in range(100):
        pile.run(100)
        if pile.app.trade.till.settling():
            assert pile.live.enable == 0
            assert pile.core.state != states.CHARGING
    assert pile.core.state == states.CHARGING
    assert pile.app.session.open
    assert pile.app.session.record.number == 2


def test_a_meter_that_dies_is_on_the_record_and_the_car_charges_on():
    pile = Sold(b'{"meter": "sdm630"}')
    pile.charge()
    pile.draw(20000, 5)
    pile.ports.meter.online = False
    pile.draw(20000, 5)
    assert pile.core.state == states.CHARGING  # meter_policy of the profile
    assert pile.app.session.record.flags == r.METER_LOST
    pile.leave()
    (record,) = pile.records()
    assert record.flags == r.METER_LOST
    assert record.energy_mwh() == 100000


def test_a_meter_that_dies_holds_a_session_that_may_only_have_so_much():
    pile = Sold(b'{"meter": "sdm630", "session_kwh": 5}')
    pile.charge()
    pile.draw(20000, 5)
    pile.ports.meter.online = False
    pile.run(7000)
    assert pile.live.enable == 0
    pile.ports.meter.online = True
    pile.run(12000)
    assert pile.core.state == states.CHARGING


def test_another_meter_without_a_number_is_noted_and_on_no_bill():
    for wh, closed in ((400, True), (9000000, True), (1300, False)):
        pile = Sold()
        pile.charge()
        pile.draw(20000, 5)
        if not closed:
            pile.leave()
        pile.ports.meter.energy_wh = wh
        pile.run(2000)
        pile.draw(10000, 5)
        register = pile.app.trade.register
        assert register.jumps == 1
        assert register.mwh == 150000
        pile.leave()
        assert sum([record.energy_mwh() for record in pile.records()]) == 150000 - 50000 * (
            not closed
        )
        assert pile.records()[0].flags == (r.METER_GAP if closed else 0)


def test_energy_between_a_start_and_the_meter_s_first_word_is_outside():  # and marked
    pile = Sold(b'{"meter": "sdm630"}')
    pile.charge()
    pile.draw(10000, 5)
    pile.leave()
    pile.ports.meter.online = False
    pile.boot()
    pile.charge()
    pile.draw(20000, 5)
    pile.ports.meter.online = True
    pile.draw(10000, 5)
    pile.leave()
    first, second = pile.records()
    assert second.flags == r.METER_GAP
    mwh = pile.app.trade.register.mwh
    assert mwh == 200000
    assert first.energy_mwh() + second.energy_mwh() == mwh - 105000


def test_another_meter_that_came_while_nobody_charged_is_noted():
    pile = Sold()
    pile.charge()
    pile.draw(10000, 5)
    pile.leave()
    pile.ports.meter.online = False
    pile.run(60000)
    pile.ports.meter.online = True
    pile.ports.meter.energy_wh += 200
    pile.run(3000)
    register = pile.app.trade.register
    assert (register.mwh, register.jumps, register.jumped_mwh) == (50000, 1, 200000)
