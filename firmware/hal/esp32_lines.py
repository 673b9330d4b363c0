"""The digital lines of one outlet but the gate's: inputs to the frame, frame to outputs."""

from machine import Pin


class Lines:
    """High means closed, live, locked, present. What is not fitted reads as good.

    The pull is what a broken wire reads as: contact closed (a weld), dead, not locked, no
    earth. GPIO 34 to 39 have none: the board must.
    """

    def __init__(self, pins):
        self._lock_in = _output(pins, "lock_in")
        self._lock_out = _output(pins, "lock_out")
        self._rcd_test = _output(pins, "rcd_test")
        self._cp_off = _output(pins, "cp_off")
        self._vent = _output(pins, "vent")
        self._mirror = _input(pins, "mirror", Pin.PULL_UP)
        self._mirror_2 = _input(pins, "mirror_2", Pin.PULL_UP)
        self._live = _input(pins, "live", Pin.PULL_DOWN)
        self._live_2 = _input(pins, "live_2", Pin.PULL_DOWN)
        self._live_3 = _input(pins, "live_3", Pin.PULL_DOWN)
        self._bolt = _input(pins, "bolt", Pin.PULL_DOWN)
        self._pe = _input(pins, "pe", Pin.PULL_DOWN)

    def sample(self, frame):
        """Write every input. Called from the tick."""
        frame.mirror = _level(self._mirror) | _level(self._mirror_2) << 1
        frame.live = _level(self._live) | _level(self._live_2) << 1 | _level(self._live_3) << 2
        frame.bolt = _level(self._bolt)
        frame.pe = self._pe.value() if self._pe else 1

    def act(self, frame):
        """Put every output. Called from the tick."""
        lock = frame.lock
        # the pin that falls is written first: never both
        if lock > 0:
            _put(self._lock_out, 0)
            _put(self._lock_in, 1)
        else:
            _put(self._lock_in, 0)
            _put(self._lock_out, 1 if lock < 0 else 0)
        _put(self._rcd_test, frame.rcd_test)
        _put(self._cp_off, frame.cp_off)
        _put(self._vent, frame.vent)

    def off(self):
        """Every output off. Anyone may call."""
        _put(self._lock_in, 0)
        _put(self._lock_out, 0)
        _put(self._rcd_test, 0)
        _put(self._cp_off, 0)
        _put(self._vent, 0)


def _output(pins, role):
    return Pin(pins[role], Pin.OUT, value=0) if role in pins else None


def _input(pins, role, pull):
    return Pin(pins[role], Pin.IN, pull) if role in pins else None


def _level(pin):
    return pin.value() if pin else 0


def _put(pin, level):
    if pin:
        pin.value(level)
