"""The charging session: from an authorised plug-in to the unplug, with every pause in between.

Pauses, faults and S2 toggles do not end it (CP-185). `stop`, or a limit, ends its energy; it
stays open, parked, until the unplug. No I/O: session.till writes down what happens here.
"""

from micropython import const

from core.states import WHY_CAR
from session import record as r
from session.record import Record

FAILED_MWH = const(100000)  # a fault before 100 Wh: a start that failed (S29)


class Session:
    """One session after the other. Called by the till, once a second and at each edge."""

    def __init__(self):
        self.open = False
        self.record = Record()  # of the open or the last session
        self.energy_wh = 0  # of the same
        self.cost_e5 = 0
        self.parked_s = 0  # since the car is full, or its energy ended
        self.limits = (0, 0, 0)  # mwh, seconds, e5; 0 = none
        self.suspends = False  # what a limit does: hold energy back, or end it
        self.suspended = False
        self.free = False  # nobody pays for what flows and parks now (S2: the owner in his hours)
        self.unmetered = False  # the meter is missed: nobody guards energy and money
        self.line = 0  # the one that is counted on
        self._rate = None
        self._seen_mwh = 0

    def begin(self, record, rate):
        """Open with a new `record`, at its start_mwh; `rate`: session.tariff.Tariff.rate."""
        self._seen_mwh = record.start_mwh
        self._open(record, -1)
        self._turn_to(rate)

    def start_at(self, register_mwh):
        """Count from here on: before any energy was counted."""
        if not self.record.energy_mwh():
            self.record.start_mwh = self._seen_mwh = register_mwh

    def resume(self, record, line):
        """Go on with the `record` of before a power cut; what the meter counted since is its."""
        record.flags |= r.RESUMED
        self._seen_mwh = record.stop_mwh()
        self._open(record, line)

    def _open(self, record, line):
        self.open = True
        self.record = record
        self.line = line
        self.parked_s = 0
        self.suspended = False
        self._rate = None
        self._sum()

    def second(self, snapshot, passed_s, register_mwh, rate):
        """Count `passed_s` seconds up to now; return whether something changed by itself."""
        record = self.record
        delta_mwh = register_mwh - self._seen_mwh
        if delta_mwh > 0:
            record.lines[self.line][4] += delta_mwh
            self._seen_mwh = register_mwh
        record.seconds += passed_s
        self._park(snapshot, passed_s)
        if delta_mwh > 0 or passed_s:
            self._sum()
        turned = rate is not self._rate and self._turn_to(rate)
        return self._limit() or turned

    def stop(self, reason):
        """End the energy of the session for a reason of session.record; return whether it did."""
        if not self.open or self.record.reason:
            return False
        self.record.reason = reason
        self.parked_s = 0
        return True

    def refuses(self):
        """Return whether no energy may flow: the session was stopped, or a limit holds it."""
        return self.open and (self.suspended or self.record.reason != r.RUNNING)

    def close(self, fault):
        """Close it; `fault`: the latched one's number, -1 = none. `reason` is final then."""
        record = self.record
        self.open = False
        if fault >= 0:
            record.fault = fault
            if record.energy_mwh() < FAILED_MWH:
                record.flags |= r.FREE
        if not record.reason:
            record.reason = r.EV_DISCONNECTED if fault < 0 else r.OTHER
        self._sum()

    def _turn_to(self, rate):
        # a line for this price, the one there is or a new one; return whether it is another
        lines = self.record.lines
        self._rate = rate
        for place in range(len(lines)):
            if tuple(lines[place][:4]) == rate:
                changed = place != self.line
                self.line = place
                return changed
        if len(lines) >= r.LINES:
            self.record.flags |= r.LINES_FULL
            return False
        lines.append(list(rate) + [0])
        self.line = len(lines) - 1
        return True

    def _park(self, snapshot, passed_s):
        # S4: full is a car that has had energy, is offered more and does not ask
        record = self.record
        if snapshot.closed:
            self.parked_s = 0
        elif record.reason or (self.energy_wh and snapshot.why == WHY_CAR):
            self.parked_s += passed_s
            beyond_s = self.parked_s - record.terms[0] * 60
            if beyond_s > 0 and not self.free:
                record.overstay_s += min(beyond_s, passed_s)

    def _limit(self):
        mwh, seconds, cost_e5 = self.limits
        reached = (
            (mwh and self.record.energy_mwh() >= mwh)
            or (seconds and self.record.seconds >= seconds)
            or (cost_e5 and self.cost_e5 >= cost_e5)
        )
        blind = self.unmetered and (mwh or cost_e5)
        if self.suspends or not reached:
            held = bool(reached or blind)
            changed = self.suspended != held
            self.suspended = held
            return changed
        return self.stop(r.OTHER)

    def _sum(self):
        self.energy_wh = self.record.energy_mwh() // 1000
        self.cost_e5 = self.record.total_e5()
