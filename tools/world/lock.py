"""The lock of the socket: a motor, a bolt and its feedback contact."""

from tools.world.clock import FAR

TRAVEL_US = 300000


class Lock:
    """`drive` 1 in, -1 out, 0 none; the bolt changes at the end of its way only."""

    def __init__(self):
        self.locked = 0  # where the bolt really is
        self.jammed = 0
        self.told = "true"  # "true" to the bolt | "open" | "closed"
        self.due_us = FAR
        self._drive = 0
        self._way_us = 0  # 0 = out, TRAVEL_US = in
        self._since_us = 0

    def move(self, now_us, drive, jammed):
        """Take the motor's drive and whether the bolt is jammed, from `now_us` on."""
        if drive == self._drive and jammed == self.jammed:
            return
        self._travel(now_us)
        self._drive, self.jammed = drive, jammed
        self.due_us = FAR
        if drive and not jammed:
            left = TRAVEL_US - self._way_us if drive > 0 else self._way_us
            if left:
                self.due_us = now_us + left

    def step(self, now_us):
        """The bolt has arrived."""
        self._travel(now_us)
        self.locked = 1 if self._drive > 0 else 0
        self.due_us = FAR

    def feedback(self):
        """Return 1 if the contact says locked."""
        return self.locked if self.told == "true" else int(self.told == "closed")

    def _travel(self, now_us):
        if self._drive and not self.jammed:
            way = self._way_us + self._drive * (now_us - self._since_us)
            self._way_us = min(max(way, 0), TRAVEL_US)
        self._since_us = now_us
