"""Who may charge now: plug and charge, the card list, a remote start. No network needed (OP-061).

Settings read: `authorise`, `connection_timeout_s`. Ids are hashes of `Cards.hash`; no plain one
outlives a call (S30). Called by the shell's jobs, never by the tick.
"""

from micropython import const

from core.clock import Clock

REMOTE = const(2)
_LOCAL = const(1)
_AGAIN_MS = const(2000)


class Authorise:
    """The authorisation of one outlet. `may(who, group)` is the reservation: who may charge now.

    `who` and `group` are None where no card is known. `values` is replaced when settings change.
    """

    def __init__(self, values, cards, may=None):
        self.values = values
        self.answer = ""  # to the last card, as `card` returns it
        self._cards = cards
        self._may = may
        self._given = False  # somebody was authorised, and nothing has ended it yet
        self._who = None
        self._group = None
        self._running = False  # a session is open
        self._stop = 0
        self._clock = clock = Clock()
        self._unplugged = clock.timer()  # since the authorisation, or the unplug after it
        self._learning = None  # session.learning.Learning, while it lasts
        self._seen = [None, None]  # the last two cards, newest first
        self._since = [clock.timer(), clock.timer()]

    def card(self, uid, now_ms, now_s):
        """Take a card that was presented; return what became of it: a word of card_console.

        `uid`: hex, or bytes; ValueError: it is none. `now_s`: 0 = the clock is not set; then a
        card has expired only when it had when the list was made.
        """
        who = self._cards.hash(uid)
        if self._again(who, now_ms):
            return "ignored"
        self.answer = self._judge(who, now_ms, now_s)
        return self.answer

    def update(self, plugged, session_open, now_ms):
        """Follow the plug and the session. Called by the main job, after the session's own."""
        self._clock.sweep(now_ms)
        if self._learning and self._learning.over(now_ms):
            self._learning = None
        if self._running and not session_open:
            self._end()
        self._running = session_open
        if plugged:
            self._unplugged.start(now_ms)
            return
        self._stop = 0
        timeout_ms = self.values["connection_timeout_s"] * 1000
        if self._given and self._unplugged.since(now_ms) >= timeout_ms:
            self._end()  # OP-047

    def allowed(self):
        """Return whether the car may charge, or one that is plugged in now might."""
        if self._stop or self._given:
            return not self._stop
        if self.values["authorise"] != "plug_and_charge":
            return False
        return self._running or self._free(None, None)

    def who(self):
        """Return the id of who authorised, 8 bytes; None without one. Kept with the session."""
        return self._who

    def group(self):
        """Return the group of `who`, 4 bytes; None without one."""
        return self._group

    def stop_asked(self):
        """Return 1 (a card) or 2 (remote) when the open session is to end for that, else 0."""
        return self._stop if self._running else 0

    def learning(self):
        """Return whether the next card is learnt."""
        return self._learning is not None

    def start(self, who, group, now_ms):
        """Authorise without a card: a remote start (OP-048), or a session taken up again.

        Return whether it was taken: not while somebody has the outlet, or reserved it.
        """
        if self._given or self._running or not self._free(who, group):
            return False
        self._given = True
        self._who = who
        self._group = group
        self._stop = 0
        self._unplugged.start(now_ms)
        return True

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

        self._learning = Learning(self._cards, now_ms, master)

    def _end(self):
        self._given = False
        self._who = self._group = None

    def _free(self, who, group):
        return self._may is None or self._may(who, group)

    def _again(self, who, now_ms):
        # within 2 s of when it was seen last: held there, or one of two in turn
        seen, since = self._seen, self._since
        place = 0 if who == seen[0] else 1
        found = who == seen[place] and since[place].since(now_ms) < _AGAIN_MS
        if place:
            seen[1] = seen[0]
            seen[0] = who
            since[0], since[1] = since[1], since[0]
        since[0].start(now_ms)
        return found

    def _judge(self, who, now_ms, now_s):
        if self._learning and not self._learning.over(now_ms):
            return self._learning.card(who, now_ms)
        if who == self._cards.master:
            self.learn(now_ms)
            return "learning"
        if self.values["authorise"] == "plug_and_charge":
            return "ignored"
        group, expires_s = self._group, 0
        if who != self._who:
            found = self._cards.look(who)
            if found is None:
                return "unknown"
            group, expires_s = found
        if expires_s and (now_s or self._cards.made_s) >= expires_s:
            return "expired"
        return self._use(who, group, now_ms)

    def _use(self, who, group, now_ms):
        if not (self._given or self._running):
            return "accepted" if self.start(who, group, now_ms) else "reserved"
        if who != self._who and (group is None or group != self._group):
            return "busy"
        self.stop(_LOCAL)  # OP-046
        return "stopped"
