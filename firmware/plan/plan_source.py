"""The claim of orderly charging (S7, S8, GB-112): a plan of a platform, a user or the pile itself.

One plan at a time. A platform's and a user's hold for the session in which they come, or for the
next one when there is none, and outlive a restart. Without either, and with `default_kwh` set, the
pile makes one: all hours of the lowest price, and what else it takes to have default_kwh before
`departure`; then the next day's.

It is a cap, a wish to save too: it only lowers. While the clock is not set nobody knows the hour:
then it says nothing, the car charges at once, and the console tells.
"""

from micropython import const

from plan.orderly import DONE, Orderly
from plan.plan_car import Appetite
from plan.plan_cause import cause
from plan.plan_maker import Maker
from shell.on_demand import borrow, forget

PLATFORM = const(0)  # whose plan it is
WISH = const(1)
OWN = const(2)

NEXT = const(-1)  # the session that comes next
_NAME = "plan"  # in the store
_LEAST_MA = const(6000)  # what a slot gives: its kW were checked against the nominal voltage
_LEAST_MW = const(1380000)  # that, on each phase, of a platform's slot
_SAME_V = const(3)  # a smaller change of the mains moves no limit
_SAG_V = const(23)  # and so small a one no slots that the pile makes
_LATE_S = const(10)  # a pass of more is one in which nobody counted
_JUDGE_S = const(10)  # so often it is looked at whether a plan can be met
_AHEAD_S = (691200, 691200, 172800)  # a departure further off, by whose plan: the clock was wrong


