"""Plays one cell: the fault comes, the reaction is timed, the cause goes, the rule is tried."""

from core import mailbox
from core.config import PROFILES
from core.faults import FAULTS, HAND, RECOVERY, RESTART, SELF, UNPLUG
from core.states import STATES
from tests.host.matrix import causes, rows
from tests.host.matrix.stage import HOLD_MS, act, ask, heal, reach

BUDGET_MS = 9500  # F, 3 s of B1, RCD test, bolt, debounce (CP-143, CP-145)
_WATCH_MS = 3500
_HARMLESS_MS = 1500
_TICK_MS = 25
_ONTO_MS = 2000  # RC-037
_TESTED_MS = 4000  # after an unplug the residual-current device is tested
_NUMBER = {row[0]: number for number, row in enumerate(FAULTS)}
_BY_DRIVER = ("stuck_open", "welded", "welded_n")  # there the contacts do not follow the coil


def wanted(row, state, profile):
    """Return (kind while closed, kind while open, ms, faults) of a cell."""
    closed, opened, limit_ms, names = rows.PROFILE.get((row[0], profile), row[2:])
    here = rows.STATE.get((row[0], state))
    if here is not None and closed + opened != causes.NONE * 2:
        closed = opened = here[0]
        names = here[1]
        limit_ms = here[2] if len(here) > 2 else limit_ms
    return closed, opened, limit_ms, names.split()


def rule_of(name, profile):
    """Return (rule, hold_ms, tries) of a fault in a profile, told from standards.md."""
    _, rule, hold_ms, tries = FAULTS[_NUMBER[name]][:4]
    if name == "estop" and profile == "gbt":
        rule = HAND  # GB-106
    if name == "rcd_trip" and profile == "j1772":
        rule, hold_ms, tries = SELF, RESTART, 4  # RC-035
    return rule, HOLD_MS if hold_ms in (RESTART, RECOVERY) else hold_ms, tries


