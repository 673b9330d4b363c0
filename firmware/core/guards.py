"""When each guard looks: at the lines as soon as one has moved, at the rest in turns."""

from micropython import const

from core import faults
from core.duty import reading
from core.frame import DUTY_F, DUTY_X1, GATE_ESTOP, GATE_ON, GATE_RCD, MOVED, OPENING

_MASK = const(0x3FFFFFFF)
_LOOKS = const(4)  # ticks in a row that the lines take from turns and steps
_NEXT_MS = const(100)  # from one of those to the next: later than the gate waits for a tick


class Guards:
    """Gives the guards of one outlet what they judge by. Called from the tick."""

    def __init__(self, config, clock, parts):
        self._config = config
        self._clock = clock
        self._mailbox = parts.mailbox
        self._latch = parts.latch
        self._pilot = parts.pilot
        self._proximity = parts.proximity
        self._lock = parts.lock
        self._residual = parts.residual
        self._contactor = parts.contactor
        self._supply = parts.supply
        self._overcurrent = parts.overcurrent
        self._thermal = parts.thermal
        self._reasons = parts.reasons
        self._commands = parts.commands
        self._looked_ms = -1  # when `look` looked at all lines
        self._looks = 0  # at all of them, in ticks in a row
        self._was_present = False

    # the lines

    def look(self, frame, apart):
        """Look at the lines; return whether at all of them: that takes a step's place.

        `apart`: the last tick was not just now, what counts windows may count this one.
        """
        contactor = self._contactor
        supply = self._supply
        if frame.moved == OPENING:
            if apart:
                contactor.check(frame, supply.present)
                frame.moved = OPENING if contactor.opening else 0
            return False
        frame.moved = 0
        coils = frame.coils
        tripped = coils and self._look_at_gate(frame.gate)
        if frame.estop:
            self._latch.trip(faults.ESTOP)
        residual = self._residual
        if tripped or frame.rcd or residual.active:
            residual.check(frame, tripped)
        if not apart:
            frame.moved = MOVED
            return True
        now = frame.now_ms
        looks = self._looks + 1 if (now - self._looked_ms) & _MASK < _NEXT_MS else 0
        self._looks = looks if looks < _LOOKS else -1
        self._looked_ms = now
        if supply.no_pe or not frame.pe:
            supply.check_pe(frame)
        if contactor.opening:
            contactor.check(frame, supply.present)
        pilot = self._pilot
        proximity = self._proximity
        cable_ma = proximity.cable_ma
        plugged = pilot.plugged and (coils or pilot.rests or not pilot.moves(now))
        proximity.check(frame, plugged, coils or DUTY_F < frame.duty < DUTY_X1)
        if proximity.cable_ma != cable_ma:
            self._mailbox.news = True  # another cable is judged like another demand
        lock = self._lock
        lock.check(frame, coils)
        # what is seen for the first time counts when the next window shows it again
        if supply.no_pe == 1 or proximity.other == 1 or lock.lost == 1:
            frame.moved = MOVED
        elif contactor.opening:
            frame.moved = OPENING
        return looks < _LOOKS

    def _look_at_gate(self, gate):
        # with a coil on; return whether the residual-current input has tripped it
        if not gate & GATE_ON:
            if gate & GATE_ESTOP:
                self._latch.trip(faults.ESTOP)
            elif not gate & GATE_RCD or not self._residual.lines:
                self._latch.trip(faults.GATE)
        return gate & GATE_RCD

    # turns

    def look_around(self, frame):
        """Look at all lines once a round, whatever the HAL says."""
        if self._looked_ms != frame.now_ms:
            frame.moved = MOVED
            self.look(frame, True)

    def meter(self, frame):
        """Judge the measured supply, and what is drawn against what is offered and rated."""
        fresh = self._reasons.fresh
        demand = self._mailbox.demand
        self._supply.check(frame.now_ms, demand, fresh)
        rated_ma = min(self._config.board_ma, self._proximity.cable_ma)
        self._overcurrent.check(frame, demand, reading(frame.duty), rated_ma, fresh)

    def heat(self, frame):
        """Look at the temperatures, and at the contacts."""
        self._thermal.check(frame)
        self.contacts(frame)

    def contacts(self, frame):
        """Compare coil and contacts; test the residual-current device when one is due."""
        contactor = self._contactor
        if not contactor.opening:  # else `look` does, in every tick
            contactor.check(frame, self._supply.present)
        contacts_open = not contactor.closed and not frame.coils
        pilot = self._pilot
        residual = self._residual
        residual.run(frame, contacts_open, pilot.present or not pilot.known)
        if residual.active:
            residual.check(frame, False)

    def settle(self, frame):
        """End a round: every guard has had its turn, so that faults may clear."""
        pilot = self._pilot
        present = pilot.present
        if self._was_present and not present:
            self._residual.ask()
        self._was_present = present
        # until the pilot tells, a car may be there: nothing clears for its absence
        plugged = present or not pilot.known
        if self._commands.clears:
            self._commands.clear(plugged)
        self._latch.settle(frame.now_ms, plugged)
        self._clock.sweep(frame.now_ms)
