"""The Modbus slave on a network: two managers at most, and none of them can hold it up."""

import asyncio

from micropython import const

CLIENTS = const(2)  # more are turned away
_IDLE_S = const(60)  # a manager that says nothing for so long has gone
_FRAME_S = const(2)  # from the first byte of a request to its last, or to take an answer
_HEAD = const(7)  # transaction, protocol, length, unit
_SHORTEST = const(2)  # unit and function
_LONGEST = const(254)


class TcpSlave:
    """`server`: comms.server.Server. `run()` in a task; each manager gets one more."""

    def __init__(self, port, server, host="0.0.0.0"):
        self.server = server
        self.clients = 0
        self.turned_away = 0
        self.port = port
        self._host = host
        self.idle_s = _IDLE_S
        self.frame_s = _FRAME_S

    async def run(self):
        """Serve for ever. Raises OSError when the port cannot be had."""
        listener = await asyncio.start_server(self._meet, self._host, self.port)
        try:
            await asyncio.Event().wait()  # for ever
        finally:
            listener.close()

    async def _meet(self, reader, writer):
        if self.clients >= CLIENTS:
            self.turned_away += 1
            await self._close(writer)
            return
        self.clients += 1
        try:
            while await self._exchange(reader, writer):
                pass
        except (OSError, EOFError, asyncio.TimeoutError):
            pass  # it has gone, was too slow, or speaks something else
        finally:
            self.clients -= 1
            await self._close(writer)

    async def _exchange(self, reader, writer):
        """Answer one request; return whether it was one of Modbus."""
        first = await asyncio.wait_for(reader.readexactly(1), self.idle_s)
        asked = await asyncio.wait_for(_rest(reader, first), self.frame_s)
        if asked is None:
            return False
        head, body = asked
        answer = self.server.answer(body)
        size = len(answer) + 1
        writer.write(head[:4] + bytes((size >> 8, size & 255, head[6])) + answer)
        await asyncio.wait_for(writer.drain(), self.frame_s)
        return True

    async def _close(self, writer):
        try:
            writer.close()
            await asyncio.wait_for(writer.wait_closed(), self.frame_s)
        except (OSError, asyncio.TimeoutError):
            pass


async def _rest(reader, first):
    # None: not Modbus, whatever follows is no request
    head = first + await reader.readexactly(_HEAD - 1)
    size = head[4] << 8 | head[5]
    if head[2] or head[3] or not _SHORTEST <= size <= _LONGEST:
        return None
    return head, await reader.readexactly(size - 1)
