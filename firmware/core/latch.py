"""Latched faults of one outlet and the rules by which they clear."""

import array

from micropython import const

from core import faults
from core.faults import FAULTS, HAND, NO_LIMIT, RECOVERY, RESTART, SELF, UNPLUG, lowest

_QUIET_MS = const(1000)  # with no car: a cause that comes and goes does not flicker


class Latch:
    """Bits of latched faults. `trip` anywhere, `settle` once when every guard has had its turn."""

    def __init__(self, config, clock):
        count = faults.COUNT
        self.bits = 0
        self._causes = 0
        self._calm = 0  # latched when a clearing command came, and not seen since
        self._plugged = False
        self._rule = array.array("b", [row[1] for row in FAULTS])
        self._hold_ms = array.array("i", [row[2] for row in FAULTS])
        self._tries = array.array("b", [row[3] for row in FAULTS])
        self._used = array.array("b", [0] * count)
        self._any_used = False
        self._gone = [clock.timer() for _ in range(count)]
        for i in range(count):
            if self._hold_ms[i] == RESTART:
                self._hold_ms[i] = config.restart_ms
            elif self._hold_ms[i] == RECOVERY:
                self._hold_ms[i] = config.recover_ms
        if config.estop_by_hand:
            self._rule[faults.ESTOP] = HAND
        if config.rcd_tries:
            self._rule[faults.RCD_TRIP] = SELF
            self._hold_ms[faults.RCD_TRIP] = config.rcd_wait_ms
            self._tries[faults.RCD_TRIP] = config.rcd_tries

    def trip(self, fault):
        """Latch `fault`; its cause is present in this turn of the guards."""
        bit = 1 << fault
        self._causes |= bit
        self.bits |= bit
        self._calm &= ~bit

    def hold(self, bits):
        """Latch every fault of `bits`: their causes are present in this turn of the guards."""
        self._causes |= bits
        self.bits |= bits
        self._calm &= ~bits

    def restore(self, bits):
        """Latch again what was latched before a reset. Before the first tick."""
        self.bits |= bits

    def has(self, fault):
        """Return whether `fault` is latched."""
        return self.bits >> fault & 1

    def bar(self, fault):
        """Use up the tries of `fault`: from now on only an unplug clears it (RC-037)."""
        self._used[fault] = self._tries[fault]
        self._any_used = True

    def settle(self, now, plugged):
        """Clear what may clear by itself; forget the causes of this turn."""
        if self._any_used and self._plugged and not plugged:
            self._any_used = False
            for fault in range(faults.COUNT):
                self._used[fault] = 0
        self._plugged = plugged
        left = self.bits
        while left:
            fault = lowest(left)
            bit = 1 << fault
            left &= ~bit
            if self._causes & bit:
                self._gone[fault].start(now)
            elif self._may_clear(fault, now, plugged):
                self.bits &= ~bit
        self._causes = 0

    def rule(self, fault):
        """Return how `fault` clears now; one whose tries are used up waits for the unplug."""
        tries = self._tries[fault]
        if tries != NO_LIMIT and self._used[fault] >= tries:
            return UNPLUG
        return self._rule[fault]

    def _may_clear(self, fault, now, plugged):
        rule = self.rule(fault)
        limited = self._tries[fault] != NO_LIMIT
        if rule == HAND:
            return False
        gone_ms = self._gone[fault].since(now)
        if not plugged and (rule == UNPLUG or limited):
            return gone_ms >= _QUIET_MS
        if rule == UNPLUG or gone_ms < self._hold_ms[fault]:
            return False
        if limited:
            self._used[fault] += 1
            self._any_used = True
        return True

    def expect(self):
        """From now on a fault whose cause is seen is not for `clear`."""
        self._calm = self.bits

    def clear(self, fault, plugged):
        """Clear `fault` by command, if no guard has seen its cause in this turn.

        While a car is plugged a command clears only what clears by hand (RC-003, I3).
        """
        bit = 1 << fault
        if plugged and self.rule(fault) != HAND:
            return
        if self._calm & bit & ~self._causes:
            self.bits &= ~bit

    def worst(self):
        """Return the number of the worst latched fault, -1 for none."""
        return lowest(self.bits) if self.bits else -1
