"""Who sits at the console: the operator, who is anybody, or the installer, who has logged in.

Resident from the first command that is the installer's; service.roles has the rest.
"""

from micropython import const

NAME = "login"  # of the store: how many wrong secrets in a row
SILENCE_S = const(900)  # then the installer has gone
_LONGEST_S = const(60)
_MOST = const(255)


class Role:
    """Of one console. `unit`: what the factory area says; `wrong`: secrets in a row, kept.

    Times are seconds of up-time. For tasks.
    """

    def __init__(self, unit, wrong):
        self.secret = unit.get("secret")  # its digest; None: the unit was never given one
        self.salt = unit.get("salt", "")
        self.damaged = "problem" in unit
        self.wrong = wrong
        self.next_s = self._pause_s()  # no secret is looked at before
        self.unsaved = False  # `wrong` waits for its flash
        self.raw = False  # the raw console of production mode is open
        self._until_s = -1

    def open(self):
        """Return whether anybody is the installer: nobody was given a secret."""
        return self.secret is None and not self.damaged

    def installer(self, up_s):
        """Return whether the installer is there."""
        return up_s < self._until_s

    def expired(self, up_s):
        """Return, once, whether the installer has gone in silence."""
        return 0 <= self._until_s <= up_s and self.leave()

    def enter(self, up_s):
        """The installer has come."""
        self._until_s = up_s + SILENCE_S

    def touch(self, up_s):
        """A command was given."""
        if self.installer(up_s):
            self.enter(up_s)

    def leave(self):
        """Nobody but the operator is there any more; return True."""
        self._until_s = -1
        self.raw = False
        return True

    def tried(self, good, up_s):
        """Count a secret: the next is looked at after 1, 2, 4 ... 60 s."""
        wrong = 0 if good else min(self.wrong + 1, _MOST)
        self.unsaved = self.unsaved or wrong != self.wrong
        self.wrong = wrong
        self.next_s = up_s + self._pause_s()

    def save(self, store):
        """Keep the count. Erases flash; when it cannot be kept a reset clears it."""
        self.unsaved = False
        store.write(NAME, bytes((self.wrong,)))

    def _pause_s(self):
        return min(1 << min(self.wrong - 1, 6), _LONGEST_S) if self.wrong else 0
