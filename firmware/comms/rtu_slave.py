"""The Modbus slave on a serial line: hears every frame, answers those for its address."""

from micropython import const

from comms.rtu_frames import BROADCAST, framed, request_at
from meter.rtu import LONGEST

_IDLE_MS = const(5)  # between two looks at a line on which nothing comes
_GAP_CHARS = const(4)  # 3.5 of silence end a frame
_LEAST_GAP_MS = const(2)  # MODBUS over serial line 2.5.1.1: 1.75 ms above 19200 baud


class RtuSlave:
    """`line`: meter.line.Line; `server`: comms.server.Server. `run()` in a task."""

    def __init__(self, line, address, server):
        self.server = server
        self._line = line
        self._address = address
        self._gap_ms = max(_LEAST_GAP_MS, line.lasts_ms(_GAP_CHARS))
        self._data = bytearray(2 * LONGEST)
        self._size = 0

    async def run(self):
        """Serve for ever."""
        while True:
            await self._hear()
            at = request_at(self._data, self._size, self._address)
            size, self._size = self._size, 0
            if at >= 0:
                await self._serve(at, size)

    async def _hear(self):
        # until the line is silent; what is longer than any frame is nobody's
        line, data = self._line, self._data
        while True:
            await line.pause_ms(self._gap_ms if self._size else _IDLE_MS)
            size = line.take(data, self._size)
            if size and size == self._size:
                return
            self._size = size if size < len(data) else 0

    async def _serve(self, at, size):
        data, line = self._data, self._line
        answer = self.server.answer(bytes(data[at + 1 : size - 2]))
        if data[at] == BROADCAST:
            return
        frame = framed(self._address, answer)
        await line.send(frame)
        await line.pause_ms(self._gap_ms)
        size = line.take(data, 0)
        echo = len(frame)
        if data[: min(size, echo)] == frame:
            # two wires: what we hear ourselves say would pass for a request after a write
            data[: size - echo] = data[echo:size]
            size -= echo
        self._size = size
