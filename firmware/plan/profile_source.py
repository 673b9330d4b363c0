"""The claim of the charging profiles: a cap named "ocpp", never above local limits (OP-109)."""

from micropython import const

from core.config import TWO_CONTACTORS
from plan.profiles import Profiles, lasting
from shell.on_demand import forget

_NOMINAL_V = const(230)
_STEADY_V = const(3)  # the voltage may sag so far before the current of a power limit is raised


def fit(app):
    """Return the source, with the profiles that were kept: a row of shell.sources."""
    from plan import profile_store

    kept, message = profile_store.load(app.store)
    forget("plan", "profile_store")
    return Source(kept, message, app)


class Source(Profiles):
    """The installed profiles, asked each second. Called from tasks."""

    name = "ocpp"

    def __init__(self, kept, message, app):
        Profiles.__init__(self, kept)
        self.message = message
        self.phases = 0  # 1: one is asked for, 0: as many as there are
        self._store = app.store
        self._clock = app.trade.clock
        self._most_phases = app.outlet.config.phases
        self._switches = app.outlet.config.fitted & TWO_CONTACTORS != 0
        self._session = 0
        self._began_s = 0  # second of up-time
        self._sure = True  # that it is right: not guessed while the time was unknown
        self._volts = _NOMINAL_V
        self.elapsed_s = 0  # since the session began, 0 without one
        self.news = False  # something was installed or cleared

    def second(self, _now_ms, utc_s, pile):
        """Return (mA a phase, until), None when no profile limits."""
        self.end_sessions(pile.session)
        self.news = False
        self.elapsed_s = self._session_s(utc_s, pile)
        if not self._volts - _STEADY_V <= pile.volts <= self._volts:
            self._volts = pile.volts
        limit_ma, phases, until_s = self.at(utc_s, self.elapsed_s, self._volts, pile.phases)
        self.phases = 1 if self._switches and phases < 3 else 0
        return None if limit_ma is None else (limit_ma, until_s)

    def _session_s(self, utc_s, pile):
        # steps of the clock are no time that passed
        up_s = self._clock.up_s
        if pile.session != self._session:
            self._session = pile.session
            self._began_s = up_s
            self._sure = False
        if not pile.session:
            return 0
        if not self._sure and utc_s and pile.session_s:
            self._began_s = up_s - max(utc_s - pile.session_s, 0)
            self._sure = True
        return up_s - self._began_s

    def change(self, installed):
        """Have these installed instead."""
        Profiles.change(self, installed)
        self.news = True

    def wires(self):
        """Return what plan.composite wants of this pile."""
        return self._volts, self._most_phases, self._switches

    def save(self):
        """Keep what outlives a restart. Raises OSError. Contactor open, nothing offered."""
        from plan import profile_store

        try:
            self._store.write(profile_store.NAME, profile_store.pack(lasting(self.installed)))
        finally:
            forget("plan", "profile_store")
