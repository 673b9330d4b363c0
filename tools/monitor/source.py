"""What the pile says, as one record a look: parts that change slowly are asked for less often.

A record is a dict: `at` (unix s), `pile`, `limits`, `unit` as `watch` of the console gives them,
now and then `trace` ({"columns", "rows"}: around a fault), or `lost` (why nobody answers).
"""

import time

from tools.link import Link, LinkError

LOOK_S = 0.5
_LIMITS_S = 2.0  # also when an offer changes
_UNIT_S = 5.0


class Source:
    """A pile at a port. `look` as often as wanted; it comes back when the board does."""

    def __init__(self, port, patience_s=4, clock=time.time):
        self._port = port
        self._patience_s = patience_s
        self._clock = clock
        self._link = Link(port, patience_s)  # raises LinkError: the first time it is a mistake
        self._last = {}
        self._due = {"limits": 0.0, "unit": 0.0}
        self._told = None  # the fault whose trace was recorded

    def close(self):
        """Leave the port to others, and the pile its memory."""
        if self._link is not None:
            try:
                self._link.ask("watch", "end")
            except LinkError:  # it has gone
                pass
        self._drop()

    def look(self):
        """Return a record; with `lost` when there is no pile at present."""
        try:
            if self._link is None:
                self._link = Link(self._port, self._patience_s)
            self._last = self._ask(self._clock())
            return self._last
        except LinkError as error:
            self._drop()
            self._due = dict.fromkeys(self._due, 0.0)
            return {**self._last, "at": self._clock(), "lost": str(error), "trace": None}

    def _drop(self):
        if self._link is not None:
            self._link.close()
            self._link = None

    def _ask(self, now):
        pile = self._part("pile")
        record = {"at": now, "pile": pile, "trace": self._trace(pile)}
        before = self._last.get("pile", {})
        if any(pile[key] != before.get(key) for key in ("limit_ma", "ceiling_ma", "reasons")):
            self._due["limits"] = now
        for part, period_s in (("limits", _LIMITS_S), ("unit", _UNIT_S)):
            record[part] = self._last.get(part)
            if now >= self._due[part] or not record[part]:
                self._due[part] = now + period_s
                record[part] = self._part(part)
        return record

    def _part(self, part):
        answer = self._link.ask("watch", part)
        if "errors" in answer:  # a part that an older pile does not know
            raise LinkError("; ".join(answer["errors"]))
        return answer

    def _trace(self, pile):
        # once for each fault, when its last row is in: 1 s after it
        if not pile["frozen"]:
            self._told = None
        elif self._told is None:
            self._told = True
            head, *rows = self._link.rows("trace")
            return {"columns": head["columns"], "rows": rows}
        return None
