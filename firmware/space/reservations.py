"""Who has the space to himself, from when until when (S3; OP-120..OP-125; REQ-RSV-1).

From its start a reservation keeps everybody else away, until its holder's session uses it up, its
grace is over and he has not come, it expires, or nobody may charge at all (a blocked window).
A fault ends none: it may be gone before the holder comes.

Kept as JSON; no network is needed. Called by the shell's jobs.
"""

import json

from micropython import const

from shell.on_demand import forget

NAME = "reservations"
MOST = const(10)
_NO_GROUP = b"\0\0\0\0"

# OP-120; console texts know the reasons
ACCEPTED = "Accepted"
OCCUPIED = "Occupied"
REJECTED = "Rejected"
UNAVAILABLE = "Unavailable"
FAULTED = "Faulted"

_AGAIN_S = const(60)
_SAVED = const(0)  # what waits to be written
_TIME = const(1)  # what has ended: a clock could tell, too
_WORD = const(2)  # what somebody was told


class Reservation:
    """`who`: hash of a card, `group`: of a group of cards, b"" = none; times in unix seconds."""

    def __init__(self, number, who, group, start_s, expiry_s, grace_s=0):
        self.number = number
        self.who = who
        self.group = group
        self.start_s = start_s
        self.expiry_s = expiry_s
        self.grace_s = grace_s  # so long the space waits for the holder; 0 = until expiry_s

    def fits(self, who, group):
        """Return whether it is for this card or its group (OP-121); None = no card is known."""
        if who and who == self.who:
            return True
        return bool(group) and group != _NO_GROUP and group == self.group

    def waits_until_s(self):
        """Return when the space is free again if the holder does not come."""
        if not self.grace_s:
            return self.expiry_s
        return min(self.start_s + self.grace_s, self.expiry_s)


class Reservations:
    """All of one space, by their start. `live` is the one in force, None without one."""

    def __init__(self, store):
        self.entries = []
        self.live = None
        self.ended = (
            None  # (number, why): "used", "expired", "no_show", "unavailable", "cancelled"
        )
        self.used = (0, 0)  # number of a reservation, and of the session that used it up
        self.unsaved = _SAVED
        self.message = ""
        self._store = store
        self._rest_s = 0  # until the next try to write them
        data = store.read(NAME)
        if data is not None:
            from space import reservation_check

            self.entries, self.message = reservation_check.kept(data)
            forget("space", "reservation_check")
            self._sort()

    def reserve(self, entry, utc_s, hindrance):
        """Take a checked reservation; return (OCPP's word, why not), the latter "" when taken.

        One of the same number is replaced; refused, it stays. `hindrance`: what the pile itself
        has against it at that start: FAULTED, OCCUPIED, UNAVAILABLE or "".
        """
        if not utc_s:
            return REJECTED, "clock"
        if entry.expiry_s <= utc_s:
            return REJECTED, "past"
        if hindrance:
            return hindrance, hindrance
        others = [one for one in self.entries if one.number != entry.number]
        for one in others:
            if one.start_s < entry.expiry_s and entry.start_s < one.expiry_s:
                return OCCUPIED, "overlaps"
        if len(others) >= MOST:
            return REJECTED, "full"
        self.entries = others + [entry]
        self._sort()
        self._follow(utc_s)
        self.unsaved = _WORD
        return ACCEPTED, ""

    def cancel(self, number):
        """Remove the one of that number; return whether there was one."""
        for entry in self.entries:
            if entry.number == number:
                self._drop(entry, "cancelled")
                self.unsaved = _WORD
                return True
        return False

    def second(self, utc_s, pile, available):
        """Follow clock and pile (shell.pile_view); not `available`: nobody may charge.

        utc_s 0, the clock is not set: nothing begins or ends.
        """
        if not utc_s:
            self.live = None
            return
        for entry in list(self.entries):
            why = _over(entry, utc_s, pile, available)
            if why == "used":
                self.used = (entry.number, pile.session)
            if why:
                self._drop(entry, why)
        self._follow(utc_s)

    def next_s(self, utc_s, who, group):
        """Return when the next one for somebody else begins, 0 = none."""
        for entry in self.entries:
            if entry.start_s > utc_s and not entry.fits(who, group):
                return entry.start_s
        return 0

    def to_save(self, plugged):
        """Return whether `save` is due: for what has ended no car waits. Asked once a second."""
        if self._rest_s:
            self._rest_s -= 1
            return False
        return self.unsaved == _WORD or (self.unsaved == _TIME and not plugged)

    def save(self):
        """Write them; what fails is tried again. Contactor open, nothing offered."""
        rows = []
        for one in self.entries:
            who, group = one.who.hex(), one.group.hex()
            rows.append([one.number, who, group, one.start_s, one.expiry_s, one.grace_s])
        try:
            self._store.write(NAME, json.dumps(rows).encode())
        except OSError as error:
            self._rest_s = _AGAIN_S
            self.message = "reservations not saved, tried again later: %s" % error
            return
        self.unsaved = _SAVED
        self.message = ""

    def _follow(self, utc_s):
        self.live = None
        for entry in self.entries:
            if entry.start_s <= utc_s < entry.expiry_s:
                self.live = entry
                return

    def _drop(self, entry, why):
        self.entries.remove(entry)
        self.ended = (entry.number, why)
        self.unsaved = self.unsaved or _TIME
        if self.live is entry:
            self.live = None

    def _sort(self):
        self.entries.sort(key=_start)


def _start(entry):
    return entry.start_s


def _over(entry, utc_s, pile, available):
    # why it ends now, "" = it does not
    if utc_s >= entry.expiry_s:
        return "expired"
    if utc_s < entry.start_s:
        return ""
    if entry.fits(pile.who, pile.group):
        return "used" if pile.session else ""
    if not available:
        return "unavailable"
    if not pile.session and utc_s >= entry.waits_until_s():
        return "no_show"
    return ""
