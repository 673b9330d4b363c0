"""The Modbus slave against a manager that is not ours: pymodbus over a pty and over TCP."""

import asyncio
import os
import pty
import time
import tty

import pytest
from pymodbus.client import AsyncModbusSerialClient, AsyncModbusTcpClient

from comms.bank import Bank
from comms.rtu_slave import RtuSlave
from comms.server import Server
from comms.set_point import SetPoint
from comms.tcp_slave import TcpSlave
from core.states import CHARGING
from meter.line import Line
from tests.comms.test_bank import row_of
from tests.shell.fakes import Pile

ADDRESS = 17
START = time.monotonic()


class PtyUart:
    """A UART on one end of a pseudo-terminal."""

    def __init__(self):
        self._end, self._other = pty.openpty()
        tty.setraw(self._other)
        self.path = os.ttyname(self._other)
        os.set_blocking(self._end, False)
        self._in = b""

    def write(self, data):
        os.write(self._end, bytes(data))

    def any(self):
        try:
            self._in += os.read(self._end, 4096)
        except BlockingIOError:
            pass
        return len(self._in)

    def read(self, count):
        data, self._in = self._in[:count], self._in[count:]
        return data

    def close(self):
        os.close(self._end)
        os.close(self._other)


def ticks_ms():
    return int((time.monotonic() - START) * 1000)


@pytest.fixture
def pile():
    made = Pile(b'{"max_current_a": 16, "authorise": "remote"}')
    made.app.values["modbus_watchdog_s"] = 0
    made.point = SetPoint(made.app)
    made.server = Server(Bank(made.app, made.point))
    made.charge()
    return made


def over_rtu(pile, play):
    """Run `play(client)` with a client on the pile's serial line."""

    async def run():
        uart = PtyUart()
        slave = RtuSlave(Line(uart, 19200, None, ticks_ms), ADDRESS, pile.server)
        task = asyncio.create_task(slave.run())
        client = AsyncModbusSerialClient(uart.path, baudrate=19200, timeout=2, retries=0)
        try:
            assert await client.connect()
            await play(client)
        finally:
            client.close()
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            uart.close()

    asyncio.run(run())


def over_tcp(pile, play, **patience):
    """Run `play(slave)` with a slave that listens on loopback."""

    async def run():
        with_port = asyncio.Event()
        slave = TcpSlave(0, pile.server, "127.0.0.1")
        for name, seconds in patience.items():
            setattr(slave, name, seconds)
        start_server = asyncio.start_server

        async def started(*arguments):
            listener = await start_server(*arguments)
            slave.port = listener.sockets[0].getsockname()[1]
            with_port.set()
            return listener

        asyncio.start_server = started
        try:
            task = asyncio.create_task(slave.run())
            await with_port.wait()
        finally:
            asyncio.start_server = start_server
        slave.opened = []
        try:
            await play(slave)
        finally:
            for writer in slave.opened:
                writer.close()
            await asyncio.sleep(0.05)  # every task of a client sees its end
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    asyncio.run(run())


async def manage(pile, client):
    """Do all that a manager does; every value is checked."""

    async def get(name, count=1, read=client.read_holding_registers):
        answer = await read(row_of(name)[0], count=count, device_id=ADDRESS)
        assert not answer.isError(), answer
        return answer.registers

    async def put(name, *words):
        address = row_of(name)[0]
        if len(words) == 1:
            answer = await client.write_register(address, words[0], device_id=ADDRESS)
        else:
            answer = await client.write_registers(address, list(words), device_id=ADDRESS)
        return answer.exception_code if answer.isError() else 0

    everything = await get("map_version", 38)
    assert everything == await get("map_version", 38, client.read_input_registers)
    assert everything[0] == 1
    assert await put("command", 1) == 0
    pile.run(3000)
    assert await get("state") == [CHARGING]
    assert await get("offered", 2) == [1600, 1600]
    assert await put("set_current", 1000, 0, 60) == 0
    assert await get("set_current", 3) == [1000, 0, 60]
    assert await get("set_state") == [1]
    assert pile.point.second(pile.ports.now_ms, 0, None) == (10000, 0)
    assert await put("set_pause", 1) == 0
    assert pile.point.second(pile.ports.now_ms, 0, None) == (0, 0)
    assert await put("set_pause", 2) == 3
    assert await put("set_current", 9000) == 3
    assert await put("state", 1) == 2
    assert await put("command", 1) == 4  # somebody has it already
    assert (
        await client.read_holding_registers(38, count=1, device_id=ADDRESS)
    ).exception_code == 2
    assert (await client.read_coils(0, count=1, device_id=ADDRESS)).exception_code == 1
    assert await put("command", 2) == 0


