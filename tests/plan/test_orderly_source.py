"""The claim, second by second, on a pile and an app of a few lines."""

from dates.zone import Zone
from plan.plan_source import NEXT, OWN, PLATFORM, Plan
from power.claims import Claims
from session.tariff import Tariff, flat
from shell.store import MemoryStore

NOW = 1767268800  # 2026-01-01 12:00 UTC, 20:00 in China
HOUR = 3600
YEARS = 4 * 365 * 24 * 3600
KWH = 1000000
KW = 1000000


class Clock:
    """The zone of an app."""

    def now_s(self):
        return NOW

    def zone(self):
        return Zone("CST-8")


class Till:
    """Its tariff: valley from 22:00 to 6:00 in China."""

    def __init__(self):
        data = flat(0)
        data.update({"prices": [[60, 0], [30, 0]], "slots": "1" * 6 + "0" * 16 + "1" * 2})
        data["zone_min"] = 480
        self.tariff = Tariff(data)


class App:
    """What a plan needs of one."""

    def __init__(self, store=None, **values):
        self.values = {"default_kwh": 0, "departure": "07:00", "plan_floor_a": 0}
        self.values.update(values)
        self.store = store or MemoryStore()
        self.claims = Claims(0, 0)
        self.trade = self
        self.clock = Clock()
        self.till = Till()


class Pile:
    """Shows what a test writes, as shell.pile_view does."""

    def __init__(self, session=1):
        self.plugged = self.wants = True
        self.closed = False
        self.phases = 1
        self.volts = 230
        self.offered_ma = 0
        self.current_ma = None
        self.session = session
        self.session_mwh = 0
        self.max_ma = 32000
        self.fault = -1


class Bench:
    """A plan, its pile, and the time."""

    def __init__(self, session=1, store=None, **values):
        self.app = App(store, **values)
        self.plan = Plan(self.app)
        self.pile = Pile(session)
        self.now_s = NOW
        self.told = None
        self._rest = 0

    def second(self):
        """One second later, and as often as the plan has news."""
        self.now_s += 1
        for _ in range(100):
            self.told = self.plan.second(0, self.now_s, self.pile)
            if not self.plan.news:
                return self.told
        raise AssertionError("news for ever")

    def go(self, hours, draws_ma=32000):
        """Let a car draw what it is told, `draws_ma` at most, and return its kWh."""
        pile, before = self.pile, self.pile.session_mwh
        for _ in range(int(hours * HOUR)):
            told = self.second()
            pile.offered_ma = pile.max_ma if told is None else min(told[0], pile.max_ma)
            drawn = min(pile.offered_ma, draws_ma)
            pile.closed = drawn > 0
            pile.current_ma = [drawn, 0, 0]
            self._rest += drawn * pile.volts
            pile.session_mwh += self._rest // HOUR
            self._rest %= HOUR
        return (pile.session_mwh - before) / KWH

    def skip(self, hours):
        self.now_s += int(hours * HOUR)


def at(hour):
    return NOW + int(hour * HOUR)


def give(bench, *slots, name="P", needed=20, hours=10):
    rows = [(at(row[0]), at(row[1]), int(row[2] * KW + 0.5)) for row in slots]
    bench.plan.accept(bench.now_s, name, needed * KWH, at(hours), rows)


def test_a_platforms_plan_limits_its_slots_and_pauses_between():
    bench = Bench()
    assert bench.second() is None
    give(bench, (0, 1, 7.36), (2, 3, 3.68))
    assert bench.second() == (32000, at(1))
    bench.skip(1)
    assert bench.second() == (0, at(2))
    bench.skip(1)
    assert bench.second() == (16000, at(3))
    bench.skip(7)
    assert bench.second() == (0, at(10))
    bench.skip(1)
    assert bench.second() is None  # after the departure


def test_kilowatts_become_current_by_voltage_and_phases():
    bench = Bench()
    bench.pile.phases, bench.pile.volts = 3, 220
    give(bench, (0, 1, 11), (1, 2, 4.14))
    assert bench.second()[0] == 11000000 // 660
    bench.pile.volts = 223  # the mains moves a little: the limit does not
    assert bench.second()[0] == 11000000 // 660
    bench.pile.volts = 240
    assert bench.second()[0] == 11000000 // 720
    bench.skip(1)
    assert bench.second()[0] == 6000  # 4.14 kW are less than 6 A at 240 V: never a pause


def test_a_plan_without_a_session_waits_for_the_next_and_ends_with_it():
    bench = Bench(session=0)
    give(bench, (0, 5, 7))
    assert bench.second()[0] == 7000000 // 230
    assert bench.plan.bound == NEXT
    bench.pile.plugged = bench.pile.wants = False
    for _ in range(HOUR):
        bench.second()
    give(bench, (1.1, 5, 7))
    assert bench.plan.run.rows[0][4] == "absent"
    bench.pile.session = 4
    bench.second()
    assert bench.plan.bound == 4
    bench.pile.session = 0
    assert bench.second() is None and bench.plan.bound == 0
    bench.pile.session = 5
    assert bench.second() is None


