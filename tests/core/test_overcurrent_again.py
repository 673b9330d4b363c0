"""What an over-current before leaves to the next: another offer, another closing."""

from core.config import GBT
from tests.core.load import Load

ASK_MS = 7000
GRACE_MS = 2000


def _reopened(load):
    """Open and close the contactor, 10 s apart."""
    drawn_ma = list(load.bed.demand.current_ma)
    load.bed.frame.coils = 0
    load.draw(0).after(10)
    load.after(10000)
    load.bed.frame.coils = 1
    load.draw(*drawn_ma)
    return load


def test_oc_001_an_offer_above_the_rating_hides_no_overload():
    for drawn_ma, opens in ((13000, False), (13001, True)):
        load = Load().offer(16000).draw(9000)
        load.rated_ma = 10000
        load.after(1000)
        load.draw(drawn_ma).after(30000)
        assert load.opened() == opens


def test_the_same_offer_allows_the_next_session_as_much():
    load = Load().draw(16000)
    load.after(5000)
    _reopened(load).draw(18100)
    for _ in range(5):
        assert not load.after(9000)
    load.draw(18101)
    assert load.after(ASK_MS)


def test_what_is_allowed_exactly_is_not_more_at_the_first_look_either():
    load = _reopened(Load().draw(8000)).offer(6000).draw(7100)
    for _ in range(5):
        assert not load.after(9000)


def test_an_overload_of_the_session_before_shortens_nothing():
    load = Load().draw(20000)
    assert not load.after(ASK_MS - 1)
    _reopened(load)
    assert not load.after(ASK_MS - 1)
    assert load.after(1)


def test_the_grace_of_the_session_before_lengthens_nothing():
    load = Load().draw(16000)
    load.after(1000)
    load.offer(10000)
    assert not load.after(ASK_MS)
    _reopened(load)
    assert not load.after(ASK_MS - 1)
    assert load.after(1)


def test_oc_005_twice_the_rating_of_the_session_before_shortens_no_100_ms():
    load = Load().draw(70000)
    load.after(10)
    _reopened(load).after(50, measures=3)
    load.after(49)
    assert not load.bed.latch.bits
    load.after(1)
    assert load.opened()


def test_cp_148_a_car_that_came_down_to_its_offer_as_that_fell_has_its_time():
    load = Load().draw(20000)
    assert not load.after(4000)
    load.offer(10000).draw(16000)
    assert not load.after(ASK_MS + GRACE_MS - 1)
    assert load.after(1)


def test_cp_208_a_floor_that_is_more_than_the_rating_allows():
    """GBT, 6 A: 2 A more are no over-current, but 1.3 times the rating for 30 s are."""
    load = Load(profile=GBT).offer(6000).draw(5000)
    load.rated_ma = 6000
    load.after(1000)
    load.draw(7801).after(30000)
    assert load.opened()
