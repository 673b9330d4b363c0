"""One session as a record: what the journal, the archive and a bill are made of.

`lines` are rows [version, tier, energy_e5, service_e5, mwh]: a new one begins at the instant the
price changes. The meter's difference is the sum of their energies by construction (S6).
"""

import struct

from micropython import const

from session.money import cost_e5

LINES = const(8)  # what a record of the journal holds: 195 bytes
NO_FAULT = const(255)

# why a session ended (OP-044); RUNNING: energy may still flow
RUNNING = const(0)
EV_DISCONNECTED = const(1)
LOCAL = const(2)
REMOTE = const(3)
DE_AUTHORIZED = const(4)
EMERGENCY_STOP = const(5)
POWER_LOSS = const(6)
REBOOT = const(7)
SOFT_RESET = const(8)
HARD_RESET = const(9)
UNLOCK_COMMAND = const(10)
OTHER = const(11)

# flags
RESUMED = const(1)  # went on after the power came back
LATE_CLOCK = const(2)  # the clock was set or put elsewhere later: start_s is counted back
ESTIMATED = const(4)  # energy without a meter
FREE = const(8)  # a start that failed: nothing is billed (S29)
LINES_FULL = const(16)  # more price changes than LINES: the last price went on
METER_LOST = const(32)  # the meter does not answer: no energy since its last word
METER_GAP = const(64)  # its register jumped, or came late: energy is missing

_FORMAT = const(1)
_HEAD = "<BBBBBQIII20s4sIHIQ"
_HEAD_BYTES = const(67)
_LINE = "<HBIIIB"
_LINE_BYTES = const(16)


class Record:
    """A session, running or finished. Seconds count from its start; `start_s` is unix, 0 = ?"""

    def __init__(self):
        self.number = 0
        self.who = b""  # hash of the card or the platform's id; empty: plug and charge
        self.group = b""
        self.start_s = 0
        self.seconds = 0
        self.start_mwh = 0  # the lifetime register at the start
        self.reason = RUNNING
        self.fault = NO_FAULT  # the fault that was latched when it ended
        self.flags = 0
        self.overstay_s = 0  # beyond the grace
        self.terms = (0, 0, 0)  # grace_min, price_e5 a minute, cap_e5 (0 = none)
        self.lines = []

    def energy_mwh(self):
        """Return the energy of all lines."""
        total = 0
        for line in self.lines:
            total += line[4]
        return total

    def stop_mwh(self):
        """Return the lifetime register at the end, or now."""
        return self.start_mwh + self.energy_mwh()

    def stop_s(self):
        """Return the unix time of the end, or now; 0 = not known."""
        return self.start_s + self.seconds if self.start_s else 0

    def line_e5(self, line):
        """Return (energy, service) of one line, 1e-5."""
        if self.flags & FREE:
            return 0, 0
        return cost_e5(line[4], line[2]), cost_e5(line[4], line[3])

    def overstay_e5(self):
        """Return what whole minutes beyond the grace cost, 1e-5; never after a failed start."""
        _, price_e5, cap_e5 = self.terms
        if self.flags & FREE or not self.energy_mwh():
            return 0
        amount = self.overstay_s // 60 * price_e5
        return min(amount, cap_e5) if cap_e5 else amount

    def total_e5(self):
        """Return what the session costs: the sum of its lines and the overstay, exactly."""
        total = self.overstay_e5()
        for line in self.lines:
            energy_e5, service_e5 = self.line_e5(line)
            total += energy_e5 + service_e5
        return total

    def pack(self):
        """Return it as 195 bytes at most."""
        grace_min, price_e5, cap_e5 = self.terms
        head = struct.pack(
            _HEAD,
            _FORMAT,
            self.reason,
            self.fault,
            self.flags,
            len(self.who) | len(self.group) << 5,
            self.start_mwh,
            self.number,
            self.start_s,
            self.seconds,
            self.who,
            self.group,
            self.overstay_s,
            grace_min,
            price_e5,
            cap_e5,
        )
        rows = [head]
        for version, tier, energy_e5, service_e5, mwh in self.lines:
            low = mwh & 0xFFFFFFFF
            rows.append(struct.pack(_LINE, version, tier, energy_e5, service_e5, low, mwh >> 32))
        return b"".join(rows)


def unpack(data):
    """Return the Record of `pack`'s bytes. Raises ValueError when they are none."""
    size = len(data) - _HEAD_BYTES
    if size < 0 or size % _LINE_BYTES or size > LINES * _LINE_BYTES:
        raise ValueError("no record of a session: its length")
    record = Record()
    (
        form,
        record.reason,
        record.fault,
        record.flags,
        lengths,
        record.start_mwh,
        record.number,
        record.start_s,
        record.seconds,
        who,
        group,
        record.overstay_s,
        grace_min,
        price_e5,
        cap_e5,
    ) = struct.unpack_from(_HEAD, data)
    if form != _FORMAT or record.reason > OTHER:
        raise ValueError("no record of a session: its format")
    record.who = bytes(who[: lengths & 31])
    record.group = bytes(group[: lengths >> 5])
    record.terms = (grace_min, price_e5, cap_e5)
    for at in range(_HEAD_BYTES, len(data), _LINE_BYTES):
        row = list(struct.unpack_from(_LINE, data, at))
        row[4] |= row.pop() << 32
        record.lines.append(row)
    return record
