"""A member's end of a group on RS-485: see group.rs485."""

from micropython import const

from comms.rtu_slave import RtuSlave
from group.message import LONGEST
from group.rs485 import READ, READ_WRITE, REGISTER, WORDS, message_in

_FUNCTION_ERROR = const(1)
_ADDRESS_ERROR = const(2)
_FILL = b"\xff" * LONGEST


class MemberBus:
    """The link of group.member; `run()` in a task. It is the server of its own slave."""

    def __init__(self, line, own_id):
        self._slave = RtuSlave(line, own_id, self)
        self._out = None  # the newest message for the leader
        self._in = None

    def send(self, _to_id, data):
        """Have `data` fetched by the leader's next visit."""
        self._out = data

    def poll(self):
        """Return what the leader said last, once; None: nothing new."""
        data, self._in = self._in, None
        return data

    async def run(self):
        """Answer the leader for ever."""
        await self._slave.run()

    def answer(self, asked):
        """Return the answer to a request: see comms.rtu_slave."""
        function = asked[0]
        if function not in (READ, READ_WRITE):
            return bytes((function | 0x80, _FUNCTION_ERROR))
        if asked[1:5] != bytes((REGISTER >> 8, REGISTER & 255, 0, WORDS)):
            return bytes((function | 0x80, _ADDRESS_ERROR))
        if function == READ_WRITE:
            self._in = message_in(asked[10:])
        said, self._out = self._out or b"", None
        return bytes((function, LONGEST)) + said + _FILL[len(said) :]
