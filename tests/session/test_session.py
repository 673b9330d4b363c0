from core import states
from core.journal import Snapshot
from session import record as r
from session.record import LINES, Record
from session.session import Session

CHEAP = (1, 0, 30000, 10000)
DEAR = (1, 1, 60000, 10000)


class Outlet:
    """A session fed with what core and meter would say, second by second."""

    def __init__(self, terms=(0, 0, 0), begun=True):
        self.session = Session()
        self.snapshot = Snapshot()
        self.mwh = 5000000
        self.rate = CHEAP
        record = Record()
        record.start_mwh = self.mwh
        record.terms = terms
        if begun:
            self.session.begin(record, self.rate)

    @property
    def record(self):
        return self.session.record

    def charge(self, seconds, mwh=0):
        self.snapshot.closed = 1
        self.snapshot.why = -1
        self.mwh += mwh
        return self.session.second(self.snapshot, seconds, self.mwh, self.rate)

    def wait(self, seconds, why=states.WHY_CAR):
        self.snapshot.closed = 0
        self.snapshot.why = why
        for _ in range(seconds):
            changed = self.session.second(self.snapshot, 1, self.mwh, self.rate)
        return changed


def test_energy_is_the_register_s_difference():
    outlet = Outlet()
    outlet.charge(60, 1234567)
    outlet.charge(60, 1)
    assert outlet.session.energy_wh == 1234
    assert outlet.record.energy_mwh() == 1234568
    assert outlet.record.seconds == 120
    outlet.mwh -= 5000
    outlet.charge(1)
    assert outlet.record.energy_mwh() == 1234568  # a register never goes back
    assert outlet.record.stop_mwh() == 5000000 + 1234568


def test_a_change_of_the_price_begins_a_line_at_that_instant():
    outlet = Outlet()
    outlet.charge(60, 100)
    outlet.rate = DEAR
    assert outlet.charge(60, 20)  # flowed before the change was seen
    assert not outlet.charge(60, 3000)
    outlet.rate = CHEAP
    assert outlet.charge(60, 400)
    outlet.charge(60, 50000)
    assert outlet.record.lines == [list(CHEAP) + [50120], list(DEAR) + [3400]]


def test_a_new_version_of_the_same_price_is_a_line_of_its_own():
    outlet = Outlet()
    outlet.charge(60, 100)
    outlet.rate = (2,) + CHEAP[1:]
    assert outlet.charge(60)
    assert outlet.charge(60, 7) is False
    assert [line[4] for line in outlet.record.lines] == [100, 7]


def test_more_changes_than_a_record_holds_go_on_at_the_last_price():
    outlet = Outlet()
    for version in range(2, LINES + 4):
        outlet.rate = (version,) + CHEAP[1:]
        outlet.charge(1, 10)
    assert len(outlet.record.lines) == LINES
    assert outlet.record.flags == r.LINES_FULL
    assert outlet.record.energy_mwh() == 10 * (LINES + 2)


def numbers(seed):
    while True:  # a generator of our own: the same on every interpreter
        seed = (seed * 1103515245 + 12345) % 2**31
        yield seed >> 8


def test_lines_add_up_to_the_meter_and_costs_to_the_total():
    dice = numbers(7)
    for _ in range(60):
        outlet = Outlet((next(dice) % 20, next(dice) % 99999, next(dice) % 999999))
        rates = [
            (version, tier, next(dice) % 300000, next(dice) % 90000)
            for version in (1, 2)
            for tier in range(4)
        ]
        for _ in range(40):
            outlet.rate = rates[next(dice) % 8]
            if next(dice) % 5:
                outlet.charge(next(dice) % 90, next(dice) % 99999)
            else:
                outlet.wait(next(dice) % 90 + 1)
        record = outlet.record
        assert sum([line[4] for line in record.lines]) == outlet.mwh - record.start_mwh
        parts = record.overstay_e5()
        exact = 0
        for line in record.lines:
            parts += sum(record.line_e5(line))
            exact += line[4] * (line[2] + line[3])
        assert parts == record.total_e5() == outlet.session.cost_e5
        rounded = abs((record.total_e5() - record.overstay_e5()) * 1000000 - exact)
        assert rounded <= 500000 * 2 * len(record.lines)


