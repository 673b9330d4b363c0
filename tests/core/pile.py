"""A whole outlet of the core on ideal hardware that a test moves by hand."""

from core import faults, states
from core.config import (
    BOARD_SENSOR,
    IEC,
    LOCK_FITTED,
    MIRROR_FITTED,
    PE_FITTED,
    RCD_AC_FITTED,
    RCD_DC_FITTED,
    SENSE_FITTED,
    SOCKET_SENSOR,
    TWO_CONTACTORS,
    Config,
)
from core.frame import DUTY_F, DUTY_X1, GATE_ESTOP, GATE_ON, GATE_RCD, RCD_AC, RCD_DC
from core.tick import Outlet
from tests.no_alloc import no_alloc

FULL = (
    LOCK_FITTED
    | MIRROR_FITTED
    | SENSE_FITTED
    | PE_FITTED
    | RCD_DC_FITTED
    | RCD_AC_FITTED
    | BOARD_SENSOR
    | SOCKET_SENSOR
)
LEVELS = {"A": 12000, "B": 9000, "C": 6000, "D": 3000, "E": 0}
PERIOD = 1 << 30
TURNS = 16
WHEEL_MS = 10 * TURNS  # in so many ms every guard, command and report has had its turn
OUTPUT_MS = 30  # a new state is decided once more, then its outputs are set
SLOW_MS = 2 * WHEEL_MS  # the same while the pilot moves or a line is not at rest
LATE_MS = 200  # a decision waits for its turn, in slow times too, its outputs for three


def _reasons(bits):
    return [states.REASONS[i] for i in range(len(states.REASONS)) if bits >> i & 1]


class Hardware:
    """Answers at once, or as a test says."""

    def __init__(self, now_ms, fitted):
        self.now_ms = now_ms
        self._two = fitted & TWO_CONTACTORS
        self.car = "A"
        self.diode = True
        self.frozen = False  # the sample stream stops
        self.raises = False
        self.leak = 0
        self.weld = 0
        self.stuck_open = False
        self.jammed = False
        self.estop = 0
        self.pe = 1
        self.pp_ohm = 220
        self.board_dc = self.socket_dc = 250
        self.gate = 0
        self.bolt = 0
        self.deaf = False  # the residual-current module does not answer its test
        self.test_ms = None
        self.safe_calls = 0
        self.arms = 0
        self.armed_for = 0  # the coils asked for in the act that armed the gate
        self.window = 0
        self._coils = self._duty = self._lock_ms = 0

    def sample(self, frame):
        if self.raises:
            raise ValueError("broken")
        frame.now_ms = self.now_ms
        if not self.frozen:
            self.window += 1
        frame.window = self.window
        self._levels(frame)
        before = self._lines(frame)
        frame.rcd = self.leak | self._answer()
        if frame.rcd:
            self.gate = (self.gate & ~GATE_ON) | GATE_RCD
        if self.estop:
            self.gate = (self.gate & ~GATE_ON) | GATE_ESTOP
        frame.gate = self.gate
        coils = self._coils if self.gate & GATE_ON and not self.stuck_open else 0
        frame.mirror = coils | (1 if self.weld else 0)
        frame.live = (7 if coils & 2 or (coils and not self._two) else coils) | self.weld
        frame.estop = self.estop
        frame.pe = self.pe
        frame.pp_ohm = self.pp_ohm
        frame.board_dc = self.board_dc
        frame.socket_dc = self.socket_dc
        frame.bolt = self.bolt
        if self._lines(frame) != before:
            frame.moved = 1

    def _lines(self, frame):
        return (
            frame.rcd | frame.gate << 4 | frame.estop << 8 | frame.pe << 9 | frame.bolt << 10
        ) | (frame.mirror | frame.live << 4) << 12

    def _levels(self, frame):
        frame.high_mv = LEVELS[self.car]
        if frame.cp_off:
            frame.high_mv = 12000
        frame.low_mv = frame.high_mv
        if self._duty == DUTY_F:
            frame.high_mv = frame.low_mv = 0 if self.car == "E" else -12000
        elif self._duty != DUTY_X1:
            frame.low_mv = -12000 if self.diode and self.car != "E" else -frame.high_mv

    def _answer(self):
        if self.test_ms is None or self.deaf:
            return 0
        age = (self.now_ms - self.test_ms) & (PERIOD - 1)
        lines = RCD_DC if 740 <= age < 2050 else 0
        return lines | (RCD_AC if 1400 <= age < 2050 else 0)

    def act(self, frame):
        if frame.arm:
            self.arms += 1
            self.armed_for = frame.coils
            if not frame.rcd and not self.estop:
                self.gate = GATE_ON
        self._coils = frame.coils
        self._duty = frame.duty
        if frame.rcd_test and self.test_ms is None:
            self.test_ms = self.now_ms
        elif not frame.rcd_test and self.test_ms is not None and not self._later():
            self.test_ms = None
        self._lock_ms = self._lock_ms + 10 if frame.lock else 0
        if self._lock_ms >= 300 and not self.jammed:
            self.bolt = 1 if frame.lock > 0 else 0

    def _later(self):
        return ((self.now_ms - self.test_ms) & (PERIOD - 1)) < 2100

    def safe(self):
        self.safe_calls += 1
        self._coils = 0


