# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The event-exact loop: CPU instructions, clock alarms and PIO machines merged in time order.

A jump over the CPU's sleep stops at every PIO instruction, PIO runs several instructions a CPU
instruction where its clock asks for them, and the clock is exact inside every callback.
"""

from rp2040py.native._cortex_m0_core cimport CortexM0Core
from rp2040py.native._pio cimport RPPIO
from rp2040py.native._rp2040 cimport RP2040
from rp2040py.native._simulation_clock cimport ClockAlarm, SimulationClock

cdef double CYCLE_NS = 8.0  # at 125 MHz, which MicroPython sets
cdef double FP_PER_NS = 32.0  # PIO counts 1/256 cycles
cdef long long NEVER = <long long>1 << 61


cdef class Loop:
    """One chip's loop; `stop` ends run(), `instructions` counts what the CPU executed."""

    cdef public bint stop
    cdef public unsigned long long instructions
    cdef public double asleep_ns
    cdef RP2040 chip

    def __init__(self, chip):
        self.chip = chip
        self.stop = False
        self.instructions = 0
        self.asleep_ns = 0

    cdef int run_pio(self, RPPIO pio, double now, double until) except -1:
        cdef SimulationClock clock = self.chip.clock
        cdef long long start = pio.cycle_fp
        cdef long long end = start + <long long>(until * FP_PER_NS) - <long long>(now * FP_PER_NS)
        cdef double kept
        if pio.next_due_fp <= end:
            kept = clock._nanos_counter
            while pio.next_due_fp <= end and not pio.stopped:
                if pio.next_due_fp > pio.cycle_fp:
                    pio.cycle_fp = pio.next_due_fp
                clock._nanos_counter = now + (pio.cycle_fp - start) / FP_PER_NS
                pio._run_due()
            clock._nanos_counter = kept
        pio.cycle_fp = end
        return 0

    cdef int run_pios(self, double until) except -1:
        cdef double now = self.chip.clock._nanos_counter
        cdef RPPIO pio
        if until > now:
            pio = self.chip.pio0
            if not pio.stopped:
                self.run_pio(pio, now, until)
            pio = self.chip.pio1
            if not pio.stopped:
                self.run_pio(pio, now, until)
        return 0

    cdef int advance(self, double until) except -1:
        cdef SimulationClock clock = self.chip.clock
        cdef ClockAlarm alarm = clock._next_alarm
        while alarm is not None and alarm.nanos <= until:
            self.run_pios(alarm.nanos)
            if clock._next_alarm is not alarm:  # PIO has scheduled something earlier
                alarm = clock._next_alarm
                if alarm.nanos < clock._nanos_counter:
                    alarm.nanos = clock._nanos_counter
            clock._next_alarm = alarm.next
            if alarm.nanos > clock._nanos_counter:
                clock._nanos_counter = alarm.nanos
            alarm.callback()
            alarm = clock._next_alarm
        self.run_pios(until)
        if until > clock._nanos_counter:
            clock._nanos_counter = until
        return 0

    cdef double next_event(self):
        cdef SimulationClock clock = self.chip.clock
        cdef double now = clock._nanos_counter
        cdef double until = now + 1e6
        cdef double due
        cdef RPPIO pio
        if clock._next_alarm is not None:
            until = clock._next_alarm.nanos
        for pio in (self.chip.pio0, self.chip.pio1):
            if not pio.stopped and pio.next_due_fp < NEVER:
                due = now + max((pio.next_due_fp - pio.cycle_fp) / FP_PER_NS, CYCLE_NS)
                until = min(until, due)
        return until

    def run(self, long long steps=0):
        """Run until `stop` is set, or so many CPU steps; return the steps done."""
        cdef CortexM0Core core = self.chip.core
        cdef SimulationClock clock = self.chip.clock
        cdef long long done = 0
        cdef double until
        self.stop = False
        while not self.stop:
            if core.waiting:
                until = self.next_event()
                self.asleep_ns += until - clock._nanos_counter
                self.advance(until)
            else:
                until = clock._nanos_counter + core.execute_instruction() * CYCLE_NS
                self.instructions += 1
                self.advance(until)
            done += 1
            if done == steps:
                break
        return done
