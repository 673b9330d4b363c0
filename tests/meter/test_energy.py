"""REQ-MTR-2: the energy register rises, no faster than Pmax; a jump must be said three times."""

from meter.energy import EnergyWatch
from tests.meter.wire import MASK

STEP_MWH = 1000


def believed(watch, rows):
    """Return the readings believed of rows (s, Wh)."""
    return [wh for s, wh in rows if watch.take(wh * 1000, STEP_MWH, s * 1000 & MASK)]


def test_what_a_pile_can_draw_is_believed_at_once():
    watch = EnergyWatch()
    rows = [(s, 5000 + s * 6) for s in range(0, 100, 2)]  # 22 kW
    assert believed(watch, rows) == [wh for _, wh in rows]
    assert (watch.doubted, watch.jumps) == (0, 0)


def test_the_first_reading_is_where_it_starts():
    for wh in (0, 7783000):
        watch = EnergyWatch()
        assert believed(watch, [(0, wh)]) == [wh]


def test_one_wrong_reading_is_held_back():
    for wrong in (0, 4999, 5100, 9999999):
        watch = EnergyWatch()
        assert believed(watch, [(0, 5000), (2, wrong), (4, 5010)]) == [5000, 5010], wrong
        assert (watch.doubted, watch.jumps) == (1, 0)


def test_wrong_readings_that_do_not_follow_each_other_never_agree():
    watch = EnergyWatch()
    rows = [(0, 5000), (2, 9000), (4, 100), (6, 70000), (8, 9000), (10, 3), (12, 5001)]
    assert believed(watch, rows) == [5000, 5001]


def test_100_kw_is_the_edge():  # 80 A, three phases
    for extra, good in ((55 + 1, True), (55 + 2, False)):  # in 2 s, and one step
        watch = EnergyWatch()
        assert believed(watch, [(0, 0)]) == [0]
        assert watch.take(extra * 1000, STEP_MWH, 2000) == good, extra


def test_another_meter_is_believed_when_three_readings_say_so():
    for other in (3, 4900, 123456):
        watch = EnergyWatch()
        rows = [(0, 5000), (2, other), (4, other + 1), (6, other + 2), (8, other + 3)]
        assert believed(watch, rows) == [5000, other + 2, other + 3]
        assert (watch.doubted, watch.jumps) == (2, 1)


def test_after_a_pause_more_may_have_been_drawn():
    watch = EnergyWatch()
    assert believed(watch, [(0, 0), (3600, 22000)]) == [0, 22000]


def test_the_counter_wraps():
    watch = EnergyWatch()
    assert watch.take(5000000, STEP_MWH, MASK - 999)
    assert watch.take(5010000, STEP_MWH, 1000)
