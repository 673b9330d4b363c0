"""The port for benches: a frame in, a frame out, the plant of `tools/world` behind it.

`sample` and `act` copy integers and allocate nothing; the bench hands the outputs to the
plant right after the tick, at the same instant.
"""

from hal.contract import WATCHDOG_MS

_WINDOW_US = 3000


class VirtualHAL:
    """Implements `hal.contract.HAL` on `plant`; `clock` holds the time and the watchdog."""

    def __init__(self, plant, clock):
        self.tick = None  # what the bench calls every 10 ms
        self.trap = ""  # "core": the next sample raises, "main": the next feed
        self._injected = RuntimeError("injected")
        self._plant = plant
        self._clock = clock
        self._wave = plant.wave
        self._pins = plant.pins
        self._gate = plant.gate
        self._outputs = plant.outputs
        self._noise = plant.noise
        self._window = 0
        self._taken_us = clock.now_us
        self._high_mv = 0
        self._low_mv = 0
        self._ended = 0  # safe() was called and start() not yet

    def start(self, tick, _glance=None):
        """Have `tick` called by the bench, every 10 ms from now on."""
        self._ended = 0
        self.tick = tick

    def sample(self, frame):
        """Copy what the pins read, and the pilot window if a new one is there."""
        if self.trap == "core":
            self.trap = ""
            raise self._injected
        clock, pins = self._clock, self._pins
        if clock.now_us - self._taken_us >= _WINDOW_US and pins.sampling:
            self._take(clock.now_us, pins.noise_mv)
        frame.now_ms = clock.ticks_ms()
        frame.window = self._window
        frame.high_mv = self._high_mv
        frame.low_mv = self._low_mv
        frame.pp_ohm = pins.pp_ohm
        if (
            frame.rcd != pins.rcd
            or frame.gate != self._gate.bits
            or frame.estop != pins.estop
            or frame.pe != pins.pe
            or frame.mirror != pins.mirror
            or frame.live != pins.live
            or frame.bolt != pins.bolt
        ):
            frame.moved = 1
        frame.rcd = pins.rcd
        frame.gate = self._gate.bits
        frame.estop = pins.estop
        frame.pe = pins.pe
        frame.mirror = pins.mirror
        frame.live = pins.live
        frame.bolt = pins.bolt
        frame.board_dc = pins.board_dc
        frame.socket_dc = pins.socket_dc

    def act(self, frame):
        """Arm and feed the gate; leave the outputs for the plant, if any differs."""
        if self._ended:
            return
        now_us = self._clock.now_us
        outputs = self._outputs
        if frame.arm:
            self._gate.arm(now_us)
            outputs.changed = 1
        if frame.coils:
            self._gate.feed(now_us)
        if (
            outputs.duty != frame.duty
            or outputs.coils != frame.coils
            or outputs.lock != frame.lock
            or outputs.rcd_test != frame.rcd_test
            or outputs.cp_off != frame.cp_off
            or outputs.vent != frame.vent
        ):
            outputs.duty = frame.duty
            outputs.coils = frame.coils
            outputs.lock = frame.lock
            outputs.rcd_test = frame.rcd_test
            outputs.cp_off = frame.cp_off
            outputs.vent = frame.vent
            outputs.changed = 1

    def safe(self):
        """Coils off, gate disarmed, pilot steady +12 V, no lock drive; no more ticks."""
        self.tick = None
        self._ended = 1
        self._gate.disarm()
        outputs = self._outputs
        outputs.duty = 10000
        outputs.coils = outputs.lock = outputs.rcd_test = outputs.cp_off = outputs.vent = 0
        outputs.changed = 1

    def feed(self):
        """Feed the watchdog; the first call starts it."""
        if self.trap == "main":
            self.trap = ""
            raise self._injected
        self._clock.watchdog_us = self._clock.now_us + WATCHDOG_MS * 1000

    def _take(self, now_us, noise_mv):
        wave = self._wave
        wave.take(now_us)
        self._high_mv, self._low_mv = wave.top_mv, wave.bottom_mv
        if noise_mv:
            self._high_mv += self._noise.about(noise_mv)
            self._low_mv += self._noise.about(noise_mv)
        self._window = (self._window + 1) & 0x3FFFFFFF
        self._taken_us = now_us