def test_a_plan_for_which_no_car_comes_has_failed_at_its_departure():
    bench = Bench(session=0)
    give(bench, (0, 5, 7), needed=20)
    bench.second()
    assert not bench.plan.run.failed
    bench.skip(10)
    assert bench.second() is None
    assert bench.plan.run.failed and bench.plan.bound == 0


def test_the_needed_energy_ends_it():
    bench = Bench()
    give(bench, (0, 4, 7.36), needed=5)
    assert 4.99 < bench.go(2) < 5.01
    assert bench.told == (0, 0)
    bench.skip(10)
    assert bench.second() == (0, 0)  # nor after the departure, in this session


def test_energy_of_before_the_plan_does_not_count():
    bench = Bench()
    assert bench.go(0.1) > 0.7
    give(bench, (0, 4, 7.36))
    bench.second()
    assert bench.plan.run.got_mwh < 3000


def test_delivered_energy_counts_on_when_the_platform_adjusts():
    bench = Bench()
    give(bench, (0, 1, 7.36), (2, 3, 7.36), needed=10)
    bench.go(0.5)
    give(bench, (0.5, 3, 3.68), needed=10)
    got = bench.plan.run.got_mwh
    assert 3.6 * KWH < got < 3.7 * KWH
    bench.go(0.5)
    assert len(bench.plan.run.rows) == 2 and bench.plan.run.got_mwh > got
    give(bench, (1, 3, 3.68), name="Q")
    assert bench.plan.run.got_mwh == 0


def test_each_slot_says_what_kept_it_from_its_energy():
    bench = Bench()
    give(bench, (0, 0.5, 7.36), (0.5, 1, 7.36), (1, 1.5, 7.36), (1.5, 2, 7.36), (2, 2.5, 7.36))
    bench.go(0.5, draws_ma=16000)
    bench.app.claims.put(0, "group", 10000)
    pile = bench.pile
    for _ in range(1800):
        bench.second()
        pile.offered_ma, pile.current_ma = 10000, [10000, 0, 0]
    bench.app.claims.clear()
    for _ in range(1800):
        bench.second()
    pile.fault = 3
    for _ in range(1800):
        bench.second()
    pile.fault = -1
    pile.wants = False
    for _ in range(1801):
        bench.second()
    rows = bench.plan.run.rows
    assert [row[4] for row in rows] == ["car", "group", "pile", "fault", "car"]
    assert abs(rows[0][3] - 1840000) < 5000


def test_it_says_so_when_a_plan_cannot_be_met():
    bench = Bench()
    give(bench, (0, 2, 7.36), needed=14)
    bench.go(0.02)
    assert not bench.plan.run.failed
    bench.go(0.02, draws_ma=16000)  # 30 s show that the car takes no more
    assert bench.plan.run.failed
    assert 6 * KWH < bench.plan.run.short_mwh < 7 * KWH
    assert "cannot be met" in "".join(bench.plan.notes(0))
    assert "无法满足" in "".join(bench.plan.notes(1))


def test_its_own_plan_takes_the_valley_and_reaches_what_is_needed():
    bench = Bench(default_kwh=20)
    assert bench.go(1.999) == 0  # 20 to 22: the valley has room enough
    assert bench.plan.origin == OWN and not bench.plan.unsaved
    assert bench.told[1] == at(2)
    kwh = bench.go(8)
    assert 58 < kwh < 59  # all of the valley: more than needed costs nobody more
    assert bench.go(1) < 0.01
    assert bench.go(1) == 0 and bench.plan.run.departure_s == at(11 + 24)  # the next day's
    bench = Bench(default_kwh=70)
    kwh = bench.go(11)
    assert 69.5 < kwh < 74  # 58.9 in the valley, the rest before: in time
    assert bench.plan.run.rows[0][0] < 60
    bench = Bench(default_kwh=20, departure="21:00")
    assert 7.3 < bench.go(0.9999) < 7.4  # it starts at once, and says that it will not do
    assert bench.plan.run.short_mwh > 12 * KWH


def test_a_car_that_comes_does_not_begin_before_its_plan_is_made():
    bench = Bench(session=0, default_kwh=20)
    assert bench.second() == (0, 0)
    bench.pile.session = 1
    assert bench.plan.second(0, bench.now_s, bench.pile)[0] == 0
    assert bench.second() == (0, at(2))
    bench.plan.at_once()
    assert bench.second() is None


def test_no_default_no_plan():
    bench = Bench()
    bench.second()
    assert bench.told is None and bench.plan.run is None