class Plan:
    """One outlet's. `app` brings values, store, trade and claims."""

    name = "plan"

    def __init__(self, app):
        self.run = None  # plan.orderly, the running or the last one
        self.origin = OWN
        self.id = ""  # the platform's
        self.bound = 0  # number of its session, or NEXT; 0 = it has ended
        self.aside = 0  # session, or NEXT, that charges at once whatever is planned
        self.session = 0
        self.seen_mwh = 0  # of the session, as far as it is counted
        self.message = ""
        self.unsaved = False
        self.news = False
        self._app = app
        self._resumes = 0  # session of before the restart
        self._now_ms = 0
        self._counted_s = 0
        self._judged_s = 0
        self._car = Appetite()
        self._maker = Maker()
        self._told = (0, 0)
        self.phases = 0  # 1: what a slot gives is too little for three
        self._volts = 0
        self._most_v = 0  # for slots that the pile makes
        self._limit_ma = 0  # of the last claim
        app.trade.clock.zone()  # loaded now, rather than in the slice in which a car comes
        self._load()

    # for shell.plan_console and platforms: unix times, mWh, slots (start_s, stop_s, mW)

    def accept(self, utc_s, name, needed_mwh, departure_s, slots):
        """Take a platform's plan, checked. With the id of the running one it adjusts that: what
        was delivered counts on."""
        if not self.bound or self.origin != PLATFORM or self.id != name:
            self._start(PLATFORM, name, utc_s, needed_mwh, departure_s)
        run = self.run
        run.needed_mwh = needed_mwh
        run.departure_s = departure_s
        run.put(utc_s, slots)
        self._given()

    def wish(self, utc_s, needed_mwh, departure_s):
        """Take what a user needs, from now on, and until when. Raises ValueError."""
        if self.bound and self.origin == PLATFORM and not self.aside:
            raise ValueError("plan %s of the platform holds; plan('now') sets it aside" % self.id)
        self._start(WISH, "", utc_s, needed_mwh, departure_s)
        self._given()

    def at_once(self):
        """Set every plan aside for this session, or for the next one when there is none."""
        self._given()
        self.aside = self.session or NEXT

    # each second

    def second(self, now_ms, utc_s, pile):
        """Return (limit_ma, unix time of the next change), None: no claim. Called by the shell."""
        self.news = False
        self._now_ms = now_ms
        if pile.session != self.session:
            self._follow(pile.session)
        self._told = self._tell(utc_s, pile) if utc_s else None
        return self._told

    def save(self):
        """Keep it. Contactor open, nothing offered."""
        self.unsaved = False
        self._app.store.write(_NAME, borrow("plan", "plan_file").pack(self))

    def notes(self, lang):
        """Return what is to be said of the plan, lines; lang 0 English, 1 Chinese."""
        clock = self._app.trade.clock
        said = borrow("plan", "plan_words").notes(self, clock.now_s(), clock.zone(), lang)
        forget("plan", "plan_time")
        return said

    def _tell(self, utc_s, pile):
        self._expire(utc_s)
        if utc_s != self._counted_s:
            self._count(utc_s, pile)
        if self.aside:
            return None
        if not self.bound:
            if not self._app.values["default_kwh"]:
                return None
            if not self.session:
                return 0, 0  # a car that comes does not begin before its plan is made
            self._own(utc_s)
            self.news = True  # the slots in other slices of time
            return self._told
        if self.origin != PLATFORM:
            self._make(utc_s, pile)
            if self.news and not self.run.rows:
                return self._told  # until there are slots, what was so far
        return self._claim(utc_s, pile)

    def _claim(self, utc_s, pile):
        run = self.run
        if not 0 <= utc_s - self._judged_s < _JUDGE_S and not self.news:
            self._judged_s = utc_s
            run.judge(utc_s, self._car.power_mw(pile.max_ma, pile.phases, self._volts))
        if run.turned:
            run.turned = False
            self._changed()
        told = run.allowed(utc_s)
        if told is None:
            return None
        self._limit_ma = self._of_slot(told[0], pile.phases)
        return self._limit_ma, told[1]

    def _of_slot(self, power_mw, phases):
        # a platform's may have been given for one phase: on three 6 A were more than it allows
        theirs = self.origin == PLATFORM
        self.phases = 1 if theirs and 0 < power_mw < 3 * _LEAST_MW else 0
        if not power_mw or (theirs and power_mw < _LEAST_MW * phases):
            return 0
        return max(power_mw // (self._volts * phases), _LEAST_MA)

    def _count(self, utc_s, pile):
        self._car.look(pile)
        if abs(pile.volts - self._volts) > _SAME_V:
            self._volts = pile.volts
        passed_s = utc_s - self._counted_s
        self._counted_s = utc_s
        if not 0 <= passed_s <= _LATE_S:
            passed_s = 0  # the first time, or a step of the clock
        delta_mwh = 0
        if self.session:
            delta_mwh = max(pile.session_mwh - self.seen_mwh, 0)
            self.seen_mwh = pile.session_mwh
        run = self.run
        if not self.bound:
            return
        why = ""
        if run.row(utc_s) is not None:
            why = DONE if run.done() else cause(pile, self._limit_ma, self._lower)
        run.count(utc_s, passed_s, delta_mwh, why)

    def _lower(self):
        # whose claim is lower than ours, "" = nobody's
        claims = self._app.claims
        for claim in claims.explain(self._now_ms):
            lower = claim.source != self.name and claims.leaves_ma(claim) < self._limit_ma
            return claim.source if lower else ""
        return ""

    def _make(self, utc_s, pile):
        app, volts, phases = self._app, self._volts, pile.phases
        if not volts <= self._most_v <= volts + _SAG_V:
            self._most_v = volts
        most_v = self._most_v
        powers = (
            pile.max_ma * most_v * phases,
            self._car.power_mw(pile.max_ma, phases, volts),
            app.values["plan_floor_a"] * 1000 * most_v * phases,
        )
        more = self._maker.step(utc_s, self.run, app.trade.till.tariff, powers, self.origin == OWN)
        self.news = more

    # beginnings and ends

    def _follow(self, number):
        # the session began or ended: plans go with it
        if self.session and self.bound == self.session:
            self._end()
        if self.aside > 0 and number != self.aside:
            self.aside = 0
            self._changed()
        self.session = number
        self._car = Appetite()
        if not number:
            return
        if number != self._resumes:
            self.seen_mwh = 0
        if self.aside == NEXT:
            self.aside = number
        if self.bound == NEXT:
            self.bound = number

    def _expire(self, utc_s):
        run = self.run
        if not self.bound:
            return
        if run.departure_s > utc_s + _AHEAD_S[self.origin]:  # else a car would wait for years
            run.failed = True
            self._end()
        elif utc_s < run.departure_s:
            return
        elif self.origin == OWN:
            self._end()  # the next day's begins
        elif self.bound == NEXT:
            run.judge(utc_s, 0)
            self._end()  # no car came

    def _own(self, utc_s):
        values = self._app.values
        zone = self._app.trade.clock.zone()
        leaves_s = borrow("plan", "plan_time").next_time(zone, utc_s, values["departure"])
        self._start(OWN, "", utc_s, values["default_kwh"] * 1000000, leaves_s)

    def _start(self, origin, name, utc_s, needed_mwh, departure_s):
        self.run = Orderly(utc_s, needed_mwh, departure_s, origin != OWN)
        self.origin = origin
        self.id = name
        self.bound = self.session or NEXT

    def _given(self):
        self.aside = self._judged_s = 0
        self.news = self.unsaved = True

    def _end(self):
        self.bound = 0
        self._changed()

    def _changed(self):
        if self.origin != OWN:
            self.unsaved = True

    def _load(self):
        blob = self._app.store.read(_NAME)
        if not blob:
            return
        try:
            found = borrow("plan", "plan_file").unpack(blob)
        except ValueError as error:
            self.message = "the plan that was stored is damaged (%s): it was dropped" % error
            return
        self.origin, self.id, bound, self.aside, self.seen_mwh, self.run = found
        if self.run is not None:
            self._resumes = bound
            self.bound = NEXT
