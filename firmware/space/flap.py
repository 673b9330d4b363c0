"""Moves the parking lock: down for whoever may charge, up some time after he has left (S4).

A claim source that never claims: it is asked each second, and while the flap moves each 50 ms.
"""

from core.clock import Timer
from shell.on_demand import borrow
from space.parking_lock import NO_FAULT, ParkingLock


class Flap:
    """`port`: see space.parking_lock. Called by the main job; `drop` and `lift` by the console."""

    name = "parking_lock"

    def __init__(self, app, port):
        self.news = False
        self.lock = ParkingLock(port, app.ports.ticks_ms())
        self.here = False  # a car, or somebody who may charge
        self._app = app
        self._port = port
        self._up = bool(port.raised())  # after a start one that is up stays up
        self._empty = Timer()
        self._empty.start(app.ports.ticks_ms())

    def second(self, now_ms, _utc_s, pile):
        """Go on; there is no claim."""
        car = pile.plugged or self._port.car()
        self.here = bool(car) or self._app.trade.authorise.allowed()
        if self.here:
            self._up = False
            self._empty.start(now_ms)
        elif self._empty.since(now_ms) >= self._app.values["parking_lock_s"] * 1000:
            self._up = True
        self.lock.step(now_ms, self._up)
        self.news = self.lock.moving()

    def drop(self):
        """Go down now, and up again after the usual time."""
        self._up = False
        self._empty.start(self._app.ports.ticks_ms())

    def lift(self):
        """Go up now; return whether it may: not while a car, or who may charge, is there."""
        self._up = not self.here
        return self._up

    def brief(self, lang):
        """Return what status() says: nothing while all is well."""
        return self.notes(lang) if self.lock.fault != NO_FAULT else []

    def notes(self, lang):
        """Return its lines for the console."""
        return [borrow("shell", "space_texts").flap_line(self.lock, lang)]
