"""Shell to core: what may be offered, until when, and what the meter says."""

import array

from micropython import const

# commands
CLEAR = const(1)  # argument: fault number, or ALL
SELFTEST = const(2)  # residual-current test and weld test as soon as the contactor is open
UNLOCK = const(3)  # stop, then release the plug
WAKE = const(4)  # one wake-up sequence, if a car waits in B
ALL = const(-1)


class Demand:
    """One demand. Integers; written by the shell only while it is the idle copy."""

    def __init__(self):
        self.sequence = 0
        self.enable = 0  # 1 = energy may flow
        self.reason = 0  # WHY_* code the shell gives when enable is 0 or the limit is low
        self.limit_ma = 0  # per phase
        self.phases = 3  # 1 or 3
        self.expires_ms = 0  # tick counter; past it the core falls back by itself
        self.measured = 0  # sequence of the measurement below, 0 = never measured
        self.measured_ms = 0
        self.current_ma = array.array("i", [0, 0, 0])
        self.voltage_mv = array.array("i", [0, 0, 0])
        self.frequency_mhz = 0
        self.command = 0
        self.argument = 0
        self.command_sequence = 0


class Mailbox:
    """Two demands and which is in force: the tick may preempt the shell and sees a whole one."""

    def __init__(self):
        self._idle = Demand()
        self.demand = Demand()  # in force; for the tick
        self.news = True  # set when what may be offered, or a command, is not what it was

    def idle(self):
        """Return the copy the shell may fill. Called from the shell's publisher only."""
        return self._idle

    def publish(self):
        """Put the filled copy in force, by one store. Called from the shell."""
        filled = self._idle
        before = self.demand
        filled.sequence = (before.sequence + 1) & 0x3FFFFFFF
        self.demand = filled
        self._idle = before
        if (
            filled.limit_ma != before.limit_ma
            or filled.enable != before.enable
            or filled.reason != before.reason
            or filled.phases != before.phases
            or filled.command_sequence != before.command_sequence
        ):
            self.news = True  # last: whoever clears it reads the new copy
