"""A control pilot that a test feeds window by window."""

from core.frame import DUTY_X1
from core.pilot import Pilot
from core.states import LETTERS
from tests.core.parts import TICK_MS, Bed

PWM = 2666
LEVELS = {"A": 12000, "B": 9000, "C": 6000, "D": 3000, "E": 0, "F": -12000}


class Wire:
    """A pilot fed one fresh window a tick."""

    def __init__(self, **kind):
        self.bed = Bed(**kind)
        self.pilot = self.bed.make(Pilot)
        self.held = False
        self.calm = False  # the last window changed nothing
        self.frame = self.bed.frame
        self.level(12000)

    def level(self, high_mv, low_mv=None, duty=DUTY_X1):
        """Say what the next windows show."""
        self.frame.duty = duty
        self.frame.high_mv = high_mv
        self.frame.low_mv = high_mv if low_mv is None else low_mv

    def tick(self, count=1, fresh=True, ms=TICK_MS):
        """Run ticks of `ms`."""
        for _ in range(count):
            if fresh:
                self.frame.window += 1
            self.calm = self.pilot.check(self.frame, self.held)
            self.bed.advance(ms)

    def show(self, *letters):
        """Show one window of each letter."""
        for letter in letters:
            self.level(LEVELS[letter])
            self.tick()
        return self.letter()

    def letter(self):
        return LETTERS[self.pilot.letter]

    def settle(self, high_mv, low_mv=None, duty=DUTY_X1, ticks=70):
        """Hold a level long enough for any debounce."""
        self.level(high_mv, low_mv, duty)
        self.tick(ticks)
        return self.letter()

    def ticks_to(self, letter, limit=100, ms=TICK_MS):
        """Return how many ticks it takes to become `letter`."""
        for count in range(1, limit):
            self.tick(ms=ms)
            if self.letter() == letter:
                return count
        return None
