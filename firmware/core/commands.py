"""What the shell says: each demand is read, and its command done once."""

from core import faults, mailbox
from core.journal import EVENT_COMMAND


class Commands:
    """Reads the demand in force and does what it commands. Called from the tick."""

    def __init__(self, parts):
        self._mailbox = parts.mailbox
        self._reasons = parts.reasons
        self._events = parts.journal.events
        self._latch = parts.latch
        self._residual = parts.residual
        self._charger = parts.charger
        self.taken = 0  # sequence of the last command taken
        self.clears = 0  # rounds in which a clearing command tries: none is taken meanwhile

    def read(self, frame):
        """Judge the age of the demand and of its measurement; take its command."""
        box = self._mailbox
        box.news = False  # first: the next one may come at any time
        demand = box.demand
        now = frame.now_ms
        self._reasons.read(demand, now)
        if demand.command_sequence != self.taken and not self.clears:
            self._take(demand, now)

    def _take(self, demand, now):
        command = demand.command
        self._events.add(now, EVENT_COMMAND, command)
        if command == mailbox.CLEAR:
            # a cause that was there before the command may have gone: the second round tells
            self.clears = 2
            self._latch.expect()
            return
        if command == mailbox.SELFTEST:
            self._residual.ask()
        elif command == mailbox.UNLOCK:
            self._charger.unlock()
        elif command == mailbox.WAKE:
            self._charger.wake()
        self.taken = demand.command_sequence  # last: from now on the shell may put the next one

    def clear(self, plugged):
        """Try to clear what the demand names. Due at the end of a round while `clears`."""
        self.clears -= 1
        demand = self._mailbox.demand
        fault = demand.argument
        if fault == mailbox.ALL:
            for number in range(faults.COUNT):
                self._latch.clear(number, plugged)
        elif 0 <= fault < faults.COUNT:
            self._latch.clear(fault, plugged)
        if not self.clears:
            self.taken = demand.command_sequence
