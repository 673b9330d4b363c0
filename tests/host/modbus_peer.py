"""A pymodbus server on a pty as the meter, on a line that loses, spoils and delays frames.

The server is real and answers in its own time; the time of master and line is virtual and
stands still meanwhile. So a run is the same on a busy machine.
"""

import asyncio
import os
import pty
import random
import struct
import tty

from pymodbus.framer import FramerType
from pymodbus.server import ModbusSerialServer
from pymodbus.simulator import DataType, SimData, SimDevice

from tests.meter.wire import Wire

_PATIENCE_S = 5  # real seconds: then the server is broken
_THINKS_MS = (10, 60)
_LATE_MS = (160, 900)


def words(form, value):
    """Return the registers of a value in struct's form, the highest first."""
    data = struct.pack(">" + form, value)
    return [data[at] << 8 | data[at + 1] for at in range(0, len(data), 2)]


def little(form, value):
    """Return the same, the lowest first."""
    return words(form, value)[::-1]


class Peer(Wire):
    """The UART, the line and the clock of a master; `faults`: share of frames, of 1."""

    def __init__(self, registers, faults=0.0, seed=1, ids=(1,)):
        super().__init__()
        self.faults = faults
        self.hits = {"lost": 0, "spoilt": 0, "late": 0}
        self._dice = random.Random(seed)
        self._registers = registers  # function: {register: words}
        self._ids = ids
        self._owed = 0  # answers the server has not given yet
        self._came = None
        self._alarms = []  # (when, event)

    async def start(self):
        self._master, slave = pty.openpty()
        tty.setraw(slave)
        path = os.ttyname(slave)
        self._came = asyncio.Event()
        none = [SimData(0, values=False, count=16, datatype=DataType.BITS)]
        blocks = (none, none, self._blocks(3), self._blocks(4))
        devices = [SimDevice(id=number, simdata=blocks) for number in self._ids]
        self._server = ModbusSerialServer(devices, framer=FramerType.RTU, port=path)
        await self._server.serve_forever(background=True)
        os.close(slave)
        asyncio.get_running_loop().add_reader(self._master, self._reply)

    def _blocks(self, function):
        return [
            SimData(at, values=values, datatype=DataType.REGISTERS)
            for at, values in sorted(self._registers.get(function, {}).items())
        ] or [SimData(65535, values=0, datatype=DataType.REGISTERS)]

    async def stop(self):
        asyncio.get_running_loop().remove_reader(self._master)
        await self._server.shutdown()
        os.close(self._master)

    async def change(self, function, at, values):
        """Write registers of the meter."""
        for number in self._ids:
            await self._server.async_setValues(number, function, at, values)

    def write(self, data):
        data = bytes(data)
        self.sent.append(data)
        self.sent_ms.append(self.now_ms)
        self.ask(data)

    def ask(self, data):
        """Have a request on the line, ours or another master's.

        A spoilt one is lost: a meter drops it at the next silence, which pymodbus does not know.
        """
        if self._fault(("lost", "spoilt")):
            return
        self._owed += 1
        os.write(self._master, data)

    def foreign(self, data):
        """Have another master ask: its question is heard on the line, then the answer."""
        self.put(data)
        self.ask(data)

    async def idle(self, ms):
        """Wait for virtual time that the master lets pass."""
        alarm = asyncio.Event()
        self._alarms.append((self.now_ms + ms, alarm))
        await alarm.wait()

    def _reply(self):
        data = os.read(self._master, 4096)
        self._owed -= 1
        fault = self._fault(("lost", "spoilt", "late"))
        if fault == "spoilt":
            data = self._spoilt(data)
        span = _LATE_MS if fault == "late" else _THINKS_MS
        if fault != "lost":
            self.put(data, self._dice.randint(*span))
        self._came.set()

    def _fault(self, kinds):
        if self._dice.random() >= self.faults:
            return ""
        fault = self._dice.choice(kinds)
        self.hits[fault] += 1
        return fault

    def _spoilt(self, data):
        broken = bytearray(data)
        for _ in range(self._dice.randint(1, 3)):
            broken[self._dice.randrange(len(broken))] ^= self._dice.randint(1, 255)
        cut = self._dice.choice((len(broken), len(broken) - 1, len(broken) // 2))
        return bytes(broken[:cut]) if bytes(broken) != bytes(data) else b""

    async def pause_ms(self, ms):
        while self._owed > 0:
            self._came.clear()
            await asyncio.wait_for(self._came.wait(), _PATIENCE_S)
        await super().pause_ms(ms)
        for when_ms, alarm in self._alarms:
            if when_ms <= self.now_ms:
                alarm.set()
        await asyncio.sleep(0)