class Cell:
    """One cell on its rig."""

    def __init__(self, row, state, profile, seed=1):
        self.row, self.state, self.profile = row, state, profile
        self.name = row[0]
        self.seen = 0  # faults latched since the fault came
        self.gone_ms = 0  # when the cause went
        self.onto = False  # it closed onto the fault
        self.rig = reach(state, profile, seed=seed)
        kinds = wanted(row, state, profile)
        self.was_closed = self.closed(self.rig)
        self.kind = kinds[0] if self.was_closed else kinds[1]
        self.limit_ms, self.names = kinds[2:]
        if self.kind in (causes.NONE, causes.ANY):
            self.names = []

    def closed(self, rig):
        """Return whether energy may flow, as this row sees it."""
        self.seen |= rig.snapshot.faults
        if self.name in _BY_DRIVER:
            return rig.plant.driver != 0
        return rig.closed

    def opened(self, rig):
        return not self.closed(rig)

    def play(self):
        """Raise AssertionError when the pile does not do what it must."""
        rig = self.rig
        begin_ms = rig.now_ms
        for pair in self.row[1]:
            act(rig, *pair)
        self.seen = 0
        spent_ms = rig.now_ms - begin_ms
        getattr(self, "_" + self.kind)(spent_ms)
        if self.kind == causes.BOLT:
            return
        if self.kind != causes.LATE and self.name not in rows.HIDDEN:
            self.gone_ms = rig.now_ms
        if not rig.snapshot.plugged or (self.name in rows.HIDDEN and not self.was_closed):
            self.gone_ms = -HOLD_MS  # the car has gone for the pile, or nobody knows since when
        for key, _ in self.row[1]:
            heal(rig, key)
        self._clears()

    # reactions

    def _opens(self, spent_ms=0):
        rig = self.rig
        begin_ms, left_ms = rig.now_ms, self.limit_ms - spent_ms
        if self.closed(rig):
            took_ms = rig.until(self.opened, left_ms)
            assert took_ms is not None, f"not open within {self.limit_ms} ms: {self._where()}"
            ask(rig, self.name, self.state)
        else:  # whatever takes its time to be seen does so here too
            closings = rig.outlet.contactor.closings
            ask(rig, self.name, self.state)
            if rig.until(self.closed, left_ms) is not None:
                took_ms = rig.until(self.opened, begin_ms + left_ms - rig.now_ms)
                self.onto = took_ms is not None and took_ms < _ONTO_MS
            else:  # the coil was on, and off before the contacts met
                self.onto = rig.outlet.contactor.closings != closings
            rig.run(begin_ms + left_ms - rig.now_ms)
        self.gone_ms = rig.now_ms
        self._stays_open(self._patience())
        self._latched()

    def _patience(self):
        slow = {"lock_jammed": 12000, "lock_says_open": 12000}
        if self.name in rows.HIDDEN and self.was_closed:
            return 2500  # less than the hold: it tries again
        if self.state == "waking" or self.name in rows.HIDDEN:
            return 12000  # during a pulse and at rest the pilot tells nothing
        return slow.get(self.name, _WATCH_MS)

    def _stays_open(self, for_ms):
        rig = self.rig
        took_ms = rig.until(self.closed, for_ms)
        assert took_ms is None, f"closed after {took_ms} ms: {self._where()}"

    def _latched(self):
        self.closed(self.rig)
        bits = 0
        for name in self.names:
            bits |= 1 << _NUMBER[name]
        assert not bits or self.seen & bits, f"none of {self.names} latched: {self._where()}"
        if not bits:
            assert not self.seen & ~(1 << _NUMBER["over_temperature"]), f"latched: {self._where()}"

    def _late(self, _spent_ms=0):
        rig = self.rig
        if not self.closed(rig):
            ask(rig, self.name, self.state)
            assert rig.until(self.closed, BUDGET_MS) is not None, f"not tried: {self._where()}"
        took_ms = rig.until(self.opened, self.limit_ms)
        assert took_ms is not None, f"not open within {self.limit_ms} ms: {self._where()}"
        self.gone_ms = rig.now_ms
        ask(rig, self.name, self.state)
        self._stays_open(_WATCH_MS)
        self._latched()

    def _unseen(self, _spent_ms=0):
        rig = self.rig
        if not self.closed(rig):
            ask(rig, self.name, self.state)
            rig.until(self.closed, BUDGET_MS)  # a test of the last minutes may count
        if self.closed(rig):
            assert rig.until(self.opened, _HARMLESS_MS) is None, f"opened: {self._where()}"
            rig.set("ev.state", "B")
            assert rig.until(self.opened, 100) is not None, f"not open in 100: {self._where()}"
            rig.run(1100)  # PW-010
        ask(rig, self.name, self.state)
        self._stays_open(_WATCH_MS + 2500)
        self._latched()

    def _bolt(self, _spent_ms=0):
        rig = self.rig
        ask(rig, self.name, self.state)
        bare = rig.until(lambda rig: rig.closed and not rig.plant.bolt, BUDGET_MS)
        assert bare is None, f"closed with the bolt out: {self._where()}"

    def _none(self, _spent_ms=0):
        rig = self.rig
        if self.closed(rig):
            assert rig.until(self.opened, _HARMLESS_MS) is None, f"opened: {self._where()}"
        ask(rig, self.name, self.state)
        assert rig.until(self.closed, BUDGET_MS) is not None, f"does not close: {self._where()}"
        self._latched()

    def _any(self, _spent_ms=0):
        ask(self.rig, self.name, self.state)
        self.rig.run(_HARMLESS_MS)

    # clearing

    def _clears(self):
        rig = self.rig
        latched = [name for name in self.names if self.seen >> _NUMBER[name] & 1]
        rules = [rule_of(name, self.profile) for name in latched]
        rank = (SELF, UNPLUG, HAND)
        rule, hold_ms, _ = max(rules, key=lambda row: rank.index(row[0]), default=(SELF, 0, 0))
        if self.onto and "rcd_trip" in latched:
            rule = UNPLUG  # RC-037
        if self.kind == causes.ANY:
            ask(rig, self.name, self.state)
            hold_ms = 0
            assert rig.until(self.closed, BUDGET_MS + 2 * HOLD_MS) is not None, self._where()
            return
        if rule == SELF:
            left_ms = self.gone_ms + hold_ms - _TICK_MS - rig.now_ms
            if left_ms > 0 and hold_ms:
                self._stays_open(left_ms)
            self._closes(BUDGET_MS)
            return
        ask(rig, self.name, self.state)
        self._stays_open(2 * HOLD_MS)
        rig.set("ev.state", "A")
        rig.run(_TESTED_MS)
        rig.set("ev.state", "C")
        if rule == HAND:
            self._stays_open(HOLD_MS + 1000)
            rig.command(mailbox.CLEAR, _NUMBER[latched[0]])
        self._closes(BUDGET_MS)

    def _closes(self, within_ms):
        rig = self.rig
        rig.set("ev.state", "C")
        took_ms = rig.until(self.closed, within_ms)
        assert took_ms is not None, f"does not charge again: {self._where()}"

    def _where(self):
        snapshot = self.rig.snapshot
        latched = [row[0] for number, row in enumerate(FAULTS) if snapshot.faults >> number & 1]
        return f"state {STATES[snapshot.state]}, faults {latched}, why {snapshot.why}"


def cells():
    """Return [(row, state, profile)...] of the whole matrix, without the senseless ones."""
    found = []
    for profile in PROFILES:
        for row in causes.ROWS:
            for state in STATES:
                if (row[0], state) in rows.SENSELESS:
                    continue
                if profile == "iec" or row[0] in rows.DIFFERS or state in rows.COMMON:
                    found.append((row, state, profile))
    return found
