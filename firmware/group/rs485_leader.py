"""The leader's end of a group on RS-485: see group.rs485."""

from micropython import const

from comms.rtu_frames import framed
from core.clock import elapsed
from group.message import CYCLE_MS, LONGEST
from group.rs485 import READ, READ_WRITE, REGISTER, WORDS, message_in
from meter.master import Master
from meter.rtu import ANSWER

_ANSWER_MS = const(60)  # a pile's longest slice of another task, and more
_REST_MS = const(20)
_BOX = const(64)  # messages that wait for the leader


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
    at = bytes((REGISTER >> 8, REGISTER & 255))
    read = at + bytes((0, WORDS))
    if data is None:
        return bytes((READ,)) + read
    size = len(data)
    return bytes((READ_WRITE,)) + read + at + bytes((0, size // 2, size)) + data
