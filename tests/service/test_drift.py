"""The pilot's rails are watched: a slow drift is told before the core judges it."""

from service import drift
from tests.shell.desk import Desk
from tests.shell.fakes import LEVEL_MV, Pile


def watched(pile, minutes, level_mv):
    """Let minutes pass, one turn each, with state A at this level."""
    kept = LEVEL_MV["A"]
    LEVEL_MV["A"] = level_mv
    try:
        pile.run(500)
        for _ in range(minutes):
            drift.turn(pile.app)
    finally:
        LEVEL_MV["A"] = kept


def off(pile):
    return [rail for rail, (_, bad) in pile.app.rails.items() if bad]


def noted(pile):
    notes = []
    pile.app.note = lambda code, a=0, b=0, text="": notes.append((code, a, text))
    return notes


def test_rails_as_they_should_be_say_nothing():
    pile = Pile()
    notes = noted(pile)
    pile.run(2000)
    watched(pile, 100, 12000)
    watched(pile, 100, 11700)
    assert not off(pile) and not notes


def test_a_drift_is_told_once_and_taken_back_with_a_margin():
    pile = Pile()
    notes = noted(pile)
    pile.run(2000)
    watched(pile, 1, 12000)
    watched(pile, 5, 11500)  # not yet: filtered
    assert not notes
    watched(pile, 40, 11500)
    assert len(notes) == 1
    code, off_mv, text = notes[0]
    assert (code, text) == (11, "+12 V") and -500 <= off_mv < -400
    desk = Desk(pile)
    text = "the pilot's +12 V reads -500 mV off"
    assert text in desk.ask("status") and text in desk.data("status")["message"]
    assert "导引 +12 V 读数偏差 -500 mV" in desk.ask("status", lang="zh")
    watched(pile, 60, 11650)
    assert off(pile) and len(notes) == 1
    watched(pile, 60, 11900)
    assert not off(pile) and "reads" not in desk.ask("status")


def test_the_negative_rail_is_seen_while_a_wave_is_there():
    pile = Pile()
    notes = noted(pile)
    pile.charge()
    pile.app.outlet.frame.low_mv = -11450
    for _ in range(5):
        drift.turn(pile.app)
    assert notes == [(11, 550, "-12 V")]


def test_with_a_car_the_positive_level_is_not_the_rail():
    pile = Pile(b'{"authorise": "remote"}')
    pile.run(2000)
    pile.hal.car = "B"
    pile.run(2000)
    drift.turn(pile.app)
    assert pile.app.rails is None


def test_the_comms_job_looks_once_a_minute():
    pile = Pile()
    pile.run(50000)
    assert pile.app.rails is None
    pile.run(20000)
    assert pile.app.rails == {"+12 V": (0, False)}
