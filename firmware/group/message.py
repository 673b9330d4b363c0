"""The four messages of a group. Every one names the pile it is from or for, and is sealed.

HELLO    pile -> leader   I started, or heard nothing for long: a nonce, and what I am set to
WELCOME  leader -> pile   a nonce back: both nonces are the session, and sealed into the rest;
                          to 0, from one leader to another: I am here; in place of the version
                          it has the fallback of its pile, A
ASK      pile -> leader   what I could use; the stamp of the grant that is in force here
GRANT    leader -> pile   mA on R, S, T; the stamp of the question it answers

Sealed: the first 8 bytes (64 bits) of HMAC-SHA256 over session and message, with the group's key.
A forger guesses right once in 2**63 tries; a bus carries 2**32 messages in 6 years at most. A
stamp is the sender's clock (group.beats): one that does not rise is a replay.

The lowest version is in HELLO, so it and WELCOME never change; the head of the rest is
version << 4 | kind.

On a bus of 19200 baud, 11 bits a character, an exchange by Modbus function 23 takes
    13 + 24 (GRANT) + 5 + 28 (ASK) + 7 (two pauses) + 7 (the slave's thinking, 4 ms) = 84
characters, 48 ms: once in CYCLE_MS = 5 s that is 0.96 % of the bus for a pile (1 % at most).
"""

import struct
from hashlib import sha256

from micropython import const

HELLO = const(0)
WELCOME = const(1)
ASK = const(2)
GRANT = const(3)

VERSIONS = (1, 1)  # oldest and newest that we speak
CYCLE_MS = const(5000)  # a bus visits each pile so often
LONGEST = const(28)  # bytes of a message; all have an even number

SEAL_BYTES = const(8)
KEY_BYTES = const(16)  # shortest
NONCE_BYTES = const(8)
_BLOCK = const(64)
_UNIT_MA = const(10)
_HALF_MA = const(500)  # of a fallback
_UNKNOWN = const(65535)

# flags of an ASK
R = const(1)  # phases that the car uses
S = const(2)
T = const(4)
PHASES = const(7)
PLUGGED = const(8)
WANTS = const(16)  # the car asks for energy
OWNER = const(32)  # goes before others of its priority

_HELLO = ">BBBBBB8s"
_WELCOME = ">BBBB8s"
_ASK = ">BBIIBBHHHH"
_GRANT = ">BBIIHHH"


class Key:
    """The group's secret, ready to seal and to check. It is never shown."""

    def __init__(self, secret):
        """Take `secret`, bytes. Raises ValueError when it is too short."""
        if len(secret) < KEY_BYTES:
            raise ValueError("the group's key must have %d bytes at least" % KEY_BYTES)
        if len(secret) > _BLOCK:
            secret = sha256(secret).digest()
        block = secret + bytes(_BLOCK - len(secret))
        self._inner = bytes([each ^ 0x36 for each in block])
        self._outer = bytes([each ^ 0x5C for each in block])

    def seal(self, session, body):
        """Return `body` and its seal; `session`: bytes that both ends know, not sent."""
        return body + self._mac(session, body)[:SEAL_BYTES]

    def holds(self, session, data):
        """Return whether the seal at the end of `data` is the right one."""
        end = len(data) - SEAL_BYTES
        if end < 2:
            return False
        right = self._mac(session, data[:end])
        differs = 0
        for at in range(SEAL_BYTES):
            differs |= right[at] ^ data[end + at]
        return differs == 0

    def _mac(self, session, body):
        inner = sha256(self._inner)
        inner.update(session)
        inner.update(body)
        outer = sha256(self._outer)
        outer.update(inner.digest())
        return outer.digest()


def kind(data):
    """Return (kind, version) of a message of a length that can be, else (-1, 0)."""
    if len(data) < 2:
        return -1, 0
    name = data[0] & 15
    if name > GRANT or len(data) != _LENGTHS[name]:
        return -1, 0
    return name, data[0] >> 4


def hello(pile, leader, versions, size, fallback_ma, nonce):
    """Return the body of a HELLO."""
    both = versions[0] << 4 | versions[1]
    return struct.pack(_HELLO, HELLO, pile, leader, both, size, fallback_ma // _HALF_MA, nonce)


def read_hello(data):
    """Return (pile, leader, (oldest, newest), size, fallback_ma, nonce)."""
    _, pile, leader, both, size, fallback, nonce = struct.unpack_from(_HELLO, data)
    return pile, leader, (both >> 4, both & 15), size, fallback * _HALF_MA, nonce


def welcome(pile, leader, version, yours, nonce):
    """Return the body of a WELCOME. `yours`: the pile has been this leader's all along."""
    return struct.pack(_WELCOME, WELCOME, pile, leader, version << 1 | yours, nonce)


def read_welcome(data):
    """Return (pile, leader, version, yours, nonce): the first half is of the leader's start."""
    _, pile, leader, both, nonce = struct.unpack_from(_WELCOME, data)
    return pile, leader, both >> 1, both & 1, nonce


def ask(version, pile, stamp, in_force, flags, most_ma, drawn_ma, leaves_min):
    """Return the body of an ASK.

    drawn_ma: 3, on R, S, T, or None: not measured; leaves_min: minutes to the departure, 0 =
    not known.
    """
    drawn = (_UNKNOWN, _UNKNOWN, _UNKNOWN)
    if drawn_ma is not None:
        drawn = [min(each // _UNIT_MA, _UNKNOWN - 1) for each in drawn_ma]
    head = version << 4 | ASK
    most = min(most_ma // 1000, 255)
    leaves = min(leaves_min, _UNKNOWN)
    return struct.pack(
        _ASK, head, pile, stamp, in_force, flags, most, drawn[0], drawn[1], drawn[2], leaves
    )


def read_ask(data):
    """Return (pile, stamp, in_force, flags, most_ma, drawn_ma or None, leaves_min)."""
    _, pile, stamp, in_force, flags, most, r, s, t, leaves_min = struct.unpack_from(_ASK, data)
    drawn = None if r == _UNKNOWN else (r * _UNIT_MA, s * _UNIT_MA, t * _UNIT_MA)
    return pile, stamp, in_force, flags, most * 1000, drawn, leaves_min


def grant(version, pile, stamp, answers, limit_ma):
    """Return the body of a GRANT; limit_ma: 3, on R, S, T, whole hundredths of an ampere."""
    r, s, t = [each // _UNIT_MA for each in limit_ma]
    return struct.pack(_GRANT, version << 4 | GRANT, pile, stamp, answers, r, s, t)


def read_grant(data):
    """Return (pile, stamp, answers, limit_ma of R, S, T)."""
    _, pile, stamp, answers, r, s, t = struct.unpack_from(_GRANT, data)
    return pile, stamp, answers, (r * _UNIT_MA, s * _UNIT_MA, t * _UNIT_MA)


_LENGTHS = [struct.calcsize(each) + SEAL_BYTES for each in (_HELLO, _WELCOME, _ASK, _GRANT)]
SIZES = tuple(sorted(_LENGTHS, reverse=True))
