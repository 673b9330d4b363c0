"""What each pile of the group could use now, and who goes before whom. From what they report.

A car that does not take what it gets gives back after 30 s what is 2 A above its draw, and has it
again when it takes all but 1 A. One that was offered current for 2 minutes and did not ask sleeps:
it gets what nobody else wants, and is offered again after half an hour.
"""

from array import array

from micropython import const

from group.message import OWNER, PHASES, PLUGGED, WANTS

LEAST_MA = const(6000)  # CP-073: less cannot be offered
_MINUTE = const(480)
SLOT = const(4800)  # beats, 10 min: no car that began is sent to wait before (S11)

# tiers: those of a higher one get all they can use first
ASLEEP = const(0)
TOP_PRIORITY = const(9)

_SETTLED = const(240)  # 30 s
_DOZES = const(960)  # 2 min
_SLEEPS = const(14400)  # 30 min
_SPARE_MA = const(2000)
_TAKES_ALL_MA = const(1000)
_NO_HURRY = const(255)
_LONGEST_TURN = const(511)  # minutes


class Needs:
    """For piles 0 to `count` - 1. Columns; `report` and `settle` write them."""

    def __init__(self, count):
        self.most_ma = array("i", bytes(4 * count))  # 0 = needs nothing
        self.uses = bytearray([PHASES] * count)  # phases of the site
        self.tier = bytearray(count)
        self.weight = bytearray([1] * count)
        self.priority = bytearray(count)  # 0 to TOP_PRIORITY
        self.begun = array("i", bytes(4 * count))  # beat when it began to charge or to wait
        self.charging = bytearray(count)
        self._flags = bytearray(count)
        self._able_a = bytearray(count)
        self._trim_ma = array("i", bytes(4 * count))  # 0 = none
        self._quarters = bytearray([_NO_HURRY] * count)  # to the departure
        self._since = array("i", bytes(4 * count))  # of what may become a trim, or a doze
        self._slept = array("i", bytes(4 * count))  # 0 = awake

    def report(self, pile, flags, able_ma, drawn_ma, leaves_min, granted_ma, now):
        """Take what a pile says; return whether it matters to anybody."""
        before = (self._flags[pile], self._able_a[pile], self.most_ma[pile], self.tier[pile])
        if not self._flags[pile] & PLUGGED and flags & PLUGGED:
            self.begun[pile] = self._since[pile] = now
        self._flags[pile] = flags
        self._able_a[pile] = min(able_ma // 1000, 255)
        self._quarters[pile] = min(leaves_min // 15, 254) if leaves_min else _NO_HURRY
        self.uses[pile] = flags & PHASES or PHASES
        if flags & WANTS:
            self._slept[pile] = 0
            self._trim(pile, drawn_ma, granted_ma, now)
        else:
            self._trim_ma[pile] = 0
            self._doze(pile, granted_ma, now)
        self.settle(pile, now)
        after = (flags, self._able_a[pile], self.most_ma[pile], self.tier[pile])
        return after != before

    def settle(self, pile, now):
        """Work out what a pile needs. Call it once in a while too: some wake up."""
        if self._slept[pile] and now - self._slept[pile] >= _SLEEPS:
            self._slept[pile] = 0
            self._since[pile] = now
        flags = self._flags[pile]
        most_ma = self._able_a[pile] * 1000 if flags & PLUGGED else 0
        tier = 1 + self.priority[pile]
        if flags & OWNER:
            tier = TOP_PRIORITY + 2
        if self._slept[pile]:
            most_ma = min(most_ma, LEAST_MA)
            tier = ASLEEP
        elif self._trim_ma[pile]:
            most_ma = min(most_ma, self._trim_ma[pile])
        self.most_ma[pile] = most_ma if most_ma >= LEAST_MA else 0
        self.tier[pile] = tier

    def forget(self, pile):
        """A pile that is silent needs nothing."""
        self._flags[pile] = 0
        self._able_a[pile] = self.most_ma[pile] = 0

    def placed(self, pile, charges, now):
        """Note that a pile may charge from now on, or waits."""
        if self.charging[pile] != charges:
            self.charging[pile] = charges
            self.begun[pile] = now

    def rank(self, pile, now):
        """Return its place in the queue for the first 6 A: lower goes first.

        Who is in his slot; priority; departure; then who waited longest, at last who charged
        longest. The low 6 bits are the pile.
        """
        lasts = now - self.begun[pile]
        turn = min(lasts // _MINUTE, _LONGEST_TURN)
        place = 31 - self.tier[pile]
        if not self.charging[pile]:
            turn = _LONGEST_TURN - turn
        elif lasts >= SLOT or place == 31:
            turn += _LONGEST_TURN + 1
        else:
            place -= 16  # in his slot
        return ((place << 8 | self._quarters[pile]) << 10 | turn) << 6 | pile

    def _trim(self, pile, drawn_ma, granted_ma, now):
        drawn = 0
        if drawn_ma is None or granted_ma < LEAST_MA:
            self._since[pile] = now
            if drawn_ma is None:
                self._trim_ma[pile] = 0
            return
        for phase in range(3):
            if self.uses[pile] >> phase & 1:
                drawn = max(drawn, drawn_ma[phase])
        if drawn + _TAKES_ALL_MA >= granted_ma:
            self._since[pile] = now
            self._trim_ma[pile] = 0
            return
        wanted = max(drawn + _SPARE_MA, LEAST_MA)
        trim = self._trim_ma[pile]
        if trim:
            if abs(wanted - trim) > _TAKES_ALL_MA:
                self._trim_ma[pile] = wanted
        elif now - self._since[pile] >= _SETTLED and wanted < granted_ma:
            self._trim_ma[pile] = wanted

    def _doze(self, pile, granted_ma, now):
        if granted_ma < LEAST_MA:
            if not self._slept[pile]:
                self._since[pile] = now
        elif not self._slept[pile] and now - self._since[pile] >= _DOZES:
            self._slept[pile] = now
