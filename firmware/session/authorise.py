"""Who may charge now: plug and charge, the card list, a master card, a remote start.

Settings read: `authorise`, `connection_timeout_s`. Everything works without a network (OP-061).
Called by the shell's jobs, never by the tick. Ids are hashes of `Cards.hash`; no plain one is
kept longer than a call (S30).
"""

from micropython import const

from core.clock import Clock

# What `card` answers; TEXTS of shell.card_console has the same order.
IGNORED = const(0)  # the same card again within 2 s, or no card is asked for here
ACCEPTED = const(1)
STOPPED = const(2)  # the session was told to stop, or the waiting authorisation withdrawn
UNKNOWN = const(3)
EXPIRED = const(4)
BUSY = const(5)  # another card's session or authorisation
RESERVED = const(6)  # for somebody else
LEARNING = const(7)  # the master card: the next cards are learnt
LEARNING_ENDED = const(8)
LEARNED = const(9)
KNOWN = const(10)  # learnt before
NEW_MASTER = const(11)
FULL = const(12)  # too many changes wait for the contactor to open

# What `stop_asked` answers (OP-044: Local, Remote).
LOCAL = const(1)
REMOTE = const(2)

LEARN_MS = const(30000)  # from the last card of a learning
_AGAIN_MS = const(2000)

_NOT = const(0)  # learning: not at all, cards, the master card
_CARDS = const(1)
_MASTER = const(2)


def anybody(_who, _group):
    """Let everybody charge: nothing is reserved."""
    return True


class Authorise:
    """The authorisation of one outlet. `may(who, group)` is the reservation: who may charge now.

    `who` and `group` are None where no card is known (plug and charge). `values` is replaced
    when the settings change.
    """

    def __init__(self, values, cards, may=anybody):
        self.values = values
        self.answer = IGNORED  # of the last card
        self._cards = cards
        self._may = may
        self._given = False  # somebody was authorised, and nothing has ended it yet
        self._who = None
        self._group = None
        self._running = False  # a session is open on it
        self._stop = 0
        self._clock = Clock()
        self._unplugged = self._clock.timer()  # since the authorisation, or the unplug after it
        self._learning = _NOT
        self._learn = self._clock.timer()
        self._seen = [None, None]  # the last two cards, newest first
        self._seen_since = [self._clock.timer(), self._clock.timer()]

    def card(self, uid, now_ms, now_s):
        """Take a card that was presented; return what became of it.

        `uid`: hex, or bytes. `now_s`: 0 = the clock is not set.
        """
        who = self._cards.hash(uid)
        if not self._again(who, now_ms):
            self.answer = self._judge(who, now_ms, now_s)
            return self.answer
        return IGNORED

    def update(self, plugged, session_open, now_ms):
        """Follow the plug and the session. Called by the main job, after the session's own."""
        self._clock.sweep(now_ms)
        if self._learning and self._learn.since(now_ms) >= LEARN_MS:
            self._learning = _NOT
        if self._running and not session_open:
            self._end()
        self._running = session_open
        if not session_open and not plugged:
            self._stop = 0
        if not self._given or session_open:
            return
        if plugged:
            self._unplugged.start(now_ms)
        elif self._unplugged.since(now_ms) >= self.values["connection_timeout_s"] * 1000:
            self._end()  # OP-047

    def allowed(self):
        """Return whether the car may charge, or a car that is plugged in now might."""
        if self._stop:
            return False
        if self._given:
            return True
        if self.values["authorise"] != "plug_and_charge":
            return False
        return self._running or self._may(None, None)

    def who(self):
        """Return the id of who authorised, 8 bytes; None without one. Kept with the session."""
        return self._who

    def group(self):
        """Return the group of `who`, 4 bytes; None without one."""
        return self._group

    def stop_asked(self):
        """Return LOCAL or REMOTE while the session is to end for that, else 0."""
        return self._stop if self._running else 0

    def learning(self):
        """Return whether the next card is learnt."""
        return self._learning != _NOT

    def start(self, who, group, now_ms):
        """Authorise without a card: a remote start (OP-048), or a session taken up again.

        Return whether it was taken: not while another one has the outlet.
        """
        if self._given or self._running or not self._may(who, group):
            return False
        self._give(who, group, now_ms)
        return True

    def stop(self, reason=REMOTE):
        """End what runs or waits (OP-050); return whether there was anything to end."""
        if not self._running:
            found = self._given
            self._end()
            return found
        self._stop = reason
        return True

    def learn(self, now_ms, master=False):
        """Learn the next cards, or the next one as the master card, for 30 s at a time."""
        self._learning = _MASTER if master else _CARDS
        self._learn.start(now_ms)

    def _again(self, who, now_ms):
        # the same card within 2 s of when it was seen last: held there, or read twice
        seen, since = self._seen, self._seen_since
        place = 0 if who == seen[0] else 1
        found = who == seen[place] and since[place].since(now_ms) < _AGAIN_MS
        if place:
            seen[1], since[0], since[1] = seen[0], since[1], since[0]
            seen[0] = who
        since[0].start(now_ms)
        return found

    def _judge(self, who, now_ms, now_s):
        if self._learning == _MASTER or who == self._cards.master:
            return self._master(who, now_ms)
        if self._learning:
            return self._teach(who, now_ms)
        if self.values["authorise"] == "plug_and_charge":
            return IGNORED
        if self._given and who == self._who:
            self.stop(LOCAL)
            return STOPPED
        found = self._cards.look(who)
        if found is None:
            return UNKNOWN
        group, expires_s = found
        if expires_s and (now_s or self._cards.made_s) >= expires_s:
            return EXPIRED
        return self._ask(who, group, now_ms)

    def _master(self, who, now_ms):
        learning = self._learning
        self._learning = _NOT
        if learning == _MASTER:
            return NEW_MASTER if self._cards.set_master(who) else FULL
        if learning:
            return LEARNING_ENDED
        self.learn(now_ms)
        return LEARNING

    def _ask(self, who, group, now_ms):
        if self._given or self._running:
            if group is None or group != self._group:
                return BUSY
            self.stop(LOCAL)  # OP-046
            return STOPPED
        if not self.start(who, group, now_ms):
            return RESERVED
        return ACCEPTED

    def _teach(self, who, now_ms):
        self._learn.start(now_ms)
        if self._cards.look(who) is not None:
            return KNOWN
        return LEARNED if self._cards.put(who) else FULL

    def _give(self, who, group, now_ms):
        self._given = True
        self._who = who
        self._group = group
        self._stop = 0
        self._unplugged.start(now_ms)

    def _end(self):
        self._given = False
        self._who = self._group = None
