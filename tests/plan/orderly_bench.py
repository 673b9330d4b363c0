"""A plan's claim, second by second, on a pile and an app of a few lines."""

from dates.zone import Zone
from plan.plan_source import Plan
from power.claims import Claims
from session.tariff import Tariff, flat
from shell.memory_store import MemoryStore

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
