"""The loop of the slow form: the twin in Python of rebuild/_loop.pyx."""

_CYCLE_NS = 8.0
_FP_PER_CYCLE = 256  # PIO counts 1/256 cycles
_FAR_NS = 1e6


class Loop:
    """One chip's loop; `stop` ends run(), `instructions` counts what the CPU executed."""

    def __init__(self, chip):
        self._chip = chip
        self.stop = False
        self.stall_cycles = 0  # a correction adds to the instruction under way
        self.instructions = 0
        self.asleep_ns = 0.0

    def _pio_due_ns(self):
        """Return how far off the next PIO instruction is."""
        due = _FAR_NS
        for pio in self._chip.pio:
            if not pio.stopped:
                left = (pio.next_due_fp - pio.cycle_fp) / _FP_PER_CYCLE * _CYCLE_NS
                due = min(due, max(left, 0.0))
        return due

    def _pass(self, ns):
        """Let time pass in pieces that end where a PIO machine has something to do."""
        clock = self._chip.clock
        pios = [pio for pio in self._chip.pio if not pio.stopped]
        if not pios:
            clock.tick(ns)
            return
        while True:
            step = min(ns, self._pio_due_ns())
            if clock.has_scheduled_alarm:
                step = min(step, clock.nanos_to_next_alarm)
            clock.tick(step)
            for pio in pios:
                pio.cycle_fp += round(step / _CYCLE_NS * _FP_PER_CYCLE)
                if pio.next_due_fp <= pio.cycle_fp:
                    pio.advance(0)
            ns -= step
            if ns <= 0:
                return

    def run(self, steps=0):
        """Run until `stop` is set, or so many CPU steps; return the steps done."""
        core, clock = self._chip.core, self._chip.clock
        done = 0
        self.stop = False
        while not self.stop:
            if core.waiting:
                ns = clock.nanos_to_next_alarm if clock.has_scheduled_alarm else _FAR_NS
                ns = min(ns, max(self._pio_due_ns(), _CYCLE_NS))
                self.asleep_ns += ns
            else:
                ns = (core.execute_instruction() + self.stall_cycles) * _CYCLE_NS
                self.stall_cycles = 0
                self.instructions += 1
            self._pass(ns)
            done += 1
            if done == steps:
                break
        return done
