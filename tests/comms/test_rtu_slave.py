"""The slave on a line it shares: frames, gaps, other devices, its own echo."""

from comms.rtu_frames import framed, request_at
from comms.rtu_slave import RtuSlave
from comms.server import Server
from tests.comms.test_server import Bank
from tests.meter.wire import Wire, frame

READ = frame(17, 3, 0, 1, 0, 2)
ANSWER = frame(17, 3, 4, 0, 1, 0, 2)
WRITE = frame(17, 6, 0, 5, 0, 9)
OTHERS = (
    frame(16, 3, 0, 1, 0, 2),  # another slave is asked
    frame(16, 3, 4, 0, 1, 0, 2),  # and answers
    frame(16, 0x83, 2),
    frame(16, 6, 0, 5, 0, 9),
    frame(16, 16, 0, 1, 0, 2, 4, 0, 1, 0, 2),
    frame(16, 16, 0, 1, 0, 2),
    frame(16, 1, 0, 1, 0, 2),
    frame(16, 1, 1, 0x55),
    frame(16, 0x41, 1, 2, 3, 4, 5, 6, 7, 8),
)


class Bench:
    """A slave on a wire; `step` is one turn of its task."""

    def __init__(self, **wire):
        self.wire = Wire(**wire)
        self.bank = Bank()
        self.slave = RtuSlave(self.wire.line(19200, driven=True), 17, Server(self.bank))

    def run(self, ms):
        """Run the task for so long."""
        end_ms = self.wire.now_ms + ms
        pause_ms = self.wire.pause_ms

        async def paused(wait_ms):
            if self.wire.now_ms >= end_ms:
                raise StopAsync
            await pause_ms(wait_ms)

        self.slave._line.pause_ms = paused
        try:
            self.slave.run().send(None)
        except StopAsync:
            pass

    def hear(self, *frames):
        """Have frames on the line, each after a silence; return what was answered."""
        self.wire.sent.clear()
        for data in frames:
            self.wire.put(data)
            self.run(50)
        return self.wire.sent


class StopAsync(Exception):
    """The time of a run is over."""


def test_a_frame_is_found_at_the_end_of_what_was_heard():
    for before in OTHERS[:-1]:
        data = before + READ
        assert request_at(data, len(data), 17) == len(before)
    assert request_at(READ, 8, 16) == -1
    assert request_at(READ + OTHERS[1], 17, 17) == -1
    assert request_at(READ, 7, 17) == -1
    assert request_at(framed(17, bytes((0x55, 1, 2, 3))), 7, 17) == 0


def test_a_request_is_answered_with_the_driver_held():
    bench = Bench()
    assert bench.hear(READ) == [ANSWER]
    assert bench.wire.drives == [1, "write", "flush", 0]
    assert bench.hear(WRITE) == [WRITE]
    assert bench.bank.words[5] == 9
    assert bench.hear(frame(17, 7)) == [frame(17, 0x87, 1)]


def test_what_is_for_others_or_damaged_is_not_answered():
    bench = Bench()
    assert bench.hear(*OTHERS) == []
    spoilt = bytearray(READ)
    for at in range(8):
        spoilt[at] ^= 4
        assert bench.hear(bytes(spoilt)) == []
        spoilt[at] ^= 4
    for cut in range(1, 8):
        assert bench.hear(READ[:cut], READ[cut:]) == []
    assert bench.slave.server.requests == 0
    assert bench.hear(READ) == [ANSWER]


def test_bytes_may_come_in_pieces_without_a_gap():
    bench = Bench()
    for at in range(8):
        bench.wire.put(READ[at : at + 1], 2 * at)
    bench.run(60)
    assert bench.wire.sent == [ANSWER]


def test_a_task_that_was_late_still_finds_its_request():
    bench = Bench()
    assert bench.hear(b"".join(OTHERS[:-1]) + READ) == [ANSWER]
    assert bench.hear(READ + OTHERS[0]) == []  # whoever asks us waits


def test_a_broadcast_is_done_and_not_answered():
    bench = Bench()
    assert bench.hear(frame(0, 6, 0, 5, 0, 33)) == []
    assert bench.bank.words[5] == 33


def test_its_own_echo_is_no_request():
    bench = Bench(echo=True)
    assert bench.hear(WRITE) == [WRITE]
    assert bench.slave.server.requests == 1
    assert bench.hear(WRITE) == [WRITE]  # the manager says the same again
    assert bench.hear(READ) == [ANSWER]
    assert bench.slave.server.requests == 3


def test_the_same_write_again_and_again_is_no_echo():
    bench = Bench()
    assert bench.hear(WRITE, WRITE, WRITE) == [WRITE, WRITE, WRITE]


def test_a_line_of_noise_is_endured():
    bench = Bench()
    for _ in range(40):
        bench.wire.put(bytes(range(256)))
        bench.run(3)
    bench.run(50)
    assert bench.hear(READ) == [ANSWER]
