"""A power cut of a length that nobody knows: whose is the car that is there now?"""

from session import record as r
from tests.session.counter import START_S, Counter, ListJournal

MW = 7200000  # 2000 mWh a second


def cut(who=b"card-one", boots_with=None):
    """Return a counter after a cut in mid-session, its car still there, its clock never set."""
    counter = Counter(clock=False)
    counter.authorise.holder = who
    counter.be(5)
    counter.be(100, mw=MW)
    counter.boot(ListJournal(counter.journal.rows))
    counter.authorise.good = boots_with is not None
    counter.authorise.holder = boots_with
    return counter


def ended(counter):
    """Return whether the session of before the cut was closed, with PowerLoss."""
    found = [record for _, record, _ in counter.till.finished]
    return [(record.number, record.reason) for record in found] == [(1, r.POWER_LOSS)]


def test_plug_and_charge_goes_on():
    counter = cut(b"")
    counter.be(1)
    assert counter.session.open
    assert counter.session.record.number == 1
    assert not counter.till.settling()


def test_a_card_is_asked_for_and_nothing_flows_until_then():
    counter = cut()
    counter.be(30)
    assert counter.till.settling()
    assert not counter.session.open
    counter.authorise.holder = b"card-one"
    counter.be(1)
    assert counter.session.record.number == 1
    assert counter.session.record.flags == r.RESUMED
    assert counter.authorise.started == [(b"card-one", None)]


def test_another_card_ends_it_and_begins_its_own():
    counter = cut(boots_with=b"card-two")
    counter.be(2)
    assert ended(counter)
    assert counter.session.record.number == 2
    assert counter.session.record.who == b"card-two"


def test_without_its_card_it_ends_after_a_minute():
    counter = cut()
    counter.be(59)
    assert counter.till.settling()
    counter.be(1)
    assert ended(counter)
    assert not counter.session.open


def test_a_car_that_has_gone_ends_it_at_once():
    counter = cut()
    counter.be(1, plugged=0)
    assert not counter.till.settling()
    assert [record for record, _ in counter.archive.rows] == [1]


def test_a_clock_that_is_set_in_time_says_how_long_it_was():
    for away_s, number in ((600, 1), (3700, 2)):
        counter = Counter()
        counter.be(105, mw=MW)
        counter.has_clock = False
        counter.boot(ListJournal(counter.journal.rows))
        counter.authorise.holder, counter.authorise.good = None, False
        counter.be(20)
        assert counter.till.settling()
        counter.clock.set(counter.now_s + away_s, 2)
        counter.be(1)
        counter.authorise.good = True
        counter.be(1)
        assert counter.session.record.number == number


def test_a_clock_that_has_gone_back_by_days_is_no_proof():
    counter = Counter()
    counter.be(105, mw=MW)
    counter.now_s = START_S - 86400
    counter.boot(ListJournal(counter.journal.rows))
    counter.be(2)
    assert counter.session.record.number == 2


def test_a_chip_that_never_lost_its_power_goes_on():
    counter = cut()
    counter.till.warm = True
    counter.be(1)
    assert counter.session.record.number == 1


def test_never_means_never():
    counter = cut(b"")
    counter.till.resume_s = 0
    counter.till.warm = True
    counter.be(1)
    assert ended(counter)