def test_a_manager_on_a_serial_line(pile):
    async def play(client):
        await manage(pile, client)

    over_rtu(pile, play)


def test_a_manager_on_the_network(pile):
    async def play(slave):
        client = AsyncModbusTcpClient("127.0.0.1", port=slave.port, timeout=2, retries=0)
        assert await client.connect()
        await manage(pile, client)
        client.close()

    over_tcp(pile, play)


READ = bytes((0, 9, 0, 0, 0, 6, 1, 3, 0, 0, 0, 1))
ANSWER = bytes((0, 9, 0, 0, 0, 5, 1, 3, 2, 0, 1))


async def connect(slave):
    reader, writer = await asyncio.open_connection("127.0.0.1", slave.port)
    slave.opened.append(writer)
    return reader, writer


async def ask(reader, writer):
    writer.write(READ)
    return await asyncio.wait_for(reader.read(100), 2)


def test_a_third_manager_is_turned_away_and_a_place_is_free_again(pile):
    async def play(slave):
        first, second, third = [await connect(slave) for _ in range(3)]
        assert await ask(*first) == ANSWER
        assert await ask(*second) == ANSWER
        assert await asyncio.wait_for(third[0].read(100), 2) == b""
        assert (slave.clients, slave.turned_away) == (2, 1)
        first[1].close()
        await asyncio.sleep(0.1)
        assert await ask(*await connect(slave)) == ANSWER
        assert await ask(*second) == ANSWER

    over_tcp(pile, play)


def test_who_dawdles_inside_a_request_or_says_nothing_loses_its_place(pile):
    async def play(slave):
        slow, silent = [await connect(slave) for _ in range(2)]
        slow[1].write(READ[:1])
        assert await asyncio.wait_for(slow[0].read(100), 2) == b""
        assert await asyncio.wait_for(silent[0].read(100), 2) == b""
        assert slave.clients == 0
        assert await ask(*await connect(slave)) == ANSWER

    over_tcp(pile, play, frame_s=0.1, idle_s=0.3)


def test_bytes_that_dribble_do_not_win_time(pile):
    async def play(slave):
        _, writer = await connect(slave)
        for byte in READ:
            writer.write(bytes((byte,)))
            await asyncio.sleep(0.05)
            if slave.clients == 0:
                break
        else:
            raise AssertionError("it was heard to the end")
        assert pile.server.requests == 0

    over_tcp(pile, play, frame_s=0.2)


@pytest.mark.parametrize(
    "said",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        bytes((0, 1, 0, 1)) + READ[4:],
        bytes((0, 1, 0, 0, 255, 255, 1, 3)),
        bytes((0, 1, 0, 0, 0, 1, 1)),
        bytes((0, 1, 0, 0, 0, 0, 1)),
    ],
)
def test_what_is_not_modbus_ends_the_connection(pile, said):
    async def play(slave):
        reader, writer = await connect(slave)
        writer.write(said)
        assert await asyncio.wait_for(reader.read(100), 2) == b""
        assert await ask(*await connect(slave)) == ANSWER

    over_tcp(pile, play)


def test_requests_in_a_row_are_answered_in_order(pile):
    async def play(slave):
        reader, writer = await connect(slave)
        for number in range(20):
            writer.write(bytes((7, number)) + READ[2:])
        for number in range(20):
            answer = await asyncio.wait_for(reader.readexactly(11), 2)
            assert answer == bytes((7, number)) + ANSWER[2:]

    over_tcp(pile, play)
