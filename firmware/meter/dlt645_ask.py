"""One question and its answer on a DL/T 645 line. DL-007."""

from micropython import const

from core.clock import elapsed
from meter import dlt645_frame as frame

_ANSWER_MS = const(520)  # DL-007: 500 ms before and between bytes, and some for this task
_BREAK_MS = const(60)  # silence behind a damaged frame
_CHATTER_MS = const(2500)  # longest wait for an answer on a line that is never quiet
_STEP_MS = const(10)


class Asker:
    """`counts`: how often each of the frame's OUTCOMES came; `answer` holds the last one."""

    def __init__(self, line):
        self.line = line
        self.answer = frame.Answer()
        self.counts = [0] * len(frame.OUTCOMES)

    async def ask(self, asked):
        """Send a request; return ANSWER and so on."""
        line = self.line
        for _ in range(_CHATTER_MS // _STEP_MS):
            if not line.discard():  # a late answer, or a frame that is none of ours
                break
            await line.pause_ms(_STEP_MS)
        self.answer.clear()
        await line.send(asked)
        outcome = await self._listen(asked)
        self.counts[outcome] += 1
        return outcome

    async def _listen(self, asked):
        line, answer = self.line, self.answer
        wait_ms = _ANSWER_MS
        began_ms = since_ms = line.ticks_ms()
        while True:
            await line.pause_ms(_STEP_MS)
            now_ms = line.ticks_ms()
            size = line.take(answer.buffer, answer.size)
            if size != answer.size:
                answer.size = size
                outcome = answer.judge(asked)
                if outcome != frame.MORE:
                    return outcome
                since_ms = now_ms
                wait_ms = _BREAK_MS if answer.worst == frame.DAMAGED else _ANSWER_MS
            quiet = elapsed(now_ms, since_ms) >= wait_ms
            if quiet or elapsed(now_ms, began_ms) >= _CHATTER_MS:
                return frame.DAMAGED if answer.size else answer.worst
