"""The claim source "schedule": the weekly schedule of this pile, kept in the store (F5).

The setting `schedule` says what its slots are: "limit", which nothing exceeds, or "wish", which
whoever has a higher rank overrules (a boost, a platform, a person). Outside every slot it says
nothing. While the clock is not set, or what was kept is damaged, the setting `no_time` says what
holds: "free", "fallback" (the setting fallback_a) or "stop" (REQ-T-2).
"""

import json

from dates.week import Week
from power.claims import CAP, WISH
from shell.on_demand import borrow, forget

_NAME = "schedule"


class Schedule:
    """Of one app. Called by the shell's main job, `replace` and `slots` by the console."""

    name = "schedule"

    def __init__(self, app):
        self.kind = WISH if app.values["schedule"] == "wish" else CAP
        self.message = ""
        self.unsaved = False
        self.limit_ma = None  # as told last
        self.until_s = 0
        self._app = app
        self._clock = app.trade.clock
        self._kept = None  # JSON that waits for `save`
        self._slots = ()  # compiled; None: damaged
        self._week = None
        self._made_of = None  # zone and list of holidays of the week
        self._load()

    def second(self, _now_ms, utc_s, _pile):
        """Return (limit_ma, until_s), None: no slot. See shell.sources."""
        if not utc_s or self._slots is None:
            self.limit_ma, self.until_s = self._without_time(), 0
        else:
            self.limit_ma, self.until_s = self._of_now().at(utc_s)
        return None if self.limit_ma is None else (self.limit_ma, self.until_s)

    def slots(self):
        """Return the slots as they were given, a list of tables."""
        data = self._kept or self._app.store.read(_NAME)
        if data is None or self._slots is None:
            return []
        return json.loads(data)

    def replace(self, slots):
        """Put other slots in force now. Raises ValueError: which slot, which field."""
        self._slots = _checks().compiled(slots)
        self._kept = json.dumps(slots).encode()
        self._week = None
        self.message = ""
        self.unsaved = True

    def save(self):
        """Keep the slots. Contactor open, nothing offered."""
        self._app.store.write(_NAME, self._kept)
        self._kept = None

    def brief(self, lang):
        """Return what status() says: that no hour is known, and what holds instead."""
        if self._clock.quality:
            return []
        return borrow("shell", "dates_console").schedule_now(self._app, self, lang)

    # inside

    def _load(self):
        data = self._app.store.read(_NAME)
        if data is None:
            return
        try:
            self._slots = _checks().parsed(data)[1]
        except ValueError as error:
            self._slots = None
            self.message = "the kept schedule is damaged (%s): replace it with schedule()" % error

    def _without_time(self):
        policy = self._app.values["no_time"]
        if policy == "free":
            return None
        return self._app.values["fallback_a"] * 1000 if policy == "fallback" else 0

    def _of_now(self):
        zone, holidays = self._clock.zone(), self._clock.holidays()
        if self._week is None or self._made_of != (zone, holidays.changed):
            self._made_of = (zone, holidays.changed)
            self._week = Week(self._slots, zone, holidays)
        return self._week


def _checks():
    checks = borrow("dates", "week_check")
    forget("shell", "check")
    return checks
