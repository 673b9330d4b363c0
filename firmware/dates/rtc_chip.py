"""What battery-backed clock chips have in common: seconds to years in BCD behind an I2C."""

from dates import days

EARLIEST_S = 1735689600  # 2025-01-01: a chip that says less has lost its time (REQ-MV-1)


class Chip:
    """`i2c`: readfrom_mem, writeto_mem. Called by the main job: 1 ms a call at 100 kHz."""

    ADDRESS = 0
    FIRST = 0  # register of the seconds
    ORDER = (0, 1, 2, 3, 4, 5, 6)  # where second, minute, hour, day, month, year, weekday stand
    WEEKDAY = 0  # of a Monday
    HOUR = 0x3F  # bits that count

    def __init__(self, i2c):
        self._i2c = i2c

    def read(self):
        """Return unix seconds, 0 when the chip has lost the time.

        Raises OSError when it does not answer, ValueError when it answers nonsense.
        """
        if self._stopped():
            return 0
        raw = self._get(self.FIRST, 7)
        second, minute, hour, day, month, year = [
            _number(raw[self.ORDER[place]] & mask)
            for place, mask in enumerate((0x7F, 0x7F, self.HOUR, 0x3F, 0x1F, 0xFF))
        ]
        if not days.exists(2000 + year, month, day) or hour > 23 or minute > 59 or second > 59:
            raise ValueError("it shows no time: %s" % " ".join(["%02x" % byte for byte in raw]))
        unix_s = days.number(2000 + year, month, day) * 86400 + hour * 3600 + minute * 60 + second
        return unix_s if unix_s >= EARLIEST_S else 0

    def set(self, unix_s):
        """Put the chip right, and have it run. Raises OSError when it does not answer."""
        day, second = divmod(unix_s, 86400)
        year, month, date = days.date(day)
        numbers = (second % 60, second // 60 % 60, second // 3600, date, month, year - 2000)
        raw = bytearray(7)
        for place, number in enumerate(numbers):
            raw[self.ORDER[place]] = number // 10 << 4 | number % 10
        raw[self.ORDER[6]] = days.weekday(day) + self.WEEKDAY
        self._put(self.FIRST, raw)
        self._run()

    def _stopped(self):
        """Return whether the time cannot be trusted."""
        raise NotImplementedError

    def _run(self):
        """Have the oscillator run, and forget that it stood still."""
        raise NotImplementedError

    def _get(self, register, count):
        return self._i2c.readfrom_mem(self.ADDRESS, register, count)

    def _put(self, register, data):
        self._i2c.writeto_mem(self.ADDRESS, register, data)


def _number(bcd):
    if bcd & 0xF > 9 or bcd >> 4 > 9:
        raise ValueError("it shows no digits: %02x" % bcd)
    return (bcd >> 4) * 10 + (bcd & 0xF)
