"""A metering chip on a UART: takes its frames apart as a table of meter.chip_maps says."""

from micropython import const

from core.clock import elapsed
from meter.reading import Reading

_ETIMEDOUT = const(110)
_STALE_MS = const(3000)
_STEP_MS = const(20)
_UJ = const(3600000)  # in one mWh
_PPM = const(1000000)
_MOST_MW = const(100000000)  # 80 A on three phases, with room: faster no count rises
_AGREE = const(3)  # frames in a row that make a count true: the chip began anew
_MOST = (500000, 500000, 500000000)  # mV, mA, mW: more is a wrong frame
_VALUE = const(3)  # bytes of one
_FLAGS = const(20)  # place of the bits `new` and of the count's highest
_VOLTAGE = const(0)
_CURRENT = const(1)
_POWER = const(2)


class ChipMeter:
    """Implements the meter of the shell: `run()` in a task, `read()` and `notes()` for anyone.

    `voltage_ppm`, `current_ppm`: what the board's parts and its calibration make of the table's
    figures, 1000000 = these. Its register begins at 0 with the pile (`volatile`).
    """

    def __init__(self, line, chip, voltage_ppm, current_ppm, idle_mhz):
        self.frames = 0
        self.damaged = 0  # bytes that belong to no good frame
        self.refused = 0  # frames that the chip itself calls unusable, or that cannot be
        self._line = line
        self._chip = chip
        self._ppm = (voltage_ppm, current_ppm, voltage_ppm * current_ppm // _PPM)
        self._buffer = bytearray(2 * chip["size"])
        self._size = 0
        self._values = [0, 0, 0]
        self._count = -1
        self._count_ms = 0  # when it was believed
        self._doubts = 0  # frames in a row whose count was not
        self._uj = 0
        self._good_ms = 0
        self._known = False
        self._reading = Reading()
        self._reading.frequency_mhz = idle_mhz
        self._reading.volatile = True

    def read(self):
        """Return the Reading. Raises OSError before the first good one and when it is old."""
        if self._known and elapsed(self._line.ticks_ms(), self._good_ms) <= _STALE_MS:
            return self._reading
        self._known = False  # else it were young again when the counter wraps
        raise OSError(_ETIMEDOUT)

    def notes(self):
        """Return lines of (what, number)."""
        return (
            ("answers", self.frames),
            ("bytes that belong to no good frame", self.damaged),
            ("values that cannot be", self.refused),
        )

    async def run(self):
        """Ask, where the chip wants that, and take what comes, for ever."""
        line, chip = self._line, self._chip
        while True:
            asked_ms = line.ticks_ms()
            if chip["ask"]:
                self._size = 0
                line.discard()
                await line.send(chip["ask"])
            while True:
                await line.pause_ms(_STEP_MS)
                self._listen()
                if elapsed(line.ticks_ms(), asked_ms) >= chip["every_ms"]:
                    break

    def _listen(self):
        # every whole frame that has come in
        buffer, length = self._buffer, self._chip["size"]
        self._size = self._line.take(buffer, self._size)
        start = 0
        while self._size - start >= length:
            if self._whole(start):
                self.frames += 1
                self._use(start)
                start += length
            else:
                self.damaged += 1
                start += 1
        if start:
            self._size -= start
            buffer[: self._size] = buffer[start : start + self._size]

    def _whole(self, start):
        chip, buffer = self._chip, self._buffer
        place, head = chip["head"]
        if buffer[start + place] != head:
            return False
        first, plus, mask = chip["sum"]
        last = start + chip["size"] - 1
        return (sum(buffer[start + first : last]) + plus & 255) ^ mask == buffer[last]

    def _use(self, start):
        chip, buffer = self._chip, self._buffer
        status = buffer[start]
        over = status if chip["over"] and status & 0xF0 == 0xF0 else 0
        if status == chip["failed"] or over & chip["void"]:
            self.refused += 1
            return
        values = list(self._values)
        for item in (_VOLTAGE, _CURRENT, _POWER):
            if over and over & chip["over"][item]:
                values[item] = 0
            elif not chip["new"] or buffer[start + _FLAGS] & chip["new"][item]:
                value = self._value(start, item)
                if value is None or abs(value) > _MOST[item]:
                    self.refused += 1
                    return
                values[item] = value
        self._values = values
        self._energy(start)
        self._publish()

    def _number(self, at, signed=False):
        # three bytes
        low, middle, high = self._buffer[at : at + _VALUE]
        if not self._chip["little"]:
            low, high = high, low
        number = high << 16 | middle << 8 | low
        return number - (1 << 24) if signed and high & 0x80 else number

    def _value(self, start, item):
        place, over, multiply, divide, signed = self._chip["values"][item]
        number = self._number(start + place, signed)
        if over >= 0:
            if not number:
                return None
            divide *= number
            number = self._number(start + over)
        return number * multiply * self._ppm[item] // (divide * _PPM)

    def _energy(self, start):
        chip, buffer = self._chip, self._buffer
        places, above = chip["count"]
        count = 0
        for place in places:
            count = count << 8 | buffer[start + place]
        turn = 1 << 8 * len(places)
        if above:
            count += turn if buffer[start + _FLAGS] & above else 0
            turn <<= 1
        factor, multiply, divide = chip["pulse"]
        if factor >= 0:
            multiply *= self._number(start + factor)
        now_ms = self._line.ticks_ms()
        new = (count - self._count) % turn if self._count >= 0 else 0
        pulse_uj = multiply * self._ppm[_POWER] // _PPM
        uj = new * pulse_uj // divide
        if uj > _MOST_MW * elapsed(now_ms, self._count_ms) + pulse_uj // divide:
            self._doubts += 1
            if self._doubts < _AGREE:
                self.refused += 1
                return
            uj = 0
        self._doubts = 0
        self._count = count
        self._count_ms = now_ms
        self._uj += uj

    def _publish(self):
        reading, values = self._reading, self._values
        reading.voltage_mv[0] = values[_VOLTAGE]
        reading.current_ma[0] = values[_CURRENT]
        reading.power_mw = values[_POWER]
        reading.energy_mwh = self._uj // _UJ
        reading.energy_wh = reading.energy_mwh // 1000
        self._good_ms = reading.at_ms = self._line.ticks_ms()
        self._known = True
