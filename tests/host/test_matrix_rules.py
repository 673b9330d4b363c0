"""Clearing rules beyond one fault at a time: tries, the profiles' own holds, what is no unplug."""

import pytest

from core import faults
from core.config import PROFILES, Config
from core.faults import FAULTS, HAND, NO_LIMIT, SELF, UNPLUG
from tests.host.matrix.play import BUDGET_MS
from tests.host.matrix.stage import HOLD_MS, act, reach, rig_for

_TICK_MS = 25
# a way to cause each fault whose tries are counted: acts, healing acts
_CAUSES = {
    "pe_lost": ([("mains.pe", 0)], [("mains.pe", 1)]),
    "gate": ([("cpu.stall_ms", 100)], [("run", 150)]),
    "no_close": ([("contactor.stuck_open", 1), ("run", 4200)], [("contactor.stuck_open", 0)]),
    "cp_diode": ([("ev.diode", 0)], [("ev.diode", 1)]),
    "cp_short": ([("cp.leak_ohm", 1)], [("cp.leak_ohm", 0)]),
    "cp_range": ([("line.open_low_mv", -14000)], [("line.open_low_mv", -12000)]),
    "sampler": ([("pilot.sampling", 0)], [("pilot.sampling", 1)]),
}
# no row: cp_invalid and cp_generator need a generator that lies, see tests/core
_COUNTED = [row[0] for row in FAULTS if row[1] == SELF and row[3] != NO_LIMIT]


# How each fault clears, told here once more, from design.md and standards.md: the matrix takes
# the rules from the firmware's table, so that table is checked itself. U = on unplug, H = by hand,
# else by itself: tries a plug-in, 0 = no limit.
_RULES = {
    "internal": "H",
    "welded": "H",  # PW-008
    "estop": "U",  # GB-106: by hand in gbt, see the matrix
    "rcd_trip": "U",  # RC-012
    "rcd_error": "U",  # RC-051
    "rcd_test": "U",  # RC-015
    "pe_lost": 3,
    "gate": 3,
    "mirror": "H",
    "no_close": 1,  # PW-012
    "cp_diode": 3,
    "cp_short": 3,
    "cp_invalid": 3,
    "cp_range": 3,
    "cp_generator": 3,
    "sampler": 3,
    "pp_invalid": "U",
    "pp_changed": "U",
    "lock_open": "U",
    "lock_stuck": "H",
    "over_current": "U",
    "over_voltage": 0,  # OV-005
    "under_voltage": 0,
    "frequency": 0,
    "phase_loss": 0,
    "over_temperature": 0,  # OC-009
    "temperature_sensor": 0,
}


def test_the_table_of_rules():
    named = {UNPLUG: "U", HAND: "H"}
    assert {row[0]: named.get(row[1], row[3]) for row in FAULTS} == _RULES


def closed(rig):
    return rig.closed


def is_open(rig):
    return not rig.closed


def play(rig, acts):
    for pair in acts:
        act(rig, *pair)


def test_every_counted_fault_is_caused():
    assert set(_COUNTED) - set(_CAUSES) == {"cp_invalid", "cp_generator"}


@pytest.mark.parametrize("name", sorted(_CAUSES))
def test_tries_are_limited_until_the_plug_is_out(name):
    number = [row[0] for row in FAULTS].index(name)
    tries = FAULTS[number][3]
    rig = reach("charging", "iec")
    for attempt in range(tries + 1):
        play(rig, _CAUSES[name][0])
        rig.run(200)
        assert is_open(rig), f"{name}, time {attempt + 1}"
        play(rig, _CAUSES[name][1])
        rig.set("ev.state", "C")
        again = rig.until(closed, max(HOLD_MS, 5000) + BUDGET_MS)
        assert (again is not None) == (attempt < tries), f"{name}, time {attempt + 1}"
        rig.run(700)
    assert rig.snapshot.faults == 1 << number
    rig.set("ev.state", "A")
    rig.run(4000)
    rig.set("ev.state", "C")
    assert rig.until(closed, BUDGET_MS) is not None


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    ("name", "hold"), [("pe_lost", "restart_ms"), ("supply", "recover_ms")]
)  # DF-013, OV-005
def test_the_holds_of_the_profiles(profile, name, hold):
    key, bad, good = {
        "pe_lost": ("mains.pe", 0, 1),
        "supply": ("mains.volts", [150] * 3, [230] * 3),
    }[name]
    hold_ms = getattr(Config(PROFILES.index(profile)), hold)
    rig = reach("charging", profile, hold_ms=0)
    rig.set(key, bad)
    assert rig.until(is_open, 1500) is not None
    rig.set(key, good)
    rig.set("ev.state", "C")
    assert rig.until(closed, hold_ms - _TICK_MS) is None
    assert rig.until(closed, BUDGET_MS) is not None


