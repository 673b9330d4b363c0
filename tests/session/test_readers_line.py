from session.readers.line import LineReader


class Uart:
    def __init__(self):
        self.data = b""

    def any(self):
        return len(self.data)

    def read(self, count):
        assert count <= len(self.data)
        got, self.data = self.data[:count], self.data[count:]
        return got


class Bench:
    def __init__(self):
        self.uart = Uart()
        self.now_ms = 0
        self.reader = LineReader(self.uart, lambda: self.now_ms)

    def say(self, *parts, pause_ms=20):
        """Return what is read while the parts come."""
        found = []
        for part in parts:
            self.uart.data += part
            self.now_ms = (self.now_ms + pause_ms) % 2**30
            while self.uart.any():
                uid = self.reader.poll()
                if uid is not None:
                    found.append(uid)
        assert self.reader.poll() is None
        return found

    def bad(self):
        return self.reader.notes()[0][1]


def test_a_line_of_digits_is_an_id():
    for said, uid in (
        (b"04A1B2C3D4E5F6\r\n", "04A1B2C3D4E5F6"),
        (b"deadbeef\n", "DEADBEEF"),
        (b"0012345678\r", "0012345678"),
        (b"04:a1:b2:c3\r\n", "04A1B2C3"),
        (b"04 a1 b2 c3\r\n", "04A1B2C3"),
        (b"\x0204A1B2C3D4E5F6\x03", "04A1B2C3D4E5F6"),
        (b"0123456789abcdef0123\r", "0123456789ABCDEF0123"),
    ):
        bench = Bench()
        assert bench.say(said) == [uid], said
        assert bench.bad() == 0


def test_it_may_come_in_pieces():
    bench = Bench()
    assert bench.say(*[bytes((byte,)) for byte in b"DEADBEEF\r\n"]) == ["DEADBEEF"]
    assert bench.say(b"DEADBEEF\r", b"\n11111111\r", b"\n") == ["DEADBEEF", "11111111"]


def test_an_rdm6300_frame_carries_a_checksum():
    bench = Bench()
    assert bench.say(b"\x027C0055F4EC31\x03") == ["7C0055F4EC"]
    assert bench.say(b"\x027C0055F4EC31\r\n\x03") == ["7C0055F4EC"]
    assert bench.bad() == 0
    assert bench.say(b"\x027C0055F4ED31\x03") == []
    assert bench.bad() == 1


def test_what_is_no_id_is_counted_and_the_next_one_is_read():
    for said in (
        b"1234567\r",
        b"123456789012345678901\r",
        b"DEADBEEG\r",
        b"\xff\x00\xfe\r",
        b"A" * 999 + b"\r",
    ):
        bench = Bench()
        assert bench.say(said) == []
        assert bench.bad() == 1, said
        assert bench.say(b"DEADBEEF\r") == ["DEADBEEF"]


def test_a_line_that_stops_halfway_is_none():
    bench = Bench()
    assert bench.say(b"DEAD") == []
    bench.now_ms += 600
    assert bench.say(b"11111111\r") == ["11111111"]
    assert bench.bad() == 0


def test_across_the_wrap_of_the_clock():
    bench = Bench()
    bench.now_ms = 2**30 - 30
    bench.reader = LineReader(bench.uart, lambda: bench.now_ms)
    assert bench.say(b"DE", b"ADBE", b"EF\r") == ["DEADBEEF"]


def test_empty_lines_are_nothing():
    bench = Bench()
    assert bench.say(b"\r\n\r\n\x02\x03") == []
    assert bench.bad() == 0


def test_one_poll_takes_a_bounded_bite():
    bench = Bench()
    bench.uart.data = b"A" * 5000
    bench.reader.poll()
    assert len(bench.uart.data) == 5000 - 32
