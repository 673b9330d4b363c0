"""The pile's own lifetime energy register, which only rises, whatever happens to the meter.

What the meter's register rises by is counted to the mWh. Where it falls (reset, another meter,
rollover) or rises by more than the pile can draw in that time, or the serial number is another,
the difference is no energy: it is noted and not counted (REQ-MTR-2, REQ-MV-1, I5). With an open
contactor that is 110 Wh, however long the meter is silent: another one without a number is noted.
"""

import struct

from micropython import const

from core.clock import elapsed

_MWH = const(3600000)  # mW ms in one mWh
_STEP_MWH = const(110000)  # registers of 7.2 rise by 0.1 kWh at a time
_CUT_S = const(3600)  # across a power cut nobody knows the time: as much as in one hour
_LOST_MS = const(5000)  # a meter may be silent so long before it is missed
_KEEP = "<HIH"  # the meter's register + 1 in two parts, its serial number in 16 bits
NOMINAL_MV = const(230000)


class Register:
    """`most_mw`: more than this the pile cannot draw, faults and overloads counted in; live."""

    KEEP_BYTES = 8

    def __init__(self, most_mw):
        self.mwh = 0
        self.read = False  # the meter has been read since the start
        self.estimated = False  # what was counted last was not counted by a meter
        self.estimated_mwh = 0  # so much of it since the start
        self.jumps = 0  # differences that were no energy, since the start
        self.jumped_mwh = 0  # their sum
        self.most_mw = most_mw
        self.cut_s = _CUT_S  # so much time at full power may lie between what was kept and a start
        self.estimates = False  # no meter is expected, `estimate` stands in until one answers
        self.lost = False  # the meter is missed: what flows now is not counted, or not yet
        self._silent_ms = 0
        self._meter_mwh = -1  # the meter's register, as far as it is counted; -1 = never read
        self._serial = 0  # of that meter, 0 = not known
        self._room_mwh = 0  # so much may come at once
        self._at_ms = -1  # when it was asked last
        self._rest = 0  # estimated mW ms below a mWh

    def take(self, reading, now_ms, flows=True):
        """Count what the meter says; None: nothing, but the time counts. Each second or so.

        `flows`: the contactor is closed. A meter whose register begins at 0 with the pile has
        `volatile` = True in its readings.
        """
        passed_ms = 0 if self._at_ms < 0 else elapsed(now_ms, self._at_ms)
        self._at_ms = now_ms
        room_mwh = self._room_mwh + self.most_mw * passed_ms // _MWH
        self._room_mwh = room_mwh if flows else max(self._room_mwh, min(room_mwh, _STEP_MWH))
        if reading is None:
            self._silent_ms += passed_ms
            self.lost = self._silent_ms >= _LOST_MS and (self.read or not self.estimates)
            return
        self._silent_ms = 0
        self.lost = False
        mwh = getattr(reading, "energy_mwh", -1)
        if mwh < 0:
            mwh = reading.energy_wh * 1000
        if not self.read:
            self._start(getattr(reading, "volatile", False))
        serial = _short(getattr(reading, "serial", ""))
        self._count(mwh, serial and self._serial and serial != self._serial)
        self._serial = serial or self._serial
        self._meter_mwh = mwh
        self._room_mwh = min(self._room_mwh, _STEP_MWH)

    def _start(self, volatile):
        # the first reading since the start
        self.read = True
        self._room_mwh += _STEP_MWH
        if volatile:
            self._meter_mwh = 0
        else:
            self._room_mwh += self.most_mw * self.cut_s // 3600

    def _count(self, mwh, other):
        if self._meter_mwh < 0:
            return  # the first meter of the pile: what it has counted is not the pile's
        rise_mwh = mwh - self._meter_mwh
        if 0 <= rise_mwh <= self._room_mwh and not other:
            self.mwh += rise_mwh
            self._room_mwh -= rise_mwh
            if rise_mwh:
                self.estimated = False
        else:
            self.jumps += 1
            self.jumped_mwh += rise_mwh

    def estimate(self, power_mw, passed_ms):
        """Count power x time where no meter is. `power_mw`: measured, or offered while closed.

        offered: current of a phase in mA x phases x NOMINAL_MV // 1000.
        """
        self._rest += power_mw * passed_ms
        rise_mwh = self._rest // _MWH
        self._rest %= _MWH
        self.mwh += rise_mwh
        self.estimated_mwh += rise_mwh
        self.estimated = True

    def keep(self):
        """Return the KEEP_BYTES that must survive a power cut, beside `mwh`."""
        meter_mwh = self._meter_mwh + 1
        return struct.pack(_KEEP, meter_mwh >> 32, meter_mwh & 0xFFFFFFFF, self._serial)

    def restore(self, mwh, kept):
        """Go on from there. Before the first reading only. Raises ValueError."""
        if len(kept) != self.KEEP_BYTES:
            raise ValueError("not what a register keeps")
        high, low, serial = struct.unpack(_KEEP, kept)
        self.mwh = mwh
        self._meter_mwh = (high << 32 | low) - 1
        self._serial = serial


def _short(serial):
    # 16 bits of a serial number, 0 = not known
    if not serial:
        return 0
    mixed = 0
    for letter in serial:
        mixed = (mixed * 31 + ord(letter)) & 0xFFFF
    return mixed or 1