@pytest.mark.parametrize("model", ["plain", "stubborn", "simplified"])
@pytest.mark.parametrize("ms", [15, 30, 60, 90])
def test_a_break_of_the_pilot_is_no_unplug(model, ms):
    rig = reach("charging", "iec")
    rig.set("ev.model", model)
    rig.set("rcd.dc_ma", 60)
    assert rig.until(is_open, 300) is not None
    rig.set("rcd.dc_ma", 0)
    rig.run(3000)
    rig.set("cp.disconnected", True)
    rig.run(ms)
    rig.set("cp.disconnected", False)
    rig.set("ev.state", "C")
    assert rig.until(closed, BUDGET_MS) is None, "RC-012: latched until unplug"
    assert rig.snapshot.faults >> faults.RCD_TRIP & 1


@pytest.mark.parametrize("after_ms", range(400, 620, 20))
@pytest.mark.parametrize("ohm", [1000000, 10])
def test_a_cable_lost_just_before_the_closing(after_ms, ohm):
    rig = reach("offering", "iec", seed=after_ms // 20)
    rig.set("ev.state", "C")
    rig.run(after_ms)
    rig.set("cable.pp_ohm", ohm)
    rig.run(100)  # it may have closed in the meantime, for as long as the limit is
    assert rig.until(closed, 3000) is None
    assert rig.snapshot.faults >> faults.PP_INVALID & 1


@pytest.mark.parametrize("profile", ["iec", "gbt"])
def test_a_bolt_that_does_not_come_out(profile):
    rig = reach("charging", profile)
    rig.set("lock.jammed", True)
    rig.set("ev.state", "A")
    assert rig.until(lambda rig: rig.snapshot.faults >> faults.LOCK_STUCK & 1, 15000) is not None
    rig.set("lock.jammed", False)
    rig.set("ev.state", "C")
    assert rig.until(closed, 3 * HOLD_MS) is None  # by hand only
    rig.command(1, faults.LOCK_STUCK)
    assert rig.until(closed, BUDGET_MS) is not None


@pytest.mark.parametrize("profile", PROFILES)
def test_a_leak_met_at_the_closing_is_not_tried_again(profile):
    rig = reach("offering", profile)  # RC-037
    rig.set("ev.state", "C")
    assert rig.until(closed, BUDGET_MS) is not None
    rig.set("rcd.dc_ma", 60)
    assert rig.until(is_open, 300) is not None
    rig.set("rcd.dc_ma", 0)
    rig.set("ev.state", "C")
    assert rig.until(closed, 3 * HOLD_MS) is None
    rig.set("ev.state", "A")
    rig.run(4000)
    rig.set("ev.state", "C")
    assert rig.until(closed, BUDGET_MS) is not None


@pytest.mark.parametrize(
    ("ohm", "limit_ma"), [(1500, 13000), (680, 20000), (220, 32000), (100, 63000)]
)  # PP-002 to PP-005, CP-067
def test_no_cable_is_offered_more_than_it_carries(ohm, limit_ma):
    rig = rig_for("iec")
    rig.config.board_ma = rig.config.install_ma = 80000
    rig.set("cable.pp_ohm", ohm)
    rig.demand(limit_ma=80000)
    rig.run(3500)
    rig.set("ev.state", "B")
    rig.run(1000)
    rig.set("ev.state", "C")
    assert rig.holds(lambda rig: rig.plant.limit_ma <= limit_ma, 10000)
    assert rig.closed and rig.plant.limit_ma > limit_ma - 100
