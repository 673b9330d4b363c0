"""Sessions as tests archive them."""

from session.record import FREE, POWER_LOSS, Record

START_S = 1767225600  # 2026-01-01T00:00:00 UTC
METER = "SDM630-1234567"
PRIVATE = bytes(range(1, 33))


def record(number, mwh=12345678):
    """Return a finished session of a card, of two prices."""
    made = Record()
    made.number = number
    made.who = bytes(range(8))
    made.group = b"\x01\x02"
    made.start_s = START_S + number * 7200
    made.seconds = 5025
    made.start_mwh = 1234567890123 + number * mwh
    made.overstay_s = 660
    made.terms = (15, 10000, 0)
    made.lines = [[3, 0, 30000, 5000, mwh - 345678], [4, 1, 40000, 5000, 345678]]
    return made


def failed(number):
    """Return a session without card, clock, meter and success."""
    made = Record()
    made.number = number
    made.seconds = 61
    made.reason = POWER_LOSS
    made.flags = FREE | 4
    made.lines = [[0, 0, 0, 0, 0]]
    return made


def archived(archive, count, start=1):
    """Archive so many sessions."""
    for number in range(start, start + count):
        assert archive.add(number, record(number).pack(), METER)


class Keys:
    """A store with one record."""

    def __init__(self, key):
        self.key = key

    def read(self, name):
        """Return the record `key`."""
        return self.key if name == "key" else None
