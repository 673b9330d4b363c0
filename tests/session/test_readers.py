"""The PN532 driver against a chip that knows the manual, on both of its wires."""

import sys

from session.readers.factory import make
from session.readers.factory import wire as fit
from session.readers.line import LineReader
from session.readers.pn532 import PN532
from session.readers.pn532_i2c import Port
from tests.session.pn532_chip import ACK, ERROR, I2C, LIST, RF, SAM, Chip, Uart, information

WRAP = 2**30
CARDS = (
    b"\xde\xad\xbe\xef",
    b"\x04\xa1\xb2\xc3\xd4\xe5\xf6",
    b"\x0a\x01\x02\x03\x04\x05\x06\x07\x08\xff",
)


class Bench:
    """A chip and its reader. `offset_ms`: what the clock shows at the start."""

    def __init__(self, wire, offset_ms=0):
        self.chip = Chip()
        self.offset_ms = offset_ms
        self.wire = wire(self.chip)
        port = Port(self.wire) if wire is I2C else self.wire
        self.reader = PN532(port, self.ticks_ms)

    def ticks_ms(self):
        return (self.chip.now_ms + self.offset_ms) % WRAP

    def run(self, ms, every_ms=20):
        """Return what was read in so long."""
        found = []
        for _ in range(0, ms, every_ms):
            self.chip.now_ms += every_ms
            uid = self.reader.poll()
            if uid is not None:
                found.append(uid)
        return found

    def counts(self):
        return [number for _, number in self.reader.notes()]


def up(wire, **options):
    bench = Bench(wire, **options)
    bench.run(2500)
    return bench


def both(test):
    for wire in (Uart, I2C):
        test(wire)


def test_it_wakes_the_chip_and_sets_it_up():
    def check(wire):
        bench = up(wire)
        assert bench.chip.heard[:3] == [SAM, RF, LIST]
        assert set(bench.chip.heard[3:]) == {LIST}
        assert not bench.reader.failed
        assert bench.counts()[0] == 0

    both(check)


def test_ids_of_4_7_and_10_bytes_are_read():
    def check(wire):
        bench = up(wire)
        for card in CARDS:
            bench.chip.card = card
            found = bench.run(1000)
            assert set(found) == {"".join(["%02X" % byte for byte in card])}
            assert len(found) >= 3  # some times a second while it is there
            bench.chip.card = None
            bench.run(200)
            assert bench.run(1000) == []

    both(check)


def test_a_card_is_read_within_300_ms():
    for wire in (Uart, I2C):
        for shift_ms in range(0, 300, 20):
            bench = up(wire)
            bench.run(shift_ms + 20)
            bench.chip.card = CARDS[1]
            assert bench.run(300)


def test_slow_or_irregular_polling_changes_nothing():
    def check(wire):
        bench = Bench(wire)
        bench.run(4000, 100)
        bench.chip.card = CARDS[0]
        assert "DEADBEEF" in bench.run(1000, 100)

    both(check)


def test_across_the_wrap_of_the_clock():
    def check(wire):
        for early_ms in range(0, 2600, 130):
            bench = up(wire, offset_ms=WRAP - early_ms)
            bench.chip.card = CARDS[0]
            assert bench.run(500)

    both(check)


def test_a_chip_that_is_not_there_is_said_and_comes_up_later():
    def check(wire):
        bench = Bench(wire)
        bench.chip.dead = True
        assert bench.run(5000) == []
        assert bench.reader.failed
        assert bench.counts()[1] >= 2
        bench.chip.dead = False
        bench.chip.card = CARDS[0]
        assert bench.run(3000)
        assert not bench.reader.failed

    both(check)


def test_a_chip_that_lost_its_power_is_set_up_again():
    def check(wire):
        bench = up(wire)
        fresh = Chip()
        fresh.now_ms = bench.chip.now_ms
        fresh.card = CARDS[2]
        bench.chip = bench.wire.chip = fresh
        assert bench.run(4000)
        assert fresh.heard[:2] == [SAM, RF] or fresh.heard[1:3] == [SAM, RF]

    both(check)


