"""What came of each expectation, decided on the trace of changes.

A trace is a list of (us, signal, value) in order of time. Values are compared as they stand once
everything of one microsecond has happened: what comes and goes within it was never there.
"""

from tools.scenario.expect import matches


class Verdict:
    """`ok`; if not, `seen` says what was there instead and `at_us` since when."""

    def __init__(self, expectation, ok, seen="", at_us=None):
        self.expectation = expectation
        self.ok = ok
        self.seen = seen
        self.at_us = at_us

    def as_dict(self):
        """Return it for `--json`."""
        row = {
            "expect": self.expectation.number,
            "ok": self.ok,
            "wanted": wanted(self.expectation),
        }
        if not self.ok:
            row["seen"] = self.seen
            row["ms"] = ms(self.at_us)
        return row


def ms(at_us):
    """Return microseconds in milliseconds, None as None."""
    return None if at_us is None else at_us / 1000


def _text(value):
    if isinstance(value, dict):
        low, high = value.get("min"), value.get("max")
        if low is None or high is None:
            return f"at most {high}" if low is None else f"at least {low}"
        return f"{low} to {high}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(sorted(value)) + "]"
    return "not known yet" if value is None else str(value)


def wanted(expectation):
    """Say an expectation in words."""
    choices = (
        " and ".join(f"{signal} {_text(value)}" for signal, value in pairs)
        for pairs in expectation.alternatives
    )
    condition = " or ".join(choices)
    stretch = f"from {ms(expectation.from_us)} to {ms(expectation.until_us)} ms"
    if expectation.form == "reaches":
        within = ms(expectation.until_us - expectation.from_us)
        return f"{condition} within {within} ms after {ms(expectation.from_us)} ms"
    return f"{'never ' * (expectation.form == 'never')}{condition} {stretch}"


def _moments(expectation, trace):
    """Yield (us, condition true, values) at each microsecond that changed what is spoken of.

    The first is at -1: before the first change nothing is known.
    """
    values = dict.fromkeys(expectation.signals)
    at_us = -1
    for us, signal, value in trace:
        if signal not in values:
            continue
        if us != at_us:
            yield at_us, _true(expectation, values), dict(values)
            at_us = us
        values[signal] = value
    yield at_us, _true(expectation, values), dict(values)


def _true(expectation, values):
    return any(
        all(matches(values[signal], value) for signal, value in pairs)
        for pairs in expectation.alternatives
    )


def _seen(values):
    return ", ".join(f"{signal} {_text(values[signal])}" for signal in sorted(values))


def judge_one(expectation, trace):
    """Return the verdict on one expectation."""
    before = None  # the last moment not after from_us: what held when the stretch began
    inside = []
    later = []
    for moment in _moments(expectation, trace):
        if moment[0] <= expectation.from_us:
            before = moment
        elif moment[0] <= expectation.until_us:
            inside.append(moment)
        else:
            later.append(moment)
    stretch = [before, *inside]
    if expectation.form == "reaches":
        return _reached(expectation, stretch, later)
    good = expectation.form == "holds"
    for at_us, true, values in stretch:
        if true is not good:
            return Verdict(expectation, False, _seen(values), max(at_us, expectation.from_us))
    return Verdict(expectation, True)


def _reached(expectation, stretch, later):
    if any(true for _, true, _ in stretch):
        return Verdict(expectation, True)
    at_us, _, values = stretch[-1]
    seen = _seen(values)
    late_us = next((us for us, true, _ in later if true), None)
    if late_us is None:
        seen += ", and never reached after"
    else:
        seen += f", reached at {ms(late_us)} ms: {ms(late_us - expectation.until_us)} ms late"
    return Verdict(expectation, False, seen, max(at_us, expectation.from_us))


def judge(expectations, trace):
    """Return a verdict for each expectation."""
    return [judge_one(expectation, trace) for expectation in expectations]


def compare(first, second):
    """Return where two traces of one scenario part, in words; None when they are the same."""
    for index in range(max(len(first), len(second))):
        pair = [tuple(trace[index]) if index < len(trace) else None for trace in (first, second)]
        if pair[0] != pair[1]:
            here = [
                f"{ms(row[0])} ms {row[1]} {_text(row[2])}" if row else "the end" for row in pair
            ]
            return f"change {index + 1}: {here[0]} | {here[1]}"
    return None
