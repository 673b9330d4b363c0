"""One pile of a group: asks the leader, and knows at every moment what this pile may use.

    granted   20 s from the question that the leader answered: what it granted
    lapsed    until 45 s after its last word: no more than that, and no more than the fallback
    free      the fallback

Only a free member follows another start of the leader. After a start of our own, 45 s must pass
too: what we have promised before we do not remember. That is 0 A, not the fallback.
"""

import os

from micropython import const

from group import beats, message
from group.beats import ASK, LEASE, REST

_SOON = const(4)  # beats between two questions, at least
_POLLS = const(4)  # messages a step

# what became of the last message that was not taken
NOTHING = const(0)
FORGED = const(1)  # wrong key, or of another session
VERSION = const(2)  # the leader speaks none of our versions
STRANGER = const(3)  # from another leader, or for another pile
OTHER_START = const(4)  # of our leader, while we still belong to the one before


class Config:
    """What a member is set to. fallback_ma: 3, on the site's R, S, T; 0 where not connected."""

    def __init__(self, leader, size, fallback_ma, versions=message.VERSIONS):
        self.leader = leader  # id
        self.size = size  # piles of the group: their ids are 1 to size
        self.fallback_ma = fallback_ma
        self.versions = versions


class Member:
    """Belongs to one leader by configuration. Never blocks; all calls from the shell.

    `link`: send(to_id, bytes) and poll() -> bytes or None, neither ever blocks or raises.
    """

    def __init__(self, own_id, key, config, link, now_ms, nonce=os.urandom):
        self.id = own_id
        self.config = config
        self.news = False  # what is allowed has changed; the reader sets it back
        self.refused = NOTHING  # why the last message was not taken
        # what is told to the leader
        self.flags = message.PHASES
        self.most_ma = 0
        self.drawn_ma = None  # 3, on R, S, T
        self.leaves_min = 0  # to the departure, 0 = not known
        self._key = key
        self._link = link
        self._nonce = nonce
        self._beats = beats.Beats(now_ms)
        self._heard = self._beats.now  # the leader's last word, or our start
        self._start = None  # of the leader: the first half of its nonce
        self._session = None  # both nonces
        self._version = 0
        self._hello = None  # our nonce, until it is answered
        self._sent = 0  # beat of our last message
        self._told = None  # what it said
        self._limit_ma = (0, 0, 0)  # of the last grant
        self._answered = -LEASE  # beat of the question that it answered
        self._stamp = 0  # of the last grant, 0 = none in this session
        self._shown = 0  # of what `limit` returned last
        self._in_force = 0  # of what the pilot follows

    def step(self, now_ms):
        """Take what came, ask when it is time. Call 8 times a second; 4 ms a message."""
        now = self._beats.update(now_ms)
        for _ in range(_POLLS):
            data = self._link.poll()
            if data is None:
                break
            self._take(bytes(data), now)
        said = (self.flags, self.most_ma, self.leaves_min, self._in_force)
        wait = ASK if said == self._told else _SOON
        if now - self._sent >= wait:
            self._told = said
            self._sent = now
            self._link.send(self.config.leader, self._say(now))

    def limit(self, now_ms):
        """Return what this pile may use now, mA on the site's R, S, T."""
        now = self._beats.update(now_ms)
        self._shown = self._stamp
        if now - self._answered < LEASE:
            return self._limit_ma
        fallback_ma = self.config.fallback_ma
        if self._free(now):
            return fallback_ma
        return tuple([min(self._limit_ma[at], fallback_ma[at]) for at in range(3)])

    def applied(self):
        """Say that the pilot follows what `limit` returned last: the leader counts on it."""
        self._in_force = self._shown

    def state(self):
        """Return "granted", "lapsed", "free", or "started" while nothing may be used yet."""
        now = self._beats.now
        if now - self._answered < LEASE:
            return "granted"
        if self._free(now):
            return "free"
        return "lapsed" if self._start else "started"

    def _free(self, now):
        return now - self._heard >= REST

    def _say(self, now):
        config = self.config
        if self._session is None or now - self._heard >= LEASE:
            if self._hello is None:
                self._hello = self._nonce(message.NONCE_BYTES)
            fallback_ma = max(config.fallback_ma)
            body = message.hello(
                self.id, config.leader, config.versions, config.size, fallback_ma, self._hello
            )
            return self._key.seal(b"", body)
        body = message.ask(
            self._version,
            self.id,
            now,
            self._in_force,
            self.flags,
            self.most_ma,
            self.drawn_ma,
            self.leaves_min,
        )
        return self._key.seal(self._session, body)

    def _take(self, data, now):
        kind, version = message.kind(data)
        if kind == message.WELCOME:
            self._welcome(data, now)
        elif kind == message.GRANT:
            if version != self._version:
                self.refused = VERSION
            else:
                self._grant(data, now)

    def _welcome(self, data, now):
        pile, leader, version, yours, nonce = message.read_welcome(data)
        config = self.config
        if pile != self.id or leader != config.leader:
            self.refused = STRANGER
        elif self._hello is None or not self._key.holds(self._hello, data):
            self.refused = FORGED
        elif not config.versions[0] <= version <= config.versions[1]:
            self.refused = VERSION
        else:
            start = nonce[: message.NONCE_BYTES // 2]
            ours = start == self._start or (self._start is None and yours)
            if not ours and not self._free(now):
                self.refused = OTHER_START
                return
            if self._free(now):  # it goes on until the first grant: the fallback is set aside
                self._limit_ma = self.config.fallback_ma
            self._start = start
            self._session = nonce + self._hello
            self._version = version
            self._hello = None
            self._heard = now
            self._stamp = self._shown = self._in_force = 0
            self._told = None
            self.refused = NOTHING

    def _grant(self, data, now):
        pile, stamp, answers, limit_ma = message.read_grant(data)
        if pile != self.id or self._session is None:
            self.refused = STRANGER
        elif not self._key.holds(self._session, data):
            self.refused = FORGED
        elif stamp > self._stamp and now - answers < LEASE:
            self.news = self.news or limit_ma != self._limit_ma
            self._heard = now
            self._stamp = stamp
            self._answered = answers
            self._limit_ma = limit_ma
            self.refused = NOTHING
