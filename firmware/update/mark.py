"""The marker /slot, which boot.py follows: which version starts, and whether it is on trial.

a      the version in /a
b0a    the one in /b, on trial, started 0 times; after three starts unconfirmed: the one in /a
a!b    the one in /a, because the one in /b was not confirmed; a.b: and an event said so
-      in place of a letter: what is in the image, or in the root
"""

import os

from update import SLOTS

_NAME = "/slot"
IMAGE = "-"
_FELL_BACK = "!"
_TOLD = "."


class Mark:
    """The marker of the file system at `root`. `opener` and `system` are for tests."""

    def __init__(self, root, opener=open, system=os):
        self._root = root
        self._open = opener
        self._system = system
        text = self._read(_NAME, 3)
        self.slot = text[0] if text[:1] in SLOTS else IMAGE
        sign = text[1:2]
        self.starts = int(sign) if sign in tuple("0123") else None  # None: not on trial
        self.told = sign == _TOLD
        self.fell_back = self.told or sign == _FELL_BACK
        self.before = text[2:] if self.starts is not None or self.fell_back else ""

    def other(self):
        """Return where the next version goes."""
        return SLOTS[1] if self.slot == SLOTS[0] else SLOTS[0]

    def version(self, slot):
        """Return "0.1.0 pico 0123456789ab" of what lies in a slot, "" when that is not known."""
        return self._read("/%s/version" % slot, 80).split("\n")[0] if slot in SLOTS else ""

    def board(self):
        """Return the name of the board that the running version's board file has."""
        import json

        folder = "/" + self.slot if self.slot in SLOTS else ""
        with self._open(self._root + folder + "/board.json") as file:
            return json.load(file)["name"]

    def put_on_trial(self, slot):
        """Have the next start take the version in `slot`. Contactor open, as `confirm`."""
        self._put(slot + "0" + self.slot)

    def confirm(self):
        """Have every start take this version."""
        self._put(self.slot)

    def tell(self):
        """An event says that it fell back."""
        self._put(self.slot + _TOLD + self.before)

    def _read(self, name, most):
        try:
            with self._open(self._root + name, "rb") as file:
                return file.read(most).decode()
        except (OSError, ValueError):
            return ""

    def _put(self, text):
        new = self._root + _NAME + ".new"
        with self._open(new, "wb") as file:
            file.write(text.encode())
        if self._read(_NAME + ".new", 4) != text:
            raise OSError(28)  # a full file system may cut a write without saying so
        self._system.rename(new, self._root + _NAME)
