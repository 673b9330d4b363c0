"""Who may charge now: plug and charge, the card list, a remote start. No network needed (OP-061).

Settings read: `authorise`, `connection_timeout_s`. Ids are hashes of `Cards.hash`; no plain one
outlives a call (S30). Called by the shell's jobs, never by the tick.
"""

from micropython import const

from core.clock import elapsed

REMOTE = const(2)
_LOCAL = const(1)
_AGAIN_MS = const(2000)
_NO_GROUP = b"\0\0\0\0"


class Authorise:
    """The authorisation of one outlet. `may(who, group)` says who may charge now: space.sharing.

    `who` and `group` are None where no card is known. `values` is replaced when settings change.
    """

    def __init__(self, values, cards, may=None):
        self.values = values
        self.answer = ""  # to the last card, as `card` returns it
        self.learning = None  # session.learning.Learning, while it lasts
        self.may = may  # None: whoever is authorised
        self._cards = cards
        self._given = False  # somebody was authorised, and nothing has ended it yet
        self._who = None
        self._group = None
        self._running = False  # a session is open
        self._stop = 0
        self._since_ms = 0  # of the authorisation, or the unplug after it
        self._seen = []  # [hash, ms] of the cards of the last 2 s

    def card(self, uid, now_ms, now_s):
        """Take a card that was presented; return what became of it: a word of card_console.

        `uid` as readers give it, upper-case hex. `now_s`: 0 = the clock is not set; then a
        card has expired only when it had when the list was made.
        """
        who = self._cards.hash(uid)
        self._forget_seen(now_ms)
        for seen in self._seen:
            if seen[0] == who:  # held there, or one of two in turn
                seen[1] = now_ms
                return "ignored"
        self._seen.append([who, now_ms])
        self.answer = self._judge(who, now_ms, now_s)
        return self.answer

    def update(self, plugged, session_open, now_ms):
        """Follow the plug and the session. Called by the main job, after the session's own."""
        self._forget_seen(now_ms)
        if self.learning and self.learning.over(now_ms):
            self.learning = None
        if self._running and not session_open:
            self._end()
        self._running = session_open
        self._given = self._given or session_open
        if plugged:
            self._since_ms = now_ms
            return
        self._stop = 0
        timeout_ms = self.values["connection_timeout_s"] * 1000
        if self._given and elapsed(now_ms, self._since_ms) >= timeout_ms:
            self._end()  # OP-047

    def allowed(self):
        """Return whether the car may charge, or one that is plugged in now might."""
        if self._stop or self._given:
            return not self._stop
        return self.values["authorise"] == "plug_and_charge" and self._free(None, None)

    def who(self):
        """Return the id of who authorised, 8 bytes; None without one. Kept with the session."""
        return self._who

    def group(self):
        """Return the group of `who`, 4 bytes (0 = none); None without `who`."""
        return self._group

    def stop_asked(self):
        """Return 1 (a card) or 2 (remote) when the open session is to end for that, else 0."""
        return self._stop if self._running else 0

    def start(self, who, group, now_ms):
        """Authorise without a card: a remote start (OP-048).

        Return whether it was taken: not while somebody has the outlet, or reserved it.
        """
        if self._given or not self._free(who, group):
            return False
        self.take_up(who, group, now_ms)
        return True

    def take_up(self, who, group, now_ms):
        """Authorise whoever was before a reset, in place of who came while the pile started."""
        self._given = True
        self._who = who
        self._group = group
        self._stop = 0
        self._since_ms = now_ms

    def stop(self, reason=REMOTE):
        """End what runs or waits (OP-050); return whether there was anything to end."""
        if self._running:
            self._stop = reason
            return True
        found = self._given
        self._end()
        return found

    def learn(self, now_ms, master=False):
        """Learn the next cards, or the next one as the master card, for 30 s at a time."""
        from session.learning import Learning

        self.learning = Learning(self._cards, now_ms, master)

    def _end(self):
        self._given = False
        self._who = self._group = None

    def _free(self, who, group):
        return self.may is None or self.may(who, group)

    def _forget_seen(self, now_ms):
        self._seen = [seen for seen in self._seen if elapsed(now_ms, seen[1]) < _AGAIN_MS]

    def _judge(self, who, now_ms, now_s):
        if self.learning and not self.learning.over(now_ms):
            return self.learning.card(who, now_ms)
        if who == self._cards.master:
            self.learn(now_ms)
            return "learning"
        if self.values["authorise"] == "plug_and_charge" and self._free(None, None):
            return "ignored"
        group, expires_s = self._group, 0
        if who != self._who:
            record = self._cards.look(who)
            if record is None:
                return "unknown"
            group, expires_s = record[8:12], int.from_bytes(record[12:], "little")
        if expires_s and (now_s or self._cards.made_s) >= expires_s:
            return "expired"
        return self._use(who, group, now_ms)

    def _use(self, who, group, now_ms):
        if not self._given:
            return "accepted" if self.start(who, group, now_ms) else "reserved"
        if who != self._who and (group != self._group or group == _NO_GROUP):
            return "busy"
        self.stop(_LOCAL)  # OP-046
        return "stopped"
