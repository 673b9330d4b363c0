"""How far a run on the chip may differ from one on the PC: the same story, each change in time.

A change follows from the script or from a change before it. So it may be as late as that one
is, and by what its own turn, report or way through the bench takes. Openings get no turn.
"""

_TICKS_MS = 20  # the phase of the PC's tick, the phase of the chip's
_WHEEL_MS = 160  # of the turns in the tick
_PASSING_MS = _WHEEL_MS + 2 * _TICKS_MS
_ASKED_MS = 100  # the shell asks meter and link so often
_MAIN_MS = 50  # and its main job comes so often: who dies in it opens then
_CAUSES = 4  # changes before a change that may be its cause
_COARSE = {"pilot.duty": 10, "limit_ma": 100}  # the bench measures the wave
_TURNS = (
    ("coil", _WHEEL_MS),
    ("contactor", _WHEEL_MS),
    ("lock", _WHEEL_MS),
    ("pilot.duty", _WHEEL_MS + _ASKED_MS),
    ("limit_ma", _WHEEL_MS + _ASKED_MS),
    ("pilot.state", 80),  # told when the turns it asks for are over, and those of a demand
)
# In a fault every second of a round's three settling turns is the bolt's, and a line that stays
# bad takes four ticks of five from all turns.
_UNLOCKS_MS = 3 * _WHEEL_MS
_OPENS = (("coil", "off"), ("contactor", "open"))  # in the tick that sees why, no turn
# But for these faults: their guards have turns, the last four by what the meter says.
_GUARDS = (
    ("welded", _WHEEL_MS),
    ("mirror", _WHEEL_MS),
    ("no_close", _WHEEL_MS),
    ("lock_open", _WHEEL_MS),
    ("over_temperature", _WHEEL_MS),
    ("temperature_sensor", _WHEEL_MS),
    ("over_current", _WHEEL_MS + _ASKED_MS),
    ("over_voltage", _WHEEL_MS + _ASKED_MS),
    ("under_voltage", _WHEEL_MS + _ASKED_MS),
    ("frequency", _WHEEL_MS + _ASKED_MS),
    ("phase_loss", _WHEEL_MS + _ASKED_MS),
)
_LATCHED_MS = 200  # an opening to the report of its fault
_START_MS = 2000  # the chip takes so long from a reset or from power to its first demand
_STARTED_MS = 10000  # what a start does is over by then
_LOADS_MS = 500  # at time 0 the core ticks; the shell is loaded after it,
_BEGUN_MS = 1000  # which is forgotten by then


def _story(trace, signal):
    story = []
    for ms, shown in _letters(trace) if signal == "pilot.state" else _changes(trace, signal):
        if story and story[-1][0] == ms:
            story.pop()
        if not story or story[-1][1] != shown:
            story.append((ms, shown))
    return story


def _changes(trace, signal):
    for us, name, value in trace:
        if name == signal:
            yield us / 1000, round(value / _COARSE[signal]) if signal in _COARSE else value


def _restarts(trace):
    return [ms for ms, state in _changes(trace, "state") if ms and state == "none"]


def _letters(trace):
    """The letters up to a restart: then the car goes on while the chip takes longer to see it."""
    ends_ms = _restarts(trace)
    for ms, letter in _changes(trace, "pilot.state"):
        if not any(end <= ms for end in ends_ms):
            yield max(ms, _BEGUN_MS), letter  # of the first second the last


def _lasting(story):
    # a letter that lasts no wheel of turns may come and go unseen
    ends_ms = [*(ms for ms, _ in story[1:]), float("inf")]
    return [change for change, end in zip(story, ends_ms) if end - change[0] > _PASSING_MS]


def _same(ours, theirs):
    return [value for _, value in ours] == [value for _, value in theirs]


def lateness(reference, chip):
    """Return (rows, words): of each change (ms, signal, value, ms late, ms late beyond its
    cause), in order; in words where the stories part, None when they do not.
    """
    pairs = []
    ours, theirs = _restarts(reference), _restarts(chip)
    if len(ours) != len(theirs):
        return [], f"restarts at {ours} ms | chip: at {theirs} ms"
    for signal, _ in _TURNS:
        ours, theirs = _story(reference, signal), _story(chip, signal)
        if signal == "pilot.state" and not _same(ours, theirs):
            ours, theirs = _lasting(ours), _lasting(theirs)
        if not _same(ours, theirs):
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
    for at_ms, signal, value, late_ms, beyond_ms in rows:
        if abs(beyond_ms) > _allowed_ms(reference, at_ms, signal, value):
            return f"{signal} {value}: {at_ms} ms | chip: {at_ms + late_ms:.3f} ms"
    return None


def _allowed_ms(reference, at_ms, signal, value):
    if (signal, value) in _OPENS:
        told = _changes(reference, "fault")
        faults = [fault for ms, fault in told if at_ms <= ms <= at_ms + _LATCHED_MS]
        ends = any(ms == at_ms and state == "none" for ms, state in _changes(reference, "state"))
        turns = [dict(_GUARDS).get(fault, 0) for fault in faults]
        return _TICKS_MS + max([_MAIN_MS if ends else 0, *turns])
    allowed_ms = _WHEEL_MS if value == "F" else dict(_TURNS)[signal]  # the pile's own: no news
    if (signal, value) == ("lock", "unlocked"):
        allowed_ms = _UNLOCKS_MS
    if at_ms < _BEGUN_MS:
        return allowed_ms + _LOADS_MS
    starts_ms = [ms for ms, state in _changes(reference, "state") if state == "startup"]
    if any(ms <= at_ms <= ms + _STARTED_MS for ms in starts_ms[1:]):
        allowed_ms += _START_MS
    return allowed_ms


def _say(story):
    return ", ".join(f"{value} at {at_ms:.0f} ms" for at_ms, value in story)
