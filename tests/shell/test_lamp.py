from core import faults, states
from core.journal import Snapshot
from shell import lamp
from tests.shell.fakes import FakeLamp, Pile


def pattern(state, fault=-1, settings_good=True, asked=""):
    snapshot = Snapshot()
    snapshot.state = state
    snapshot.fault = fault
    snapshot.rule = faults.FAULTS[fault][1] if fault >= 0 else -1
    return lamp.choose(snapshot, settings_good, asked)


def test_every_state_and_fault_has_a_pattern_and_every_pattern_a_use():
    used = {pattern(states.IDLE, settings_good=False)}
    for state in range(len(states.STATES)):
        used.add(pattern(state))
    for fault in range(faults.COUNT):
        used.add(pattern(states.FAULT, fault))
    used |= {pattern(states.IDLE, asked="reserved"), pattern(states.CHARGING, asked="guest")}
    assert sorted(used) == sorted([row[0] for row in lamp.TABLE])


def test_patterns_look_different():
    looks = {row[1:4] for row in lamp.TABLE}
    assert len(looks) == len(lamp.TABLE)
    for row in lamp.TABLE:
        assert len(row) == 4
        assert row[2] > 0


def test_a_fault_shows_what_clears_it():
    assert pattern(states.FAULT, faults.PE_LOST) == "fault_self"
    assert pattern(states.FAULT, faults.RCD_TRIP) == "fault_unplug"
    assert pattern(states.FAULT, faults.WELDED) == "fault_hand"


def test_a_fault_is_shown_even_without_settings():
    assert pattern(states.FAULT, faults.WELDED, False) == "fault_hand"
    assert pattern(states.WAITING, settings_good=False) == "setup"


def test_what_is_asked_for_gives_way_to_what_is_worse():
    assert pattern(states.FAULT, faults.WELDED, asked="reserved") == "fault_hand"
    assert pattern(states.STARTUP, asked="reserved") == "startup"
    assert pattern(states.IDLE, settings_good=False, asked="reserved") == "setup"


def test_the_port_hears_only_changes():
    port = FakeLamp()
    shown = lamp.Lamp(port)
    snapshot = Snapshot()
    for state in (states.STARTUP, states.IDLE, states.IDLE, states.OFFERING, states.CLOSING):
        snapshot.state = state
        shown.update(snapshot, True)
    assert port.shown == ["startup", "standby", "ready"]
    assert shown.pattern == "ready"


def test_the_light_follows_a_charge():
    pile = Pile()
    pile.charge()
    assert pile.ports.lamp.shown == ["startup", "standby", "ready", "charging"]
