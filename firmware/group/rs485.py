"""A group's messages on RS-485: the leader visits each pile by Modbus function 23 (or 3).

Written are the registers of what the leader says, read are those of what the pile says: filled
up with 255. A pile answers to its number in the group; the bus belongs to the group.
"""

from micropython import const

from comms.rtu_frames import framed
from comms.rtu_slave import RtuSlave
from core.clock import elapsed
from group.message import CYCLE_MS, LONGEST, SIZES, kind
from meter.master import Master
from meter.rtu import ANSWER

_READ = const(3)
_READ_WRITE = const(23)
_REGISTER = const(0x4750)  # "GP"
_WORDS = LONGEST // 2
_FUNCTION_ERROR = const(1)
_ADDRESS_ERROR = const(2)
_ANSWER_MS = const(60)  # a pile's longest slice of another task, and more
_REST_MS = const(20)
_BOX = const(64)  # messages that wait for the leader
_FILL = b"\xff" * LONGEST


def message_in(data):
    """Return the message that begins `data`, None when there is none."""
    for size in SIZES:
        if kind(data[:size])[0] >= 0:
            return bytes(data[:size])
    return None


class Visitor(Master):
    """A master whose answers tell themselves who they are from: no wait for late ones."""

    def owes(self, asked, now_ms):
        """Return False: a late answer has another address, or an old stamp."""
        return False


class LeaderBus:
    """The link of group.leader; `run()` in a task."""

    def __init__(self, line, own_id, piles):
        self.visits = 0
        self.answers = 0
        self._line = line
        self._master = Visitor(line, _ANSWER_MS)
        self._piles = [pile for pile in range(1, piles + 1) if pile != own_id]
        self._out = {}  # pile: the newest message for it
        self._in = []

    def send(self, to_id, data):
        """Have `data` taken along by the next visit; an older one is not sent any more."""
        self._out[to_id] = data

    def poll(self):
        """Return the next message, None when there is none."""
        return self._in.pop(0) if self._in else None

    async def run(self):
        """Visit every pile once in a cycle, for ever."""
        line = self._line
        while True:
            begun_ms = line.ticks_ms()
            for at in range(len(self._piles)):
                await self._visit(self._piles[at])
                due_ms = CYCLE_MS * (at + 1) // len(self._piles)
                while elapsed(line.ticks_ms(), begun_ms) < due_ms:
                    await line.pause_ms(_REST_MS)

    async def _visit(self, pile):
        self.visits += 1
        asked = framed(pile, _question(self._out.pop(pile, None)))
        if await self._master.ask(asked) == ANSWER:
            self.answers += 1
            answer = self._master.answer
            data = message_in(answer.data[answer.values : answer.values + LONGEST])
            if data is not None and len(self._in) < _BOX:
                self._in.append(data)


def _question(data):
    at = bytes((_REGISTER >> 8, _REGISTER & 255))
    read = at + bytes((0, _WORDS))
    if data is None:
        return bytes((_READ,)) + read
    size = len(data)
    return bytes((_READ_WRITE,)) + read + at + bytes((0, size // 2, size)) + data


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
        if function not in (_READ, _READ_WRITE):
            return bytes((function | 0x80, _FUNCTION_ERROR))
        if asked[1:5] != bytes((_REGISTER >> 8, _REGISTER & 255, 0, _WORDS)):
            return bytes((function | 0x80, _ADDRESS_ERROR))
        if function == _READ_WRITE:
            self._in = message_in(asked[10:])
        said, self._out = self._out or b"", None
        return bytes((function, LONGEST)) + said + _FILL[len(said) :]
