"""When two benches tell the same story: each change in the time that its cause leaves it."""

import pytest

from tools.chip.agree import difference, lateness

# a car charges, S2 opens, it goes
STORY = (
    (0, "coil", "off"),
    (0, "pilot.state", "A1"),
    (3000, "pilot.state", "B2"),
    (5500, "coil", "on"),
    (5520, "contactor", "closed"),
    (9020, "coil", "off"),
    (9035, "contactor", "open"),
)


def told(*changes):
    return [(round(ms * 1000), signal, value) for ms, signal, value in changes]


def moved(by_ms, *numbers):
    """Return STORY with the changes of these numbers later."""
    return told(
        *(
            (ms + by_ms * (number in numbers), signal, value)
            for number, (ms, signal, value) in enumerate(STORY)
        )
    )


@pytest.mark.parametrize(
    ("by_ms", "numbers", "words"),
    [
        (0, (), None),
        (19, (5, 6), None),
        (-19, (5, 6), None),
        (25, (5, 6), "coil off: 9020.0 ms | chip: 9045.000 ms"),  # an opening has no turn
        (25, (6,), "contactor open: 9035.0 ms | chip: 9060.000 ms"),
        (150, (3, 4), None),  # a closing has
        (-150, (3, 4), None),
        (170, (3, 4), "coil on: 5500.0 ms | chip: 5670.000 ms"),
        (75, (2,), None),
        (85, (2,), "pilot.state B2: 3000.0 ms | chip: 3085.000 ms"),
    ],
)
def test_a_change_has_its_time(by_ms, numbers, words):
    assert difference(told(*STORY), moved(by_ms, *numbers)) == words


def test_what_follows_a_late_change_may_be_late_with_it():
    assert difference(told(*STORY), moved(150, 3, 4, 5, 6)) is None
    rows, _ = lateness(told(*STORY), moved(150, 3, 4, 5, 6))
    assert [row[3:] for row in rows[-2:]] == [(150.0, 0.0), (150.0, 0.0)]


def test_a_cause_is_not_far_back():
    between = [(6000 + ms, "limit_ma", 10000 + 1000 * ms) for ms in range(5)]
    ours = told(*STORY[:5], *between, *STORY[5:])
    theirs = moved(150, 3, 4, 5, 6) + told(*between)
    assert difference(ours, theirs) == "coil off: 9020.0 ms | chip: 9170.000 ms"


def test_who_dies_in_the_main_job_opens_in_it():
    ended = told((9020, "state", "none"))
    assert difference(told(*STORY) + ended, moved(60, 5, 6) + ended) is None
    assert difference(told(*STORY), moved(60, 5, 6)) is not None


def test_in_the_first_second_the_chip_loads_its_shell():
    seen = told((0, "pilot.state", "A1"), (240, "pilot.state", "B1"))
    assert difference(seen, told((0, "pilot.state", "B1"))) is None
    locked = told((540, "lock", "locked"))
    assert difference(locked, told((1100, "lock", "locked"))) is None
    later = told((1500, "lock", "locked"))
    assert difference(later, told((1260, "lock", "locked"))) is not None


def test_another_story_is_told():
    assert difference(told(*STORY), told(*STORY[:-2])).startswith("coil: off at 0 ms, on at 5500")


def test_a_restart_that_only_one_has_is_another_story():
    died = told((9500, "state", "none"))
    assert (
        difference(told(*STORY), told(*STORY) + died) == "restarts at [] ms | chip: at [9500.0] ms"
    )


def test_after_a_reset_the_chip_takes_its_time_to_start():
    started = ((0, "state", "startup"), *STORY[:5], (6000, "coil", "off"))
    reset = ((6000, "state", "none"), (6200, "state", "startup"))
    on_time, late = (8000, "lock", "locked"), (9400, "lock", "locked")
    assert difference(told(*started, *reset, on_time), told(*started, *reset, late)) is None
    assert difference(told(*started, on_time), told(*started, late)) is not None
    letter = (8500, "pilot.state", "C1")  # the car has moved before the chip could see it
    assert difference(told(*started, *reset, letter), told(*started, *reset)) is None
    ours = told(*started, (8500, "pilot.state", "F"))
    assert difference(ours, told(*started, (8650, "pilot.state", "F"))) is None  # no news
    assert difference(told(*started, letter), told(*started)) is not None


def test_a_bolt_is_let_go_in_the_turns_that_a_fault_leaves_it():
    freed = told((10780, "lock", "unlocked"))
    assert difference(freed, told((11130, "lock", "unlocked"))) is None
    assert difference(freed, told((11290, "lock", "unlocked"))) is not None
    locked = told((10780, "lock", "locked"))
    assert difference(locked, told((11130, "lock", "locked"))) is not None


def test_a_letter_that_passes_need_not_be_seen():
    for lasts_ms, seen in ((190, True), (210, False)):
        passing = told((7000, "pilot.state", "C1"), (7000 + lasts_ms, "pilot.state", "B1"))
        late = told((7000 + lasts_ms, "pilot.state", "B1"))
        assert (difference(told(*STORY) + passing, told(*STORY) + late) is None) is seen


def test_what_a_guard_with_a_turn_finds_opens_in_its_turn():
    for fault, words in (
        ("frequency", None),
        ("estop", "coil off: 9020.0 ms | chip: 9120.000 ms"),
    ):
        latched = told((9100, "fault", fault))
        assert difference(told(*STORY) + latched, moved(100, 5, 6) + latched) == words


def test_what_the_wave_measures_may_differ_by_a_little():
    offered = told((3000, "limit_ma", 16000), (3000, "pilot.duty", 2667))
    assert difference(offered, told((3001, "limit_ma", 15998), (3001, "pilot.duty", 2666))) is None
    assert difference(offered, told((3001, "limit_ma", 15800))) is not None
