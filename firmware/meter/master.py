"""A Modbus RTU master that asks one question at a time and trusts no answer but its own."""

from micropython import const

from core.clock import elapsed
from meter.rtu import BUSY, DAMAGED, FOREIGN, MORE, SILENT, Answer, shape

LATE_MS = const(1000)  # an answer may come so long after its question, if the line is slow
_STEP_MS = const(4)  # between two looks at the line
_BREAK_MS = const(40)  # so long without a byte inside a frame: it was cut short
_LONGEST_HUSH_MS = const(2000)


class Master:
    """`answer_ms`: how long the meter may think before its first byte."""

    def __init__(self, line, answer_ms):
        self.answer = Answer()
        self._line = line
        self._answer_ms = answer_ms
        self._gap_ms = max(2, line.lasts_ms(4))  # 3.5 characters end a frame
        self._owed = {}  # shape: (request, when), of questions that were not answered in time
        self._wary = True  # what was heard last was not our answer, or nothing was yet

    async def ask(self, asked):
        """Send a request; return ANSWER and so on. `answer` holds the bytes."""
        line, answer = self._line, self.answer
        if not await self._hush(asked):
            return BUSY
        answer.clear()
        await line.send(asked)
        outcome = await self._listen(asked)
        self._wary = outcome in (DAMAGED, FOREIGN)
        if outcome in (SILENT, DAMAGED, FOREIGN):
            self._owed[shape(asked)] = (asked, line.ticks_ms())
        return outcome

    async def _hush(self, asked):
        # Another master's question may wait for its answer: after any byte that we had not
        # asked for, the line must be quiet for as long as a meter may think.
        line = self._line
        start_ms = quiet_ms = line.ticks_ms()
        while True:
            now_ms = line.ticks_ms()
            if line.discard():
                self._wary = True
                quiet_ms = now_ms
            gap_ms = self._answer_ms if self._wary else self._gap_ms
            if elapsed(now_ms, quiet_ms) >= gap_ms and not self.owes(asked, now_ms):
                return True
            if elapsed(now_ms, start_ms) >= _LONGEST_HUSH_MS:
                return False
            await line.pause_ms(_STEP_MS)

    def owes(self, asked, now_ms):
        """Return whether a late answer to another question could be taken for one to `asked`.

        `ask` waits for that to end, LATE_MS at most; meanwhile others can be asked.
        """
        owed = self._owed.get(shape(asked))
        return bool(owed) and owed[0] != asked and elapsed(now_ms, owed[1]) < LATE_MS

    async def _listen(self, asked):
        line, answer = self._line, self.answer
        limit_ms = self._answer_ms
        since_ms = line.ticks_ms()  # of the request's end, then of the last byte
        while True:
            await line.pause_ms(_STEP_MS)
            size = line.take(answer.data, answer.size)
            now_ms = line.ticks_ms()
            if size != answer.size:
                answer.size = size
                outcome = answer.judge(asked)
                if outcome != MORE:
                    return outcome
                since_ms = now_ms
                limit_ms = _BREAK_MS if size > answer.start else self._answer_ms
            elif elapsed(now_ms, since_ms) >= limit_ms:
                return DAMAGED if size > answer.start else SILENT