def damaged(frame):
    return frame[:6] + bytes((frame[6] ^ 0x10,)) + frame[7:] if len(frame) > 8 else frame


def test_a_damaged_answer_is_asked_for_again():
    def check(wire):
        bench = up(wire)
        asked = len(bench.chip.heard)
        once = []

        def mangle(frame):
            if len(frame) > 12 and not once:
                once.append(frame)
                return damaged(frame)
            return frame

        bench.chip.mangle = mangle
        bench.chip.card = CARDS[1]
        found = bench.run(400)
        assert found and set(found) == {"04A1B2C3D4E5F6"}
        assert bench.counts()[0] == 1
        assert set(bench.chip.heard[asked:]) == {LIST}  # no new start

    both(check)


def test_nothing_false_is_read_and_the_reader_recovers_whatever_comes():
    mangles = (
        damaged,
        lambda frame: b"",
        lambda frame: frame[:-4],
        lambda frame: b"" if frame == ACK else frame,
        lambda frame: ACK,
        lambda frame: ERROR,
        lambda frame: information(b""),
        lambda frame: information(b"\xd5"),
        lambda frame: information(b"\xd5\x4b"),
        lambda frame: information(b"\xd5\x4b\x01"),
        lambda frame: information(b"\xd5\x4b\x01\x01\x00\x04\x08\x07\x01\x02\x03\x04"),
        lambda frame: information(b"\xd5\x4b\x01\x01\x00\x04\x08\x00"),
        lambda frame: information(b"\xd5\x4b\x01\x01\x00\x04\x08\x0b" + bytes(11)),
        lambda frame: b"\x00\x00\xff\xfe\x02" + bytes(30),
        lambda frame: bytes(100),
        lambda frame: b"\x00\xff" * 40,
    )

    def check(wire):
        for number, mangle in enumerate(mangles):
            bench = up(wire)
            bench.chip.card = CARDS[0]
            bench.chip.mangle = mangle
            assert bench.run(3000) == [], number
            bench.chip.mangle = None
            assert "DEADBEEF" in bench.run(4000), number

    both(check)


def test_noise_before_a_frame_is_skipped():
    bench = up(Uart)
    bench.chip.mangle = lambda frame: b"\x80\x7f\x00" + frame
    bench.chip.card = CARDS[0]
    assert bench.run(1000)


def test_one_poll_never_waits():
    bench = up(Uart)

    class Slow(Uart):
        def read(self, count):
            assert count <= self.any()  # more would wait for the UART's time-out
            return super().read(count)

    bench.reader._port = Slow(bench.chip)
    bench.chip.card = CARDS[0]
    assert bench.run(1000)


class Ports:
    reader = None

    def ticks_ms(self):
        return 0

    def open_reader(self, board, kind):
        if kind not in board:
            raise ValueError("the board has no pins a and b")
        return Uart(Chip())


def test_the_reader_that_is_set_is_wired():
    for kind, made in (("pn532_uart", PN532), ("pn532_i2c", PN532), ("line", LineReader)):
        ports = Ports()
        assert fit(ports, kind, (kind,)) == ""
        assert isinstance(ports.reader, made)
        assert "session.readers.factory" not in sys.modules  # it gives its heap back


def test_a_reader_that_cannot_be_wired_is_said():
    ports = Ports()
    said = fit(ports, "line", ())
    assert said == "reader = line: the board has no pins a and b; no card is read"
    assert ports.reader is None
    assert "no wires here" in fit(object(), "line", ())


def test_an_i2c_chip_is_read_through_its_port():
    chip = Chip()
    clock = [0]
    reader = make("pn532_i2c", I2C(chip), lambda: clock[0])
    chip.card = CARDS[0]
    found = []
    for _ in range(200):
        clock[0] = chip.now_ms = chip.now_ms + 20
        found.append(reader.poll())
    assert "DEADBEEF" in found
