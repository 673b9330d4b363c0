"""Chip and plant on one clock."""

from types import SimpleNamespace

from tools.chip.wiring import Wiring
from tools.emulator.chip import Chip
from tools.world.clock import FAR
from tools.world.plant import Plant

_NOTHING_US = 0.001


class Stage:
    """An emulated board in the world of tools.world, not yet powered on.

    The plant's time stands still at 0 until `begin`; `now()` and `clock.now_us` are in it.
    """

    def __init__(self, board, files, seed=1, **machine):
        self.clock = SimpleNamespace(now_us=0)
        self.plant = Plant(board["fitted"], seed)
        self._start_us = None  # chip time of plant time 0
        self._step = None
        self.chip = Chip(files=files, **machine)
        self.wiring = Wiring(self.chip, board, self.plant, self._outputs)

    def begin(self):
        """Let the plant's time run from now on."""
        self._start_us = self.chip.us

    @property
    def begun(self):
        """Whether the plant's time runs."""
        return self._start_us is not None

    def now(self):
        """Return the plant's time in us."""
        if self._start_us is None:
            return 0
        return max(round(self.chip.us - self._start_us), self.clock.now_us)

    def set(self, key, value):
        """Set a key of scenarios.md on the plant now."""
        self.arrive()
        self.plant.set(key, value)
        self.settle()

    def run_to(self, us):
        """Let the chip run until a moment of the plant's time."""
        end_us = self._start_us + us
        while end_us - self.chip.us > _NOTHING_US:
            self.chip.run_us(end_us - self.chip.us)
        self.arrive()

    def run_ms(self, ms):
        """Let so much time pass."""
        self.run_to(self.now() + int(ms * 1000))

    def until(self, reached, limit_ms, step_ms=1.0):
        """Run until `reached()`; return the ms it took. Raises TimeoutError."""
        start_us = self.now()
        while not reached():
            if self.now() - start_us > limit_ms * 1000:
                raise TimeoutError(f"not within {limit_ms} ms at {self.now() / 1000} ms")
            self.run_ms(step_ms)
        return (self.now() - start_us) / 1000

    def arrive(self):
        """Bring the plant to the present instant."""
        self.clock.now_us = self.now()
        self.plant.advance(self.clock.now_us)

    def settle(self):
        """Show what the plant is now, and come back when it moves by itself."""
        self.wiring.show()
        if self._step is not None:
            self._step.cancel()
            self._step = None
        due_us = self.plant.next_us()
        if due_us < FAR and self._start_us is not None:
            self._step = self.chip.at(self._start_us + due_us, self._due)

    def _due(self):
        self._step = None
        self.arrive()
        self.settle()

    def _outputs(self):
        self.arrive()
        self.wiring.fetch()
        self.plant.apply()
        self.settle()
