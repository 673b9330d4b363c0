"""Every part of one outlet, wired, without the tick: a test asks one of them at a time."""

from core.config import IEC, Config
from core.parts import Parts
from tests.core.parts import NEAR_WRAP
from tests.core.pile import FULL, PERIOD


class Whole:
    """The parts after a start one second before the clock's wrap, bolt in, every line good."""

    def __init__(self, profile=IEC, fitted=FULL, **settings):
        config = Config(profile)
        config.fitted = fitted
        for name in settings:
            getattr(config, name)
            setattr(config, name, settings[name])
        self.parts = Parts(config)
        self.frame = self.parts.frame
        self.frame.now_ms = NEAR_WRAP
        self.frame.bolt = 1
        self.parts.contactor.start(NEAR_WRAP)
        self.parts.residual.start(NEAR_WRAP)

    def advance(self, ms=10):
        """Let time pass."""
        self.frame.now_ms = (self.frame.now_ms + ms) % PERIOD
