"""Signs archived sessions: each computed in slices whenever there is time, written when allowed.

The record `key` of the store: 32 bytes private key, 64 bytes public key (x, y); see
`python -m tools.provision`. Without it sessions are chained, not signed. It is never printed.

What a power cut leaves unsigned is found again: the slots after the last signed one, of the
newest _BACK. A signature vouches for all before it, so what is older needs none of its own.

Archive, text and arithmetic are loaded while there is something to sign. Shell tasks only.
"""

import sys
from hashlib import sha256

from micropython import const

import session

_BACK = const(48)
_PRIVATE_BYTES = const(32)
_KEY_BYTES = const(96)
_NAME_BYTES = const(8)
_ON_DEMAND = ("archive", "ocmf", "stamp", "p256")


class Signer:
    """One pile's. `open_archive()` returns its session.archive.Archive."""

    def __init__(self, store, open_archive):
        key = store.read("key")
        self.message = ""  # why nothing is signed, "" = all is well or there is no key
        if key is not None and len(key) != _KEY_BYTES:
            key = None
            self.message = "the record `key` is not 96 bytes: sessions are not signed"
        self._key = key
        self._open_archive = open_archive
        self._unreadable = 0  # number of a session that cannot be signed, nor any before it
        self._work = None
        self._ready = None  # (place, seal)
        self.look()

    def look(self):
        """There may be something new to sign. Called after each archiving."""
        self._idle = self._key is None

    def step(self):
        """Do one slice; return whether there is more to do now. For an idle task."""
        if self._idle or self._ready:
            return False
        try:
            if self._work is None:
                self._work = self._sign()
            next(self._work)
            return True
        except StopIteration:
            pass
        except (OSError, ValueError) as error:
            self._give_up(error)
        self._work = None
        _forget()
        return not self._idle and not self._ready

    def wants(self):
        """Return whether a signature waits to be written."""
        return self._ready is not None

    def write(self):
        """Write it: contactor open, nothing offered."""
        place, seal = self._ready
        self._ready = None
        try:
            self._open_archive().seal(place, seal)
        except OSError as error:
            self._give_up(error)
        _forget()

    def _give_up(self, error):
        # until the next session: a disk that is full is not written to again and again
        self._idle = True
        self.message = "a session is not signed: %s" % error

    def _sign(self):
        entry = yield from self._oldest()
        if entry is None:
            self._idle = True
            return
        from session import ocmf

        yield
        name = sha256(self._key[_PRIVATE_BYTES:]).digest()[:_NAME_BYTES]
        try:
            digest = sha256(ocmf.payload(entry, name).encode()).digest()
        except ValueError:  # no record of a session
            self._unreadable = entry.number
            return
        yield
        from session import p256

        yield
        signature = bytearray(64)
        yield from p256.sign(self._key[:_PRIVATE_BYTES], digest, signature)
        self._ready = (entry.place, bytes(signature) + name)

    def _oldest(self):
        # of the unsigned ones after the last signed one
        found = None
        for entry in self._open_archive().entries(_BACK):
            if entry.seal or entry.number <= self._unreadable:
                found = None
            elif found is None:
                found = entry
            yield
        return found


def _forget():
    for name in _ON_DEMAND:
        sys.modules.pop("session." + name, None)
        if hasattr(session, name):
            delattr(session, name)