def test_a_car_that_is_full_parks_and_pays_whole_minutes_after_the_grace():  # S4
    outlet = Outlet((2, 1000, 5000))
    outlet.wait(300)
    assert outlet.session.parked_s == 0  # it never had energy
    outlet.charge(600, 5000000)
    for seconds, price_e5 in ((120, 0), (59, 0), (1, 1000), (59, 1000), (1, 2000), (900, 5000)):
        outlet.wait(seconds)
        assert outlet.record.overstay_e5() == price_e5, seconds
    assert outlet.session.parked_s == 1140


def test_our_own_pauses_and_faults_are_no_overstay():
    outlet = Outlet((0, 1000, 0))
    outlet.charge(600, 5000000)
    for why in (states.WHY_PAUSED, states.WHY_FAULT, states.WHY_DELAY, states.WHY_HOT):
        outlet.wait(120, why)
    assert outlet.session.parked_s == 0
    assert outlet.record.total_e5() == 200000


def test_a_car_that_asks_again_has_its_grace_again():
    outlet = Outlet((2, 1000, 0))
    outlet.charge(600, 5000000)
    outlet.wait(180)
    outlet.charge(60, 1000)
    outlet.wait(119)
    assert outlet.record.overstay_e5() == 1000
    assert outlet.session.parked_s == 119


def test_a_stopped_session_parks_until_the_unplug():
    outlet = Outlet((0, 1000, 0))
    outlet.charge(600, 5000000)
    assert not outlet.session.refuses()
    assert outlet.session.stop(r.REMOTE)
    assert outlet.session.refuses()
    assert not outlet.session.stop(r.LOCAL)  # the first reason stays
    outlet.charge(10, 1000)  # S2 takes its time
    outlet.wait(60, states.WHY_NOT_AUTHORISED)
    outlet.session.close(-1)
    assert outlet.record.reason == r.REMOTE
    assert outlet.record.overstay_e5() == 1000
    assert outlet.record.energy_mwh() == 5001000


def test_limits_of_energy_time_and_money_end_the_energy():  # S5: balance limit
    for limits, enough in (
        ((1000000, 0, 0), lambda outlet: outlet.charge(60, 400000)),
        ((0, 150, 0), lambda outlet: outlet.charge(60, 1)),
        ((0, 0, 30000), lambda outlet: outlet.charge(60, 300000)),
    ):
        outlet = Outlet()
        outlet.session.limits = limits
        assert [enough(outlet) for _ in range(4)] == [False, False, True, False], limits
        assert outlet.session.refuses()
        assert outlet.record.reason == r.OTHER


def test_a_limit_that_pauses_lets_go_when_it_is_raised():
    outlet = Outlet()
    outlet.session.suspends = True
    outlet.session.limits = (1000000, 0, 0)
    assert outlet.charge(60, 1000000)
    assert outlet.session.refuses()
    assert outlet.record.reason == r.RUNNING
    outlet.wait(60, states.WHY_NOT_AUTHORISED)
    assert outlet.session.parked_s == 0
    outlet.session.limits = (2000000, 0, 0)
    assert outlet.charge(1)
    assert not outlet.session.refuses()


def test_a_failed_start_costs_nothing():  # S29
    for mwh, fault, flags in ((99999, 8, r.FREE), (100000, 8, 0), (99999, -1, 0)):
        outlet = Outlet()
        outlet.charge(10, mwh)
        outlet.session.close(fault)
        assert outlet.record.flags == flags
        assert (outlet.session.cost_e5 == 0) == (flags == r.FREE)


def test_the_reason_of_the_end():
    for fault, reason in ((-1, r.EV_DISCONNECTED), (9, r.OTHER)):
        outlet = Outlet()
        outlet.session.close(fault)
        assert outlet.record.reason == reason
        assert outlet.record.fault == (fault if fault >= 0 else r.NO_FAULT)
        assert not outlet.session.open


def test_a_session_taken_up_again_counts_what_the_meter_did_meanwhile():
    outlet = Outlet()
    outlet.charge(60, 700)
    record = outlet.record
    again = Session()
    again.resume(record, 0)
    assert again.open and again.energy_wh == 0
    again.second(outlet.snapshot, 1, outlet.mwh + 45, CHEAP)
    assert record.energy_mwh() == 745
    assert record.flags == r.RESUMED
    assert record.seconds == 61


def test_who_is_free_pays_neither_for_energy_nor_for_parking():  # S2: the owner in his hours
    outlet = Outlet((1, 50000, 0))
    outlet.charge(60, 1000000)
    outlet.session.free = True
    outlet.wait(180)
    assert outlet.record.overstay_s == 0
    outlet.session.free = False
    outlet.wait(60)
    assert outlet.record.overstay_s == 60
