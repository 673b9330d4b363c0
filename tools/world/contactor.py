"""A contactor: mechanics, welded poles, and a mirror contact that may lie."""

from tools.world.clock import FAR

L1, L2, L3, N = 1, 2, 4, 8
POLES = ("L1", "L2", "L3", "N")
ALL_POLES = L1 | L2 | L3 | N


def pole_bits(names):
    """Return the bit set of a list of pole names."""
    bits = 0
    for name in names:
        bits |= 1 << POLES.index(name)
    return bits


def pole_names(bits):
    """Return the list of names, L1 first, N last."""
    return [POLES[number] for number in range(4) if bits & (1 << number)]


class Contactor:
    """Main contacts follow the coil after `close_us` / `release_us`.

    Welded poles conduct whatever the coil does, from the moment they are declared welded.
    A contactor stuck open behaves as with a burnt coil: it releases and never closes.
    """

    def __init__(self, poles):
        self._poles = poles
        self.close_us = 20000
        self.release_us = 15000
        self.welded = 0
        self.stuck_open = 0
        self.told = "true"  # mirror contact: "true" | "open" | "closed"
        self.closed = 0
        self.due_us = FAR
        self._coil = 0
        self._goal = 0

    def drive(self, now_us, coil):
        """Take the coil's state (0, 1) from `now_us` on; called again after any setting."""
        self._coil = coil
        goal = 1 if coil and not self.stuck_open else 0
        if goal == self._goal:
            return
        self._goal = goal
        if goal == self.closed:
            self.due_us = FAR
        else:
            self.due_us = now_us + (self.close_us if goal else self.release_us)

    def step(self, _now_us):
        """The armature has arrived."""
        self.closed = self._goal
        self.due_us = FAR

    def conducting(self):
        """Return the bit set of the poles that conduct."""
        return (self._poles if self.closed else 0) | (self.welded & self._poles)

    def mirror(self):
        """Return 1 if the mirror contact says closed; a true one sees any closed pole."""
        if self.told == "true":
            return 1 if self.conducting() else 0
        return int(self.told == "closed")