def test_a_wish_is_met_at_the_best_price_and_follows_a_slow_car():
    bench = Bench(default_kwh=20)
    bench.go(0.1)
    bench.plan.wish(bench.now_s, 15 * KWH, at(11))
    assert bench.go(1.899) == 0
    kwh = bench.go(9, draws_ma=8000)
    assert bench.plan.run.got_mwh <= 15.01 * KWH
    assert 14.7 < kwh < 15.01  # 8.2 h at 1.84 kW: the valley and the hour after
    fast = Bench(default_kwh=20)
    fast.plan.wish(fast.now_s, 15 * KWH, at(11))
    assert 14.99 < fast.go(11) < 15.01
    assert fast.told == (0, 0)
    used = [row for row in fast.plan.run.rows if row[3]]
    assert len(used) == 1  # without a break


def test_a_wish_follows_a_car_that_sleeps():
    bench = Bench()
    bench.plan.wish(bench.now_s, 15 * KWH, at(11))
    assert bench.go(5, draws_ma=0) == 0
    assert bench.go(6) > 14.99


def test_a_car_that_takes_a_little_less_than_it_could_is_ready_too():
    bench = Bench(default_kwh=58, departure="06:00")
    assert bench.go(10, draws_ma=31000) > 58  # the valley alone: 57


def test_a_wish_follows_the_tariff():
    bench = Bench()
    bench.plan.wish(bench.now_s, 7 * KWH, at(11))
    bench.go(0.105)  # not on the minute
    assert bench.told[0] == 0
    bench.app.till.tariff = Tariff(flat(50))
    bench.second()
    assert bench.second()[0] == 32000


def test_the_floor_flows_between_the_slots():
    bench = Bench(plan_floor_a=6)
    bench.plan.wish(bench.now_s, 25 * KWH, at(11))
    assert abs(bench.go(1) - 1.38) < 0.05
    assert bench.told[0] == 6000
    assert abs(bench.go(10) - 23.62) < 0.02


def test_a_wish_does_not_replace_the_platforms_plan():
    bench = Bench()
    give(bench, (0, 1, 7))
    try:
        bench.plan.wish(bench.now_s, 7 * KWH, at(11))
        raise AssertionError
    except ValueError as error:
        assert "plan P of the platform holds" in str(error)
    bench.second()
    assert bench.plan.origin == PLATFORM


def test_now_sets_plans_aside_for_one_session():
    bench = Bench(default_kwh=20)
    bench.second()
    assert bench.told[0] == 0
    bench.plan.at_once()
    assert bench.second() is None
    bench.pile.session = 0
    bench.second()
    bench.pile.session = 2
    assert bench.second()[0] == 0
    bench.pile.session = 0
    bench.second()
    bench.plan.at_once()  # for the next one
    bench.pile.session = 3
    assert bench.second() is None


def test_without_a_clock_the_car_charges_and_the_console_says_so():
    bench = Bench(default_kwh=20)
    give(bench, (1, 2, 7))
    assert bench.plan.second(0, 0, bench.pile) is None
    bench.app.clock.now_s = lambda: 0
    assert bench.plan.notes(0) == ["the clock is not set: a car charges at once"]


def restarted(bench, session):
    """The same pile after a power cut: first no session, then this one."""
    bench.plan.save()
    again = Bench(session=0, store=bench.app.store)
    again.now_s = bench.now_s
    again.second()
    again.pile.session = session
    again.pile.session_mwh = bench.pile.session_mwh
    return again


def test_a_plan_survives_a_restart_in_the_middle():
    bench = Bench(session=7)
    give(bench, (0, 1, 7.36), (2, 4, 7.36), needed=14)
    bench.go(0.5)
    bench.plan.save()
    assert not bench.plan.unsaved
    bench.go(2)
    got = bench.plan.run.got_mwh
    assert bench.plan.unsaved
    again = restarted(bench, 7)
    got += bench.pile.session_mwh - bench.plan.seen_mwh
    again.pile.session_mwh += 10000  # what the meter counted after the last save
    assert again.second() == (32000, at(4))
    assert again.plan.run.got_mwh == got + 10000
    assert again.plan.bound == 7 and again.plan.id == "P"
    assert abs(again.go(1.5) - 2.94) < 0.05


def test_a_plan_goes_on_with_the_session_after_a_restart():
    bench = Bench(session=7)
    give(bench, (0, 4, 7.36), needed=14)
    bench.go(0.5)
    got = bench.plan.run.got_mwh
    again = restarted(bench, 8)
    again.pile.session_mwh = 0
    again.second()
    assert again.plan.bound == 8 and again.plan.run.got_mwh == got


