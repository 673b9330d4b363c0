"""The residual-current module: trip times, self-test, outputs (rows RC-)."""

from core.frame import RCD_AC, RCD_DC, RCD_ERROR
from tools.world.clock import FAR
from tools.world.rcd import _AC30, _CCID_AC, _DC6, Rcd, trip_s

S = 1000000


def leaking(kind, dc_ma=0, ac_ma=0):
    rcd = Rcd(kind)
    rcd.dc.set(0, dc_ma)
    rcd.ac.set(0, ac_ma)
    rcd.schedule()
    return rcd


def trips_at(rcd):
    """Return the us of its next event, and what the lines say after it."""
    due_us = rcd.due_us
    if due_us == FAR:
        return None, rcd.lines()
    rcd.step(due_us)
    return due_us, rcd.lines()


def test_direct_current_trips_within_the_limits_of_rc_012():
    for current_ma, limit_us in ((6, 5 * S), (60, S // 5), (200, S // 20), (500, S // 20)):
        at_us, lines = trips_at(leaking("dc6", dc_ma=current_ma))
        assert limit_us // 3 < at_us <= limit_us, current_ma
        assert lines == RCD_DC


def test_a_negative_current_trips_as_well():
    assert trips_at(leaking("dc6", dc_ma=-60))[1] == RCD_DC


def test_below_the_threshold_it_never_trips():
    for current_ma in (2.9, 3, 3.5):  # RC-011
        assert trips_at(leaking("dc6_ac30", dc_ma=current_ma)) == (None, 0)
    assert trips_at(leaking("dc6_ac30", ac_ma=15)) == (None, 0)  # RC-021
    assert trips_at(leaking("dc6", ac_ma=5000)) == (None, 0)  # RC-014
    assert trips_at(leaking("none", 200, 200)) == (None, 0)


def test_a_slow_ramp_trips_between_3_and_6_ma():
    rcd = Rcd("dc6")  # RC-013: 2 to 6 mA in 30 s
    for step in range(301):
        now_us = step * 100000
        if rcd.due_us <= now_us:
            break
        rcd.dc.set(now_us, 2 + step * 4 / 300)
        rcd.schedule()
    assert 3 < 2 + step * 4 / 300 < 6


def test_alternating_current_trips_within_rc_020():
    for current_ma, limit_us in ((30, 300000), (60, 150000), (150, 40000), (250, 40000)):
        at_us, lines = trips_at(leaking("dc6_ac30", ac_ma=current_ma))
        assert at_us <= limit_us
        assert lines == RCD_AC


def test_a_ccid20_trips_within_rc_032():
    for current_ma in (20, 30, 50, 100, 264):
        at_us, lines = trips_at(leaking("ccid20", ac_ma=current_ma))
        assert at_us <= (20 / current_ma) ** 1.43 * S, current_ma
        assert lines == RCD_AC
    assert trips_at(leaking("ccid20", ac_ma=15)) == (None, 0)  # RC-030
    assert trips_at(leaking("ccid20", dc_ma=6)) == (None, 0)
    assert trips_at(leaking("ccid20", dc_ma=100))[0] <= S // 10  # RC-033


def test_curves_fall_without_a_step():
    for curve in (_DC6, _AC30, _CCID_AC):
        last = 1000
        for tenth in range(int(curve[0][0] * 10) + 1, 10000):
            now = trip_s(curve, tenth / 10)
            assert 0.9 * last < now <= last or last == 1000, tenth
            last = now
        assert trip_s(curve, 100000) == curve[-1][1]


def test_a_leak_that_grows_trips_sooner_than_the_small_one_alone():
    rcd = leaking("dc6", dc_ma=6)
    whole_us = rcd.due_us
    rcd.dc.set(whole_us // 2, 60)
    rcd.schedule()
    assert whole_us // 2 < rcd.due_us <= whole_us // 2 + 90001


def test_a_leak_that_ends_in_time_leaves_nothing():
    rcd = leaking("dc6", dc_ma=6)
    rcd.dc.set(4 * S, 0)
    rcd.schedule()
    assert rcd.due_us == FAR
    rcd.dc.set(5 * S, 6)
    rcd.schedule()
    assert rcd.due_us > 9 * S


def test_a_trip_clears_1_s_after_the_leak_has_gone():
    rcd = leaking("dc6", dc_ma=60)
    trips_at(rcd)
    assert rcd.due_us == FAR
    rcd.dc.set(9 * S, 0)
    rcd.schedule()
    assert rcd.lines() == RCD_DC
    assert trips_at(rcd) == (10 * S, 0)


def answers(kind, hold_us=250000, works=1):
    """Return [(us, lines)] for each change after a request at 1 s."""
    rcd = Rcd(kind)
    rcd.self_test_works = works
    rcd.request(S, 1)
    released, rows, last = False, [], 0
    while rcd.due_us != FAR or not released:
        if not released and S + hold_us <= rcd.due_us:
            rcd.request(S + hold_us, 0)
            released = True
            continue
        now_us = rcd.due_us
        rcd.step(now_us)
        if rcd.lines() != last:
            last = rcd.lines()
            rows.append((now_us - S, last))
    return rows


def test_the_self_test_answers_as_in_rc_050():
    both = RCD_DC | RCD_AC
    assert answers("dc6_ac30") == [(740000, RCD_DC), (1400000, both), (2050000, 0)]
    assert answers("dc6") == [(740000, RCD_DC), (2050000, 0)]
    assert answers("ccid20") == [(740000, RCD_AC), (2050000, 0)]
    assert answers("none") == []


def test_a_broken_self_test_answers_nothing():
    assert answers("dc6_ac30", works=0) == []


def test_a_request_shorter_than_30_ms_is_none():
    assert answers("dc6_ac30", hold_us=29000) == []
    assert len(answers("dc6_ac30", hold_us=31000)) == 3


def test_outputs_stuck_and_in_error():
    rcd = leaking("dc6_ac30", dc_ma=60)
    trips_at(rcd)
    for output, lines in (
        ("stuck_off", 0),
        ("stuck_on", RCD_DC | RCD_AC),
        ("error", RCD_DC | RCD_AC | RCD_ERROR),  # RC-051
        ("ok", RCD_DC),
    ):
        rcd.output = output
        assert rcd.lines() == lines
    rcd = Rcd("none")
    rcd.output = "stuck_on"
    assert rcd.lines() == 0
