"""The mailbox: a tick anywhere in the shell's work sees one whole demand."""

from core import mailbox
from core.mailbox import Demand, Mailbox
from tests.no_alloc import no_alloc

MASK = (1 << 30) - 1


def test_the_numbers_are_what_the_other_chip_of_a_pair_says_too():
    assert (mailbox.CLEAR, mailbox.SELFTEST, mailbox.UNLOCK, mailbox.WAKE) == (1, 2, 3, 4)
    assert mailbox.ALL == -1


def test_before_anything_was_published_nothing_may_flow():
    box = Mailbox()
    for demand in (box.demand, box.idle(), Demand()):
        assert (demand.sequence, demand.enable, demand.reason) == (0, 0, 0)
        assert (demand.limit_ma, demand.phases, demand.expires_ms) == (0, 3, 0)
        assert (demand.measured, demand.measured_ms, demand.frequency_mhz) == (0, 0, 0)
        assert list(demand.current_ma) == list(demand.voltage_mv) == [0, 0, 0]
        assert (demand.command, demand.argument, demand.command_sequence) == (0, 0, 0)


def test_what_the_meter_says_fits():
    demand = Demand()
    demand.voltage_mv[2] = 2000000
    demand.current_ma[2] = -2000000  # a car may feed back
    assert (demand.voltage_mv[2], demand.current_ma[2]) == (2000000, -2000000)
    assert demand.voltage_mv[0] == demand.current_ma[0] == 0


def test_filling_changes_nothing_until_it_is_published():
    box = Mailbox()
    live, idle = box.demand, box.idle()
    assert live is not idle
    idle.limit_ma = 16000
    idle.current_ma[0] = 5000
    assert box.demand is live
    assert (live.limit_ma, live.current_ma[0]) == (0, 0)
    box.publish()
    assert box.demand is idle
    assert box.idle() is live


def test_every_demand_has_the_next_sequence():
    box = Mailbox()
    for sequence in range(1, 6):
        box.publish()
        assert box.demand.sequence == sequence
        assert box.idle().sequence == sequence - 1


def test_what_may_be_offered_and_a_command_are_news_the_rest_is_none():
    for name, news in (
        ("limit_ma", True),
        ("enable", True),
        ("reason", True),
        ("phases", True),
        ("command_sequence", True),
        ("expires_ms", False),
        ("measured", False),
        ("frequency_mhz", False),
    ):
        box = Mailbox()
        assert box.news
        box.news = False
        box.publish()
        assert not box.news
        setattr(box.idle(), name, getattr(box.demand, name) + 1)
        box.publish()
        assert box.news == news, name


def test_the_sequence_wraps_and_stays_a_small_integer():
    box = Mailbox()
    box.demand.sequence = MASK - 1
    box.publish()
    assert box.demand.sequence == MASK
    box.publish()
    assert box.demand.sequence == 0


class _Demand(Demand):
    """Asks the test's tick for its view at the moment its sequence is written."""

    tick = None

    def _get(self):
        return self._number

    def _set(self, number):
        if self.tick:
            self.tick()
        self._number = number

    sequence = property(_get, _set)


def test_a_tick_while_publishing_sees_the_former_demand_whole():
    box = Mailbox()
    box.demand, box._idle = _Demand(), _Demand()
    seen = []
    box.idle().tick = lambda: seen.append((box.demand.sequence, box.demand.limit_ma))
    box.idle().limit_ma = 16000
    box.publish()
    assert seen == [(0, 0)]
    assert (box.demand.sequence, box.demand.limit_ma) == (1, 16000)


def test_no_tick_allocates():
    box = Mailbox()
    with no_alloc():
        for _ in range(3):
            demand = box.idle()
            demand.limit_ma = box.demand.limit_ma + 1
            demand.current_ma[0] = 400000
            box.publish()
