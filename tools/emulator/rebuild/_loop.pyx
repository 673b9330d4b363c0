# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The event-exact loop: CPU, clock alarms, PIO machines and the ADC's pump in time order.

Stock lets PIO do one instruction a CPU instruction or a jump over the CPU's sleep. Here it runs
by its own clock, and time is exact inside every callback.
"""

from rp2040py.native._cortex_m0_core cimport CortexM0Core
from rp2040py.native._pio cimport RPPIO
from rp2040py.native._pump cimport Pump
from rp2040py.native._rp2040 cimport RP2040
from rp2040py.native._simulation_clock cimport ClockAlarm, SimulationClock

cdef long long FP_PER_CYCLE = 256  # PIO counts 1/256 cycles
cdef double SLEEP_NS = 1e6  # asleep with nothing to wait for


cdef class Loop:
    """One chip's loop; `stop` ends run(), `instructions` counts what the CPU executed."""

    cdef public bint stop
    cdef public unsigned long long instructions
    cdef public double asleep_ns
    cdef readonly double cycle_ns
    cdef double fp_per_ns
    cdef readonly Pump pump
    cdef CortexM0Core core
    cdef SimulationClock clock
    cdef RPPIO pio0
    cdef RPPIO pio1

    def __init__(self, chip, inputs):
        cdef RP2040 typed = chip
        self.core = typed.core
        self.clock = typed.clock
        self.pio0 = typed.pio0
        self.pio1 = typed.pio1
        self.pump = Pump(chip, inputs)
        self.stop = False
        self.instructions = 0
        self.asleep_ns = 0
        self.set_hertz(125e6)

    def set_hertz(self, double hertz):
        """Let a cycle of CPU and PIO take 1/hertz from now on."""
        self.cycle_ns = 1e9 / hertz
        self.fp_per_ns = hertz * FP_PER_CYCLE / 1e9

    cdef inline long long passes(self, double now, double until) noexcept:
        # Time in PIO's unit; sums over pieces of time are exact.
        return <long long>(until * self.fp_per_ns) - <long long>(now * self.fp_per_ns)

    cdef inline bint pios_quiet(self, long long step) noexcept:
        """Let PIO's time pass if it has nothing to do in it."""
        cdef RPPIO pio0 = self.pio0
        cdef RPPIO pio1 = self.pio1
        if pio0.stopped and pio1.stopped:
            return True
        if not pio0.stopped and pio0.next_due_fp <= pio0.cycle_fp + step:
            return False
        if not pio1.stopped and pio1.next_due_fp <= pio1.cycle_fp + step:
            return False
        pio0.cycle_fp += step
        pio1.cycle_fp += step
        return True

    cdef bint run_pios(self, long long step) except -1:
        """Run PIO for so long; True, and the clock stands there, if something came of it."""
        cdef RPPIO pio = self.pio0
        cdef RPPIO other = self.pio1
        cdef double now = self.clock._nanos_counter
        cdef long long start, due
        if not pio.stopped and not other.stopped:
            # In lockstep: what one does, the other may see.
            due = min(pio.next_due_fp - pio.cycle_fp, other.next_due_fp - other.cycle_fp)
            due = max(min(due, step), 0)
            pio.cycle_fp += due
            other.cycle_fp += due
            if pio.next_due_fp > pio.cycle_fp and other.next_due_fp > other.cycle_fp:
                return False
            self.clock._nanos_counter = now + due / self.fp_per_ns
            if pio.next_due_fp <= pio.cycle_fp:
                pio._run_due()
            if other.next_due_fp <= other.cycle_fp:
                other._run_due()
            return True
        if pio.stopped:
            pio, other = other, pio
        start = pio.cycle_fp
        if pio.stopped or not pio.run_to(start + step):
            other.cycle_fp += step
            return False
        other.cycle_fp += pio.cycle_fp - start
        self.clock._nanos_counter = now + (pio.cycle_fp - start) / self.fp_per_ns
        pio.happen()
        return True

    cdef int advance(self, double until, bint asleep) except -1:
        """Let time pass until then; asleep, only until the CPU wakes or run() is to end."""
        cdef SimulationClock clock = self.clock
        cdef Pump pump = self.pump
        cdef ClockAlarm alarm
        cdef double target
        cdef long long step
        while not asleep or (self.core.waiting and not self.stop):
            alarm = clock._next_alarm
            target = until
            if alarm is not None and alarm.nanos < target:
                target = alarm.nanos
            if pump.due_ns < target:
                target = pump.due_ns
            if target > clock._nanos_counter:
                step = self.passes(clock._nanos_counter, target)
                if not self.pios_quiet(step) and self.run_pios(step):
                    continue
                clock._nanos_counter = target
            if alarm is not None and alarm.nanos <= target:
                clock._next_alarm = alarm.next
                alarm.callback()
            elif pump.due_ns <= target:
                pump.fire()
            else:
                return 0
        return 0

    def run(self, long long steps=0):
        """Run until `stop` is set, or so many CPU steps; return the steps done."""
        cdef CortexM0Core core = self.core
        cdef SimulationClock clock = self.clock
        cdef long long done = 0
        cdef double until
        cdef int cycles
        self.stop = False
        while not self.stop:
            if core.waiting:
                until = clock._nanos_counter
                self.advance(until + SLEEP_NS, True)
                self.asleep_ns += clock._nanos_counter - until
            else:
                cycles = core.execute_instruction()
                until = clock._nanos_counter + cycles * self.cycle_ns
                self.instructions += 1
                if (
                    (clock._next_alarm is None or clock._next_alarm.nanos > until)
                    and self.pump.due_ns > until
                    and self.pios_quiet(cycles * FP_PER_CYCLE)
                ):
                    clock._nanos_counter = until
                else:
                    self.advance(until, False)
            done += 1
            if done == steps:
                break
        return done