def test_energy_of_before_the_clock_was_set_counts():
    bench = Bench(session=7)
    bench.go(1)
    bench.pile.session = 0
    bench.second()
    give(bench, (2, 4, 7.36), needed=14)
    bench.pile.session, bench.pile.session_mwh = 8, 0
    bench.plan.second(0, 0, bench.pile)  # a restart of the clock chip
    bench.pile.session_mwh = 8000000
    bench.second()
    assert bench.plan.run.got_mwh == 8000000


def test_what_was_set_aside_stays_so_after_a_restart():
    bench = Bench(session=7)
    give(bench, (1, 4, 7.36), needed=14)
    bench.second()
    bench.plan.at_once()
    assert restarted(bench, 7).second() is None
    assert restarted(bench, 8).second()[0] == 0
    bench.pile.session = 0
    bench.second()
    bench.plan.save()
    assert Bench(session=0, store=bench.app.store).plan.run is None


def test_a_damaged_file_is_said_and_dropped():
    good = Bench()
    give(good, (0, 1, 7), (1, 2, 5))
    good.second()
    good.plan.save()
    blob = good.app.store.read("plan")
    store = MemoryStore()
    for wrong in (
        b"{",
        b"[]",
        b"{}",
        blob.replace(b'"origin"', b'"orig"'),
        blob.replace(b"7000000", b'"x"'),
        blob.replace(b"7000000", b"-7"),
        blob.replace(b"3600", b"9999"),
        blob.replace(b"20000000", b"null"),
    ):
        assert wrong != blob
        store.write("plan", wrong)
        plan = Plan(App(store))
        assert "damaged" in plan.message and plan.run is None, wrong
        assert plan.second(0, NOW, Pile()) is None


def test_a_slot_for_one_phase_is_not_exceeded_on_three():  # I2, EV#1060
    bench = Bench()
    give(bench, (0, 2, 1.38), (2, 4, 4.14))
    assert bench.second()[0] == 6000
    bench.pile.phases = 3
    assert bench.second()[0] == 0
    assert bench.plan.phases == 1  # where it can be had it charges on
    bench.skip(2)
    assert bench.second()[0] == 6000 and bench.plan.phases == 0


def test_a_clock_that_is_put_right_by_years_keeps_no_car_waiting():  # REQ-T-2
    for wrong in (YEARS, 30 * 24 * HOUR):
        bench = Bench(default_kwh=20)
        bench.skip(wrong / HOUR)
        bench.second()
        bench.now_s = NOW
        bench.second()
        assert bench.plan.run.departure_s == at(11)
        bench.plan.wish(NOW + wrong, 20 * KWH, NOW + wrong + 5 * HOUR)
        assert bench.second() is not None and bench.plan.bound  # the pile's own again
        assert bench.plan.run.departure_s == at(11)
        bench.plan.accept(
            NOW + wrong, "P", KWH, at(5) + wrong, [(at(4) + wrong, at(5) + wrong, KW)]
        )
        given = bench.plan.run
        bench.second()
        assert given.failed and bench.plan.run.departure_s == at(11)


def test_a_mains_that_flickers_does_not_keep_a_plan_from_being_made():
    bench = Bench()
    bench.plan.wish(NOW, 20 * KWH, at(6 * 24))
    made = 0
    for second in range(30):
        bench.pile.volts = 226 + second % 2 * 8
        bench.now_s += 1
        for _ in range(5):  # turns that a busy pile has in a second
            bench.plan.second(0, bench.now_s, bench.pile)
            made += not bench.plan.news
    assert made > 50
    rows = bench.plan.run.rows
    assert rows and len(rows) < 15


def test_without_memory_for_a_plan_what_was_made_goes_on():
    bench = Bench(default_kwh=20)
    bench.second()
    rows = list(bench.plan.run.rows)
    assert rows
    tariff = bench.app.till.tariff
    bench.app.till.tariff = Poor(tariff)
    failed = 0
    for _ in range(70):
        bench.now_s += 1
        try:
            bench.plan.second(0, bench.now_s, bench.pile)
        except MemoryError:
            failed += 1
    assert failed == 2 and bench.plan.run.rows == rows
    bench.app.till.tariff = tariff
    bench.second()
    assert bench.plan.run.rows == rows


def test_without_memory_for_a_first_plan_the_pile_does_not_wait_for_ever():
    bench = Bench(default_kwh=20)
    tariff = bench.app.till.tariff
    bench.app.till.tariff = Poor(tariff)
    failed = 0
    for _ in range(60):
        bench.now_s += 1
        try:
            bench.plan.second(0, bench.now_s, bench.pile)
        except MemoryError:
            failed += 1
    assert failed > 55  # so its claim is released: shell.rounds
    bench.app.till.tariff = tariff
    bench.second()
    assert bench.plan.run.rows


class Poor:
    """A tariff for which there is no memory."""

    def __init__(self, tariff):
        self.data = tariff.data

    def rate(self, _utc_s):
        raise MemoryError
