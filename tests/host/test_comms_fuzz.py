"""The Modbus slave and what is no Modbus: noise, damaged frames, managers that hang."""

import asyncio
import random
import tracemalloc

from comms import registers
from comms.bank import Bank
from comms.rtu_frames import framed
from comms.rtu_slave import RtuSlave
from comms.server import FAILED, Server
from comms.set_point import SetPoint
from comms.tcp_slave import CLIENTS, TcpSlave
from tests.meter.wire import Wire
from tests.shell.fakes import Pile

FRAMES = 100000
ADDRESS = 17
ALLOWED = {row[registers.ADDRESS]: row[registers.ALLOWED] for row in registers.ROWS}


class Oracle(SetPoint):
    """A set-point that is told what may be written, and refuses nothing."""

    def __init__(self, app):
        SetPoint.__init__(self, app)
        self.written = []

    def write(self, name, value):
        self.written.append((name, value))
        return name == "command" or SetPoint.write(self, name, value)


class Noticing(Bank):
    """A bank whose own faults are not hidden."""

    faults = 0

    def read(self, address, count):
        return self._noticed(Bank.read, address, count)

    def write(self, address, words):
        return self._noticed(Bank.write, address, words)

    def _noticed(self, function, *arguments):
        try:
            return function(self, *arguments)
        except (LookupError, TypeError, AttributeError, OverflowError, MemoryError):
            self.faults += 1
            raise


def made():
    pile = Pile(b'{"max_current_a": 16}')
    pile.app.values["modbus_watchdog_s"] = 0
    point = Oracle(pile.app)
    bank = Noticing(pile.app, point)
    return point, bank, Server(bank)


def asked_by(dice):
    """Return a request: of noise, nearly right, or right."""
    function = dice.choice((3, 4, 6, 16, 16, dice.randrange(256)))
    address = dice.choice((dice.randrange(120), dice.randrange(99, 107), dice.randrange(65536)))
    word = dice.choice((0, 1, 2, 8000, 8001, 65535, dice.randrange(65536)))
    asked = bytearray((function, address >> 8, address & 255, word >> 8, word & 255))
    if function == 16:
        count = dice.choice((1, 2, 3, 4, dice.randrange(130)))
        asked[3:] = bytes((0, count, 2 * count & 255)) + dice.randbytes(2 * count)
    if dice.random() < 0.3:
        asked[dice.randrange(len(asked))] = dice.randrange(256)
    if dice.random() < 0.2:
        asked = asked[: dice.randrange(1, len(asked) + 1)] + dice.randbytes(dice.randrange(4))
    return bytes(asked)


def may_write(asked):
    """Return [(address, value)...] that a request writes if they may be, by the specification."""
    at = asked[1] << 8 | asked[2] if len(asked) > 2 else -1
    if asked[0] == 6 and len(asked) == 5:
        return [(at, asked[3] << 8 | asked[4])]
    if asked[0] == 16 and len(asked) > 6 and not asked[3]:
        count = asked[4]
        if 0 < count <= 123 and asked[5] == 2 * count and len(asked) == 6 + 2 * count:
            return [(at + i, asked[6 + 2 * i] << 8 | asked[7 + 2 * i]) for i in range(count)]
    return []


def is_allowed(address, value):
    allowed = ALLOWED.get(address, ())
    return bool(allowed) and (allowed[0] <= value <= allowed[1] or value in allowed[2:])


def test_no_request_raises_and_none_writes_what_is_not_allowed():
    dice = random.Random(1)
    point, bank, server = made()
    written = 0
    for _ in range(FRAMES):
        asked = asked_by(dice)
        point.written.clear()
        answer = server.answer(asked)
        rows = may_write(asked)
        wanted = rows if rows and all(is_allowed(*row) for row in rows) else []
        assert len(point.written) == len(wanted), asked
        assert sorted(value for _, value in point.written) == sorted(value for _, value in wanted)
        written += len(wanted) > 0
        assert answer[0] in (asked[0], asked[0] | 0x80) and len(answer) <= 253
        assert not (answer[0] & 0x80 and answer[1] == FAILED), asked
    assert bank.faults == 0 and written > 500


class Over(Exception):
    """The line is quiet."""


def test_noise_on_the_line_is_no_request_and_takes_no_memory():
    dice = random.Random(2)
    point, bank, server = made()
    wire = Wire()
    slave = RtuSlave(wire.line(19200), ADDRESS, server)
    pause_ms = wire.pause_ms
    looks = [0]

    async def paused(wait_ms):
        looks[0] -= 1
        if looks[0] < 0:
            raise Over
        await pause_ms(wait_ms)

    slave._line.pause_ms = paused
    tracemalloc.start()
    before = 0
    for count in range(FRAMES // 10):
        data = dice.choice((dice.randbytes(dice.randrange(1, 40)), asked_by(dice)))
        if dice.random() < 0.6:
            data = bytes(framed(dice.choice((0, 16, ADDRESS, ADDRESS)), data))
        if dice.random() < 0.3:
            at = dice.randrange(len(data))
            data = data[:at] + dice.randbytes(1) + data[at + 1 :]
        if dice.random() < 0.01:
            data = dice.randbytes(dice.choice((255, 512, 513, 2000)))
        wire.put(data)
        looks[0] = 4
        try:
            slave.run().send(None)
        except Over:
            pass
        del wire.sent[:], wire.sent_ms[:], wire.drives[:], point.written[:]
        if count == 1000:
            before = tracemalloc.get_traced_memory()[0]
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert bank.faults == 0 and server.requests > 500
    assert grown < 20000, grown


async def _silent(server):
    slave = TcpSlave(0, server, "127.0.0.1")
    slave.idle_s, slave.frame_s = 0.3, 0.2
    listener = await asyncio.start_server(slave._meet, "127.0.0.1", 0)
    port = listener.sockets[0].getsockname()[1]
    dice = random.Random(3)
    for _ in range(8):
        ends = [await asyncio.open_connection("127.0.0.1", port) for _ in range(CLIENTS + 2)]
        for _, writer in ends:  # nothing, noise, half a request, one whose answer nobody takes
            writer.write(dice.choice((b"", dice.randbytes(30), b"\0\1\0\0\0\6\1\3\0", READ * 200)))
        await asyncio.sleep(2 * slave.idle_s + slave.frame_s)
        assert slave.clients == 0
        for _, writer in ends:
            writer.transport.abort()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(READ)
    assert (await asyncio.wait_for(reader.readexactly(11), 1))[7:9] == b"\3\2"
    writer.close()
    listener.close()


READ = b"\0\7\0\0\0\6\1\3\0\0\0\1"


def test_managers_that_hang_are_let_go_and_the_next_is_served():
    asyncio.run(_silent(made()[2]))
