"""The leader's end of each pile's session: whose messages are real, new, and of our group."""

from array import array

from micropython import const

from group import message

_HALF = const(4)  # bytes: the leader's start, and a part of its own for each session
_SESSION = const(12)  # bytes of a session besides the start

# what is known of a pile, for the console
UNSEEN = const(0)
TALKS = const(1)
OTHER_GROUP = const(2)  # it is set to another leader or size
OTHER_VERSION = const(3)  # it speaks none of our versions
TWINS = const(4)  # two piles have this id: both talk, each in a session of its own


class Sessions:
    """For piles 0 to `count` - 1, whose ids are 1 to `count`. Not for the tick."""

    def __init__(self, key, leader, count, nonce, versions):
        self.states = bytearray(count)
        self.renewed = False  # the last ASK opened a session; the reader sets it back
        self.versions = bytearray(count)
        self._key = key
        self._leader = leader
        self._count = count
        self._nonce = nonce
        self._start = nonce(_HALF)
        self._speaks = versions
        self._sessions = bytearray(_SESSION * count)  # both nonces of each, without the start
        self._before = {}  # pile: (its session before, stamp of the last ASK in that)
        self._offers = {}  # pile: those of a WELCOME that is not used yet
        self.last = array("i", bytes(4 * count))  # stamp of the last ASK

    def hello(self, data, yours):
        """Return the WELCOME for a HELLO, None when it is not for us.

        `yours(pile, fallback_ma)` takes the fallback of a pile that is set to this leader, even
        if we refuse it; returns whether it has pledged to this leader, and that still holds.
        """
        sender, leader, versions, size, fallback_ma, nonce = message.read_hello(data)
        pile = sender - 1
        if pile < 0 or not self._key.holds(b"", data):
            return None
        held = leader == self._leader and yours(pile, fallback_ma)
        if pile >= self._count:
            return None
        if leader != self._leader or size != self._count:
            self.states[pile] = OTHER_GROUP
            return None
        version = min(versions[1], self._speaks[1])
        if version < max(versions[0], self._speaks[0]):
            self.states[pile] = OTHER_VERSION
            return None
        offer = self._offers.get(pile, b"")
        if offer[message.NONCE_BYTES :] != nonce:
            self._offers[pile] = offer = self._start + self._nonce(_HALF) + nonce
        self.versions[pile] = version
        ours = offer[: message.NONCE_BYTES]
        body = message.welcome(sender, self._leader, version, 1 if held else 0, ours)
        return self._key.seal(nonce, body)

    def sign(self, fallback_ma):
        """Return what tells other leaders that this one is there."""
        nonce = self._start + bytes(_HALF)
        body = message.welcome(0, self._leader, fallback_ma // 1000, 0, nonce)
        return self._key.seal(b"", body)

    def other_leader(self, data):
        """Return the fallback of the pile that this sign shows to lead as ours does, or None."""
        pile, leader, fallback_a, _, nonce = message.read_welcome(data)
        if pile or leader != self._leader or nonce[:_HALF] == self._start:
            return None
        return fallback_a * 1000 if self._key.holds(b"", data) else None

    def ask(self, data, version):
        """Return (pile, ..) as message.read_ask for a real and new ASK, else None."""
        told = message.read_ask(data)
        pile = told[0] - 1
        if not 0 <= pile < self._count or version != self.versions[pile]:
            return None
        if self.states[pile] and self._key.holds(self._session(pile), data):
            if told[1] <= self.last[pile]:
                return None
        elif pile in self._offers and self._key.holds(self._offers[pile], data):
            if self.last[pile]:
                self._before[pile] = (self._session(pile), self.last[pile])
            self._sessions[_SESSION * pile : _SESSION * (pile + 1)] = self._offers.pop(pile)[
                _HALF:
            ]
            self.renewed = True
        else:
            self._compare(pile, told[1], data)
            return None
        self.last[pile] = told[1]
        self.states[pile] = TALKS
        return (pile,) + told[1:]

    def _compare(self, pile, stamp, data):
        # who goes on with a session did not start again: the new one is somebody else's
        session, last = self._before.get(pile, (b"", 0))
        if session and stamp > last and self._key.holds(session, data):
            self.states[pile] = TWINS

    def seal(self, pile, body):
        """Return `body` sealed for the session of `pile`."""
        return self._key.seal(self._session(pile), body)

    def _session(self, pile):
        return self._start + self._sessions[_SESSION * pile : _SESSION * (pile + 1)]