class Pile:
    """Hardware, outlet and a shell that publishes a demand every 100 ms."""

    def __init__(self, profile=IEC, fitted=FULL, now_ms=PERIOD - 5000, car="A", **settings):
        config = Config(profile)
        config.fitted = fitted
        for name in settings:
            getattr(config, name)
            setattr(config, name, settings[name])
        self.hal = Hardware(now_ms, fitted)
        self.hal.car = car
        self.outlet = Outlet(self.hal, config)
        self.ms = 0
        self.alive = True
        self.measures = True
        self.enable = 1
        self.reason = 0
        self.limit_ma = 16000
        self.phases = 3
        self.draws_ma = 0
        self.less_ma = 0  # L2 draws so much less than L1, L3 than L2
        self.volts_mv = [230000, 230000, 230000]
        self.frequency_mhz = 50000
        self._command = (0, 0, 0)
        self._measured = 0
        self._due_ms = 0
        self._tick = self.outlet.tick

    def command(self, command, argument=0):
        """Send a command with the next demand."""
        self._command = (command, argument, self._command[2] + 1)
        return self

    def publish(self):
        """Publish a demand for the next tick instead of waiting for its turn."""
        self._due_ms = self.ms
        return self

    def _publish(self):
        demand = self.outlet.mailbox.idle()
        demand.enable = self.enable
        demand.reason = self.reason
        demand.limit_ma = self.limit_ma
        demand.phases = self.phases
        demand.expires_ms = (self.hal.now_ms + 1000) & (PERIOD - 1)
        demand.command, demand.argument, demand.command_sequence = self._command
        if self.measures:
            self._measured += 1
            self._measured_ms = self.hal.now_ms
        demand.measured = self._measured
        if self._measured:
            demand.measured_ms = self._measured_ms
        for phase in range(3):
            drawn = self.draws_ma - phase * self.less_ma
            demand.current_ma[phase] = drawn if self.outlet.frame.coils else 0
            demand.voltage_mv[phase] = self.volts_mv[phase]
        demand.frequency_mhz = self.frequency_mhz
        self.outlet.mailbox.publish()

    def step(self, ms=10):
        """One tick under a locked heap, `ms` after the last."""
        if self.alive and self.ms >= self._due_ms:
            self._publish()
            self._due_ms = self.ms + 100
        self.hal.now_ms = (self.hal.now_ms + ms) & (PERIOD - 1)
        self.ms += ms
        with no_alloc():
            self._tick()

    def run(self, ms):
        for _ in range(ms // 10):
            self.step()
        return self

    def until(self, reached, limit_ms):
        """Return ms until `reached()`, None if it never was."""
        start = self.ms
        while self.ms - start < limit_ms:
            self.step()
            if reached():
                return self.ms - start
        return None

    def exactly(self, ms, reached):
        """Assert that `reached()` comes `ms` from now, not one ms before."""
        self._not_before(ms, reached)
        assert reached(), (self.ms, self.state(), self.faults(), self.why())
        return self

    def after(self, ms, reached, late_ms=LATE_MS):
        """Assert that `reached()` comes `ms` from now or a little later, not one ms before."""
        self._not_before(ms, reached)
        if not reached():
            took = self.until(reached, late_ms)
            assert took is not None, (self.ms, self.state(), self.faults(), self.why())
        return self

    def _not_before(self, ms, reached):
        for _ in range((ms - 1) // 10):
            self.step()
            assert not reached(), self.ms
        self.step((ms - 1) % 10)
        assert not reached(), self.ms
        self.step(1)

    def settle(self):
        """Let every turn come, twice in quiet times: what was asked is done and told."""
        return self.run(SLOW_MS)

    def until_state(self, name, limit_ms):
        return self.until(lambda: self.state() == name, limit_ms)

    def plug(self, car):
        self.hal.car = car
        return self

    def charge(self):
        """Bring it to charging, through B."""
        self.run(3000).plug("B").run(1000).plug("C").run(1000)
        assert self.state() == "charging", (self.state(), self.faults(), self.why())
        return self

    def state(self):
        return states.STATES[self.outlet.charger.state]

    def outputs(self):
        """Return the state and what it drives: duty, coils, disconnect switch, ventilation."""
        frame = self.outlet.frame
        return (self.state(), frame.duty, frame.coils, frame.cp_off, frame.vent)

    def coil(self):
        return self.outlet.frame.coils

    def duty(self):
        return self.outlet.frame.duty

    def faults(self):
        return [faults.FAULTS[i][0] for i in range(faults.COUNT) if self.outlet.latch.has(i)]

    def why(self):
        """Return the reasons that the last snapshot tells."""
        return _reasons(self.outlet.journal.live().reasons)

    def why_now(self):
        """Return the reasons of the last decision, told yet or not."""
        return _reasons(self.outlet.reporter.why())
