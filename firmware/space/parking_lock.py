"""The parking lock, a flap that bars the space: down for whoever may park, up when it is empty.

It never rises while a car is there, and lies down again when something holds it. A flap that is
neither down nor up, after a power cut say, goes down first. Its faults are told by `notes` and
status(); they keep nobody from charging (S4; the parking lock of YKC 61-63).
"""

from micropython import const

from core.clock import elapsed

DOWN = const(0)  # states
UP = const(1)
DROPPING = const(2)
RAISING = const(3)
BETWEEN = const(4)  # neither down nor up, and not moving
STATES = ("down", "up", "dropping", "raising", "between")

NO_FAULT = const(0)  # faults
OBSTRUCTED = const(1)  # it did not rise
STUCK = const(2)  # it did not go down
FEEDBACK = const(3)  # both ends at once
FAULTS = ("none", "obstructed", "stuck", "feedback")

MOVE_MS = const(10000)  # longest way
TRIES = const(3)  # then it rests until something else is wanted
REST_MS = const(30000)  # between tries

_PROVES = (STUCK, OBSTRUCTED, -1, -1, -1)  # the fault that is over once it stands in a state


class ParkingLock:
    """The drive. `port`: drive(1 up, -1 down, 0 off); lowered(), raised(), car(): 1 or 0.

    `step` at least each 100 ms while `moving()`, else each second. Called by a task.
    """

    def __init__(self, port, now_ms):
        self.fault = NO_FAULT
        self.state = BETWEEN
        self._port = port
        self._since_ms = now_ms  # of the move, or of its end
        self._tries = 0
        self._wanted = None
        port.drive(0)

    def moving(self):
        """Return whether its motor runs."""
        return self.state in (DROPPING, RAISING)

    def step(self, now_ms, up):
        """Go on towards `up` or down. Whoever asks for up knows of no car; the sensor is heard."""
        up = up and not self._port.car()
        if up != self._wanted:  # somebody came or went: new tries
            self._wanted = up
            self._tries = 0
        lowered, raised = bool(self._port.lowered()), bool(self._port.raised())
        if lowered and raised:
            self._halt(now_ms, BETWEEN)
            self.fault = FEEDBACK
        elif self.moving():
            self._move(now_ms, lowered, raised)
        else:
            self._stand(now_ms, lowered, raised)

    def _move(self, now_ms, lowered, raised):
        rising = self.state == RAISING
        if raised if rising else lowered:
            self._halt(now_ms, UP if rising else DOWN)
        elif rising and not self._wanted:
            self._drive(now_ms, DROPPING)
        elif elapsed(now_ms, self._since_ms) >= MOVE_MS:
            self.fault = OBSTRUCTED if rising else STUCK
            self._tries += 1
            if rising:  # whatever holds it is not lifted again and again
                self._drive(now_ms, DROPPING)
            else:
                self._halt(now_ms, BETWEEN)

    def _stand(self, now_ms, lowered, raised):
        self.state = DOWN if lowered else UP if raised else BETWEEN
        if self.fault == FEEDBACK:
            self.fault = NO_FAULT
        if self.fault == _PROVES[self.state]:
            self.fault = NO_FAULT
        if self.state == (UP if self._wanted else DOWN):
            self._tries = 0
            return
        if self._tries >= TRIES or (self._tries and elapsed(now_ms, self._since_ms) < REST_MS):
            return
        self._drive(now_ms, RAISING if self.state == DOWN else DROPPING)

    def _drive(self, now_ms, state):
        self.state = state
        self._since_ms = now_ms
        self._port.drive(1 if state == RAISING else -1)

    def _halt(self, now_ms, state):
        if self.moving():
            self._since_ms = now_ms
        self.state = state
        self._port.drive(0)
