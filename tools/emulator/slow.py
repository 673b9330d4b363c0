"""The loop of the slow form: the twin in Python of rebuild/_loop.pyx."""

_FP_PER_CYCLE = 256  # PIO counts 1/256 cycles
_SLEEP_NS = 1e6  # asleep with nothing to wait for


class Loop:
    """One chip's loop; `stop` ends run(), `instructions` counts what the CPU executed."""

    def __init__(self, chip):
        self._chip = chip
        self._clock = chip.clock
        self.stop = False
        self.stall_cycles = 0  # a correction adds to the instruction under way
        self.instructions = 0
        self.asleep_ns = 0.0
        self.set_hertz(125e6)

    def set_hertz(self, hertz):
        """Let a cycle of CPU and PIO take 1/hertz from now on."""
        self.cycle_ns = 1e9 / hertz
        self._fp_per_ns = hertz * _FP_PER_CYCLE / 1e9

    def _next_event_ns(self):
        """Return how far off the next alarm or PIO instruction is."""
        clock = self._clock
        left = clock.nanos_to_next_alarm if clock.has_scheduled_alarm else _SLEEP_NS
        for pio in self._chip.pio:
            if not pio.stopped:
                left = min(left, (pio.next_due_fp - pio.cycle_fp) / self._fp_per_ns)
        return max(left, 0.0)

    def _pass(self, ns):
        """Let time pass in pieces that end where an alarm or a PIO machine is due."""
        pios = [pio for pio in self._chip.pio if not pio.stopped]
        until = self._clock.nanos + ns
        while pios:
            now = self._clock.nanos
            step = min(until - now, self._next_event_ns())
            self._clock.tick(step)
            moved = int((now + step) * self._fp_per_ns) - int(now * self._fp_per_ns)
            for pio in pios:
                pio.cycle_fp += moved
                if pio.next_due_fp <= pio.cycle_fp:
                    pio.advance(0)
            if self._clock.nanos >= until:
                return
        self._clock.tick(ns)

    def run(self, steps=0):
        """Run until `stop` is set, or so many CPU steps; return the steps done."""
        core, clock = self._chip.core, self._clock
        pio0, pio1 = self._chip.pio
        done = 0
        self.stop = False
        while not self.stop:
            if core.waiting:
                ns = self._next_event_ns()
                self.asleep_ns += ns
            else:
                ns = (core.execute_instruction() + self.stall_cycles) * self.cycle_ns
                self.stall_cycles = 0
                self.instructions += 1
            if pio0.stopped and pio1.stopped:
                clock.tick(ns)
            else:
                self._pass(ns)
            done += 1
            if done == steps:
                break
        return done
