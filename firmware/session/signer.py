"""Signs archived sessions: each computed in slices whenever there is time, written when allowed.

The record `key` of the store: 32 bytes private key, 64 bytes public key (x, y); see
`python -m tools.provision`. Without it sessions are chained, not signed. It is never printed.

What a power cut leaves unsigned is found again: the slots after the last signed one, of the
newest _BACK. A signature vouches for all before it, so what is older needs none of its own.

What finds, tells and signs is loaded one after the other. On a Pico a module is loaded in up to
30 ms, all other slices take 8 ms at most; each may meet a collection. So `step` is called while
the contactor is open: a session that begins meanwhile is no trouble, signing goes on after it.
"""

import gc
import os
from hashlib import sha256

from micropython import const

from shell.on_demand import forget

_BACK = const(48)
_PRIVATE_BYTES = const(32)
_KEY_BYTES = const(96)
_NAME_BYTES = const(8)
_ON_DEMAND = ("archive", "shelf", "ocmf", "stamp", "p256")


class Signer:
    """Of the sessions in the folder `path`. `opener` and `system` are for tests."""

    def __init__(self, store, path, opener=open, system=os):
        key = store.read("key")
        self.message = ""  # why nothing is signed, "" = all is well or there is no key
        if key is not None and len(key) != _KEY_BYTES:
            key = None
            self.message = "the record `key` is not 96 bytes: sessions are not signed"
        self._key = key
        self._files = (path, opener, system)
        self._unreadable = 0  # number of a session that cannot be signed, nor any before it
        self._work = None
        self._ready = None  # (place, seal)
        self._asked = None  # (digest, keep, name)
        self.look()

    def look(self):
        """There may be something new to sign. Called after each archiving."""
        self._idle = self._key is None

    def ask(self, digest, keep, name):
        """Have something else signed when there is time: keep(name, 64 bytes and the key's name).

        Raises ValueError where there is no key. One at a time: a later one takes its place.
        """
        if self._key is None:
            raise ValueError(self.message or "no key")
        self._asked = (digest, keep, name)

    def step(self):
        """Do one slice; return whether there is more to do now. Contactor open; an idle task's."""
        if self._ready or (self._idle and self._asked is None and self._work is None):
            return False
        try:
            if self._work is None:
                self._work = self._sign_asked() if self._asked else self._sign()
            next(self._work)
            return True
        except StopIteration:
            pass
        except (OSError, ValueError) as error:
            self._give_up(error)
        self._work = None
        forget("session", *_ON_DEMAND)
        return not self._ready and not (self._idle and self._asked is None)

    def wants(self):
        """Return whether a signature waits to be written."""
        return self._ready is not None

    def write(self):
        """Write it: contactor open, nothing offered."""
        from session.archive import Archive

        place, seal = self._ready
        self._ready = None
        try:
            Archive(*self._files).seal(place, seal)
        except OSError as error:
            self._give_up(error)
        forget("session", *_ON_DEMAND)

    def _give_up(self, error):
        # until the next session: a disk that is full is not written to again and again
        self._idle = True
        self.message = "a session is not signed: %s" % error

    def _sign(self):
        found = yield from self._find()
        forget("session", *_ON_DEMAND)
        if found is None:
            return
        place, digest, name = found
        signature = yield from self._signature(digest)
        self._ready = (place, signature + name)

    def _sign_asked(self):
        digest, keep, name = self._asked
        self._asked = None
        signature = yield from self._signature(digest)
        keep(name, signature + self._name())

    def _signature(self, digest):
        yield from _collected()
        from session import p256

        yield
        signature = bytearray(64)
        yield from p256.sign(self._key[:_PRIVATE_BYTES], digest, signature)
        return bytes(signature)

    def _name(self):
        return sha256(self._key[_PRIVATE_BYTES:]).digest()[:_NAME_BYTES]

    def _find(self):
        # place and digest of what is to be signed, and the key's name
        yield from _collected()
        from session.shelf import Shelf

        yield
        entry = yield from self._oldest(Shelf(*self._files))
        if entry is None:
            self._idle = True
            return None
        yield from _collected()
        from session import stamp  # noqa: F401  a slice of its own

        yield
        from session import ocmf

        yield
        name = self._name()
        try:
            digest = sha256(ocmf.payload(entry, name).encode()).digest()
        except ValueError:  # no record of a session
            self._unreadable = entry.number
            return None
        return entry.place, digest, name

    def _oldest(self, shelf):
        # of the unsigned ones after the last signed one
        found = None
        for entry in shelf.entries(_BACK):
            if entry.seal or entry.number <= self._unreadable:
                found = None
            elif found is None:
                found = entry
            yield
        return found


def _collected():
    # so that loading does not meet one
    gc.collect()
    yield
