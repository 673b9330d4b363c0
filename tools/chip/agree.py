"""How far a run on the chip may differ from one on the PC: the same story, each change in time.

A change follows from the script or from a change before it. So it may be as late as that one
is, and by what its own turn, report or way through the bench takes. Openings get no turn.
"""

_TICKS_MS = 20  # the phase of the PC's tick, the phase of the chip's
_OPENS = ("off", "open")
_CAUSES = 4  # changes before a change that may be its cause
# Signal, ms. Of coil and contactor only closings: what opens has _TICKS_MS.
_TURNS = (
    ("coil", 160),  # a wheel of the tick's turns
    ("contactor", 160),
    ("pilot.duty", 160),  # and a claim: the link is asked every 100 ms
    ("limit_ma", 160),
    ("lock", 160),
    ("pilot.state", 40),  # the report of a letter has a turn, and 20 ms to the bench
)
_COARSE = {"pilot.duty": 10, "limit_ma": 100}  # the bench measures the wave
_START_MS = 1000  # the chip takes so long from a reset or from power to its first tick


def _story(trace, signal):
    story = []
    for us, name, value in trace:
        if name == signal:
            shown = round(value / _COARSE[signal]) if signal in _COARSE else value
            if not story or story[-1][1] != shown:
                story.append((us / 1000, shown))
    return story


def lateness(reference, chip):
    """Return (rows, words): of each change (ms, signal, value, ms late, ms late beyond its
    cause), in order; in words where the stories part, None when they do not.
    """
    pairs = []
    for signal, _ in _TURNS:
        ours, theirs = _story(reference, signal), _story(chip, signal)
        if [value for _, value in ours] != [value for _, value in theirs]:
            return [], f"{signal}: {_say(ours)} | chip: {_say(theirs)}"
        pairs += [
            (at_ms, signal, value, chip_ms - at_ms)
            for (at_ms, value), (chip_ms, _) in zip(ours, theirs, strict=True)
        ]
    pairs.sort(key=lambda pair: pair[0])
    rows = []
    for at_ms, signal, value, late_ms in pairs:
        causes = [0.0, *(row[3] for row in rows[-_CAUSES:])]
        beyond_ms = min((late_ms - cause for cause in causes), key=abs)
        rows.append((at_ms, signal, value, late_ms, beyond_ms))
    return rows, None


def difference(reference, chip):
    """Return where two traces part, in words; None when they agree."""
    rows, words = lateness(reference, chip)
    if words:
        return words
    starts_ms = [us / 1000 for us, name, value in reference if (name, value) == ("state", "none")]
    for at_ms, signal, value, late_ms, beyond_ms in rows:
        allowed_ms = _TICKS_MS if value in _OPENS else dict(_TURNS)[signal]
        if any(0 < start_ms <= at_ms for start_ms in starts_ms):
            allowed_ms += _START_MS
        if abs(beyond_ms) > allowed_ms:
            return f"{signal} {value}: {at_ms} ms | chip: {at_ms + late_ms:.3f} ms"
    return None


def _say(story):
    return ", ".join(f"{value} at {at_ms:.0f} ms" for at_ms, value in story)
