"""An energy manager's set-point, and what its silence does (F23, S13)."""

from comms.set_point import ANY, ENDED, LIVE, NONE, SetPoint
from tests.comms.pile import Pile


def point(**values):
    pile = Pile(**values)
    return pile, SetPoint(pile)


def test_without_a_write_there_is_no_limit():
    _, one = point()
    assert one.second(0, 0, None) is None
    assert (one.state, one.left_s(0)) == (NONE, ANY)


def test_what_is_written_is_the_claim_of_the_next_second():
    _, one = point()
    assert one.write("set_current", 1050)
    assert one.news
    assert one.second(0, 0, None) == (10500, 0)
    assert not one.news
    one.write("set_pause", 1)
    assert one.second(0, 0, None) == (0, 0)
    one.write("set_pause", 0)
    assert one.second(0, 0, None) == (10500, 0)
    one.write("set_current", ANY)
    assert one.second(0, 0, None) is None


def test_silence_ends_it_as_the_policy_says():
    for policy, after in (
        ("release", None),
        ("hold", (16000, 0)),
        ("fallback", (8000, 0)),
        ("stop", (0, 0)),
    ):
        pile, one = point(claim_policy=policy, fallback_a=8)
        one.write("watchdog", 10)
        one.write("set_current", 1600)
        pile.now_ms = 9000
        assert one.second(9000, 100, None) == (16000, 101)
        assert (one.state, one.left_s(9000)) == (LIVE, 1)
        assert one.second(10000, 0, None) == after, policy
        assert (one.state, one.left_s(10000)) == (ENDED, ANY)
        pile.now_ms = 20000
        one.write("set_pause", 0)
        assert one.second(20000, 0, None) == (16000, 0), policy


def test_each_write_feeds_the_watchdog_across_the_wrap_of_the_counter():
    pile, one = point(claim_policy="stop")
    start = 2**30 - 5000
    pile.now_ms = start
    one.write("watchdog", 10)
    for second in range(0, 60, 8):
        pile.now_ms = (start + second * 1000) & 0x3FFFFFFF
        one.write("set_current", 600 + second)
        assert one.second(pile.now_ms, 0, None) == (6000 + 10 * second, 0)
        later = (pile.now_ms + 7000) & 0x3FFFFFFF
        assert one.second(later, 0, None) == (6000 + 10 * second, 0)


def test_with_a_watchdog_in_the_settings_a_start_is_a_silence():
    # a pile that restarts while its manager is gone keeps to its fallback
    _, one = point(modbus_watchdog_s=60, claim_policy="fallback", fallback_a=6)
    assert one.second(0, 0, None) == (6000, 0)
    assert one.state == ENDED
    one.write("set_current", 2000)
    assert one.second(59000, 0, None) == (20000, 0)
    assert one.second(60000, 0, None) == (6000, 0)


def test_start_and_stop_are_for_remote_authorisation_only():
    pile, one = point()
    assert not one.write("command", 1)
    assert not one.write("command", 2)
    assert (one.state, pile.asked) == (NONE, [])
    pile, one = point(authorise="remote")
    assert one.write("command", 1)
    assert one.write("command", 2)
    assert pile.asked == [("start", b"modbus"), ("stop", 2)]
    pile.grants = False
    assert not one.write("command", 1)
