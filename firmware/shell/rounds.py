"""Asks every claim source of this pile once a second, one a turn of the main job."""

from micropython import const

from power.claims import NO_LIMIT, TOP_MA
from shell.pile_view import PileView

LIFETIME_MS = const(5000)  # a source that fails for so long leaves its claim to its policy
_SAVE_S = const(300)  # a source saves no more often on average: flash wears, and a car waits
_AHEAD_S = const(4 * 300)  # but so much in advance


class Fitted:
    """A source and what its claim is like."""

    def __init__(self, source, policy, terms):
        self.source = source
        self.policy = policy
        self.terms = terms  # as power.claims.OUTSIDE
        self.later = None  # power.later, where increases wait
        self.told = False  # it has said something, "no claim" too
        self.claimed = False  # what it said last was put in force
        self.saved_s = 0  # up-time that its saves are worth
        self.crashes = 0
        self.error = None  # the last exception


class Rounds:
    """All sources of one pile. See shell.sources for what a source is."""

    def __init__(self, app):
        self.fitted = []
        self.message = ""  # what could not be built or saved
        self.complete = False  # each was asked once: before that nothing may be offered (I2)
        self._app = app
        self._view = PileView()
        self._up_s = 0  # second of this round
        self._next = 0  # place of the source to ask next
        self._newest = 0  # place of the source whose news were heard last

    def add(self, source, policy, terms):
        """Ask this source too."""
        self._app.claims.parts.append(source.name)
        self.fitted.append(Fitted(source, policy, terms))
        return self.fitted[-1]

    def lack(self, name, policy, terms, error):
        """Let the policy of a source that could not be built hold from now on."""
        self.message = "%s does not work: %s: %s" % (name, type(error).__name__, error)
        now_ms = self._app.ports.ticks_ms()
        self._app.claims.parts.append(name)
        self._app.claims.put(now_ms, name, TOP_MA, 0, policy, terms=terms)

    def turn(self, now_ms):
        """Ask the next source, if one is due. Called by the main job."""
        count = len(self.fitted)
        up_s = self._app.trade.clock.up_s
        if self._next >= count and up_s != self._up_s:  # a late round is ended first
            self._up_s = up_s
            self._next = 0
        if self._next < count:
            self._next += 1
            self._ask(self.fitted[self._next - 1], now_ms)
        else:
            self._hear(now_ms)
        self.complete = self.complete or self._next >= count

    def _hear(self, now_ms):
        # one that has news; of several each in its turn
        count = len(self.fitted)
        for step in range(count):
            place = (self._newest + 1 + step) % count
            if getattr(self.fitted[place].source, "news", False):
                self._newest = place
                self._ask(self.fitted[place], now_ms)
                return

    def _ask(self, fitted, now_ms):
        app = self._app
        try:
            self._view.refresh(app)
            self._view.claimed, fitted.claimed = fitted.claimed, False
            told = fitted.source.second(now_ms, app.trade.clock.now_s(), self._view)
            self._claim(fitted, told, now_ms)
            fitted.told = fitted.claimed = True
        except Exception as error:  # charging goes on: its claim lives a little longer (REQ-FB-1)
            fitted.crashes += 1
            fitted.error = error
            name, claims = fitted.source.name, app.claims
            if claims.find(name) is None:  # none yet, or none just now: its policy follows too
                lifetime_ms = LIFETIME_MS if fitted.told else 0
                claims.put(now_ms, name, TOP_MA, lifetime_ms, fitted.policy, terms=fitted.terms)

    def _claim(self, fitted, told, now_ms):
        claims = self._app.claims
        name = fitted.source.name
        wants, until_s = (NO_LIMIT, 0) if told is None else told
        wants = _checked(wants)
        if type(until_s) is not int:
            raise ValueError("until_s must be a whole number")
        if fitted.later is not None:
            wants = fitted.later.cap(wants, now_ms)
        if type(wants) is int and wants >= NO_LIMIT:
            claims.remove(name, inner=True)
            return
        claim = claims.put(
            now_ms,
            name,
            wants,
            getattr(fitted.source, "lifetime_ms", LIFETIME_MS),
            fitted.policy,
            getattr(fitted.source, "phases", 0),
            terms=fitted.terms,
        )
        claim.until_s = until_s

    def unsaved(self):
        """Return whether a source waits for `save`, and may."""
        return self._due() is not None

    def save(self):
        """Let one source save. What it cannot save now is lost at a restart."""
        fitted = self._due()
        if fitted is None:
            return
        source = fitted.source
        fitted.saved_s = max(fitted.saved_s, self._app.trade.clock.up_s) + _SAVE_S
        try:
            source.save()
        except Exception as error:
            self.message = "%s not saved: %s" % (source.name, error)
        source.unsaved = False

    def _due(self):
        latest_s = self._app.trade.clock.up_s + _AHEAD_S
        for fitted in self.fitted:
            if getattr(fitted.source, "unsaved", False):
                if fitted.saved_s <= latest_s or self._app.leaving:
                    return fitted
        return None

    def messages(self):
        """Return what is wrong with sources, a list of texts."""
        found = [self.message] if self.message else []
        for fitted in self.fitted:
            source = fitted.source
            if getattr(source, "message", ""):
                found.append(source.message)
            if fitted.error is not None:
                text = "%s failed, %d in all: %s: %s"
                error = fitted.error
                found.append(text % (source.name, fitted.crashes, type(error).__name__, error))
        return found

    def skip(self):
        """End every random wait: somebody on the spot wants it (NA-003)."""
        for fitted in self.fitted:
            if fitted.later is not None:
                fitted.later.skip()


def _checked(wants):
    # nonsense is not to reach power.later, which remembers; a phase without a limit may be said
    each = (wants, wants, wants) if type(wants) is int else wants
    if [type(one) for one in each] != [int, int, int] or min(each) < 0:
        raise ValueError("limit_ma must be a whole number, or 3 of them, 0 or more")
    return wants if type(wants) is int else tuple([min(one, TOP_MA) for one in wants])
