"""I3: a latched fault goes only by its rule, told from outside: plug, hand, time."""

from core import mailbox
from core.config import GBT, J1772
from core.faults import (
    COUNT,
    ESTOP,
    FAULTS,
    HAND,
    NO_LIMIT,
    RCD_TRIP,
    RECOVERY,
    RESTART,
    SELF,
)
from tools.soak.truth import level_mv

_TICK_US = 25000  # of doubt: the plant's instant against the tick that saw it
_AWAY_US = 90000  # a shorter break of the pilot is no unplug
_THERE_US = 150000  # and so long with one: A to B is debounced
_SHORT_MV, _SHORT_GBT_MV = 2000, 4000  # CP-041, GB-016
# RC-035: what a leak does in j1772
_LEAK_HOLD_MS, _LEAK_TRIES = 15000, 4


class Clearing:
    """Watches `rig.outlet.latch.bits` from tick to tick."""

    def __init__(self, rig):
        self._rig = rig
        self._bits = 0
        self._since_us = [0] * COUNT
        self._tries = [0] * COUNT
        self._by_hand = 0  # faults a command has named since they were latched
        self._plugged = False
        self._plugged_us = 0
        self._away = True

    def reborn(self):
        """The firmware was built anew: its latch is empty."""
        self._bits = self._by_hand = 0
        self._tries = [0] * COUNT

    def commanded(self, command, argument):
        """A command reached the core."""
        if command == mailbox.CLEAR:
            self._by_hand |= -1 if argument == mailbox.ALL else 1 << argument

    def tick(self, now_us):
        """Compare with the last tick."""
        self.look(now_us)
        bits = self._rig.outlet.latch.bits
        changed = bits ^ self._bits
        if changed:
            for fault in range(COUNT):
                bit = 1 << fault
                if changed & bit & bits:
                    self._since_us[fault] = now_us
                    self._by_hand &= ~bit
                elif changed & bit:
                    self._judge(fault, now_us)
        self._bits = bits
        outlet = self._rig.outlet
        if outlet.commands.taken == outlet.mailbox.demand.command_sequence:
            self._by_hand = 0  # what it named has gone, or is refused

    def look(self, now_us):
        """See whether a plug is there."""
        rig = self._rig
        if rig.plant.outputs.cp_off or rig.plant.duty == 0 or not rig.plant.pins.sampling:
            return  # nothing can be seen
        level = level_mv(rig)
        if level < (_SHORT_GBT_MV if rig.config.profile == GBT else _SHORT_MV):
            return  # a short tells nothing of the plug
        plugged = level < 10250
        if plugged != self._plugged:
            self._plugged = plugged
            self._plugged_us = now_us
        lasted_us = now_us - self._plugged_us
        if plugged and lasted_us >= _THERE_US:
            self._away = False
        elif not plugged and lasted_us >= _AWAY_US:
            self._away = True
            self._tries = [0] * COUNT

    def _judge(self, fault, now_us):
        name, rule, hold_ms, tries = FAULTS[fault][:4]
        profile = self._rig.config.profile
        if fault == ESTOP and profile == GBT:
            rule = HAND  # GB-106
        if fault == RCD_TRIP and profile == J1772:
            rule, hold_ms, tries = SELF, _LEAK_HOLD_MS, _LEAK_TRIES
        if self._by_hand >> fault & 1 and (self._away or rule == HAND):
            return  # with a plug in, a hand clears only what waits for one (RC-003)
        assert rule != HAND, f"I3: {name} cleared without a hand"
        if self._away and (rule != SELF or tries != NO_LIMIT):
            return
        assert rule == SELF, f"I3: {name} cleared with the plug still in"
        hold_ms = {
            RESTART: self._rig.config.restart_ms,
            RECOVERY: self._rig.config.recover_ms,
        }.get(hold_ms, hold_ms)
        latched_us = now_us - self._since_us[fault]
        assert latched_us >= hold_ms * 1000 - _TICK_US, f"I3: {name} cleared after {latched_us} us"
        self._tries[fault] += 1
        assert tries == NO_LIMIT or self._tries[fault] <= tries, f"I3: {name}: too many tries"
