"""How far a run on the chip may differ from one on the PC: the same story, a little later.

The PC's tick, jobs and reports have a phase of their own, so only what leaves the pile is held
against each other, and each change within the time that its turn in the tick may take.
"""

_LATER_MS = 400  # a wheel of turns, the claim's way through the link, the lock's next try
_AMPS = ("coil", "contactor", "lock", "limit_ma")


def _story(trace, signal):
    story = []
    for us, name, value in trace:
        if name == signal:
            shown = round(value / 100) if signal == "limit_ma" else value
            if not story or story[-1][1] != shown:
                story.append((us / 1000, shown))
    return story


def difference(reference, chip):
    """Return where two traces part, in words; None when they agree."""
    for signal in _AMPS:
        ours, theirs = _story(reference, signal), _story(chip, signal)
        if [value for _, value in ours] != [value for _, value in theirs]:
            return f"{signal}: {_say(ours)} | chip: {_say(theirs)}"
        for (at_ms, value), (chip_ms, _) in zip(ours, theirs, strict=True):
            if abs(at_ms - chip_ms) > _LATER_MS:
                return f"{signal} {value}: {at_ms} ms | chip: {chip_ms} ms"
    return None


def _say(story):
    return ", ".join(f"{value} at {at_ms:.0f} ms" for at_ms, value in story)
