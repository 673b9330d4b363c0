"""A pile with the ESP32 port on the fake chip: the bed of the conformance suite and more."""

from core.frame import Frame
from tests.hal.fake_esp32 import load
from tests.hal.fake_esp32.board import BARE_PINS, FITTED, PINS, SCALES, Board
from tests.hal.fake_esp32.chip import Chip

# ledc bits, ns of a period, us of a conversion: ESP32 with either divider, S3, and the coarsest
MODULES = ((16, 1001600, 30), (16, 998400, 60), (13, 1000000, 30), (9, 1000000, 80))


class Bed:
    """See tests/hal/conformance.py."""

    module = MODULES[0]
    cp_inverted = True
    pins = PINS
    fitted = FITTED

    def __init__(self):
        self.chip = Chip(*self.module)
        self.board = Board(self.chip, self.pins, self.cp_inverted)
        self.port = load()
        self.hal = self.port.ESP32(self.json())
        self.frame = Frame()
        self.chip.pass_us(2000)  # the LEDC has taken its first duty

    def json(self):
        """Return what the port reads of `board.json`."""
        return {
            "pins": self.pins,
            "fitted": self.fitted,
            "scales": SCALES,
            "cp_inverted": self.cp_inverted,
        }

    def pass_ms(self, ms):
        self.chip.pass_us(ms * 1000)

    def coil(self):
        return self.board.coils()

    def rcd(self, bad):
        self.board.put("rcd", 0 if bad else 1)

    def estop(self, bad):
        self.board.put("estop", 0 if bad else 1)

    def stream(self, runs):
        self.chip.adc_on = runs

    def duty(self):
        return self.board.duty()

    def lock(self):
        pads = [self.chip.pad(self.pins[role]) for role in ("lock_in", "lock_out")]
        assert pads != [1, 1]
        return pads[0] - pads[1]

    def was_reset(self):
        return self.chip.was_reset

    def act(self, duty=None, coils=0, arm=0):
        """Act with these fields."""
        if duty is not None:
            self.frame.duty = duty
        self.frame.coils = coils
        self.frame.arm = arm
        self.hal.act(self.frame)
        self.frame.arm = 0

    def sample(self):
        """Return the frame, sampled."""
        self.hal.sample(self.frame)
        return self.frame

    def bare(self):
        return BareBed()


class BareBed(Bed):
    pins = BARE_PINS


class StraightBed(Bed):
    cp_inverted = False
