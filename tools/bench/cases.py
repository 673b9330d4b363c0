"""The table of cases: what happens to which pile, what must follow, and how soon.

A limit is the standard's or the project's own figure, from the rows of `standards.md` named
beside it; a promise is ours, stricter. Times in ms, None where there is none.
"""

from dataclasses import dataclass

from hal.contract import GATE_FEED_MS
from tools.bench import piles

COIL_OFF, CONTACTS_OPEN = "coil off", "contacts open"
COIL_ON, CONTACTS_CLOSED = "coil on", "contacts closed"
PWM_ON, PWM_OFF, OFFERED = "PWM on", "PWM off", "10 A offered"
RCD_OUTPUT, FREE = "RCD output", "plug free"

# what can follow, as the plant sees it
ENDS = {
    COIL_OFF: lambda plant: not plant.driver,
    CONTACTS_OPEN: lambda plant: not plant.poles,
    COIL_ON: lambda plant: plant.driver,
    CONTACTS_CLOSED: lambda plant: plant.poles,
    PWM_ON: lambda plant: 0 < plant.duty < 10000,
    PWM_OFF: lambda plant: plant.duty == 10000,
    OFFERED: lambda plant: 0 < plant.limit_ma <= 10000,
    RCD_OUTPUT: lambda plant: plant.pins.rcd,
    FREE: lambda plant: not plant.bolt,
}


@dataclass(frozen=True)
class End:
    """One thing that must follow, at most `promise` and `limit` later."""

    what: str
    promise: int = None
    limit: int = None
    rows: str = ""
    soonest: int = None


@dataclass(frozen=True)
class Case:
    """`acts` are done to a `pile`, the last one is the event; `ends` in order of time."""

    name: str
    event: str
    pile: object
    acts: tuple
    ends: tuple
    since: str = ""  # times count from this one of ENDS on, "" = from the event


def _opens(name, event, pile, acts, bounds, since=""):
    """Return a case that opens the contactor; `bounds`: promise of the coil, limit, rows."""
    promise, limit, rows, *soonest = bounds
    ends = (End(COIL_OFF, promise, None, "", *soonest), End(CONTACTS_OPEN, None, limit, rows))
    return Case(name, event, pile, acts, ends, since)


def _follows(name, event, pile, acts, *ends):
    return Case(name, event, pile, acts, ends)


def _do(key, value):
    return ((key, value),)


def _state(letter):
    return _do("ev.state", letter)


def _volts(*volts):
    return _do("mains.volts", volts)


def _amps(amps):
    return _do("ev.draws_a", [amps] * 3)


def _claim(amps):
    return _do("claim", {"source": "ems", "amps": amps})


_C, _D, _ALL = piles.charging, piles.ventilated, piles.whole_charging
_STUBBORN = piles.stubborn
_A, _B, _SHORT = _state("A"), _state("B"), _state("short")
_DC60, _DC200 = _do("rcd.dc_ma", 60), _do("rcd.dc_ma", 200)
_PAUSE = _do("demand", {"limit_ma": 0})
_AROUND = _PAUSE + _do("wait", 25)  # PWM stops within a tick: the event comes around that

_METER = 570  # registers, reading, two wheels of turns, release: added to a metered limit
# promise, limit, rows[, not sooner than]
_LEFT = (25, 100, "CP-103 CP-140")
_S2 = (25, 100, "CP-112 CP-141")
_S2_X1 = (25, 100, "CP-113 CP-141")
_BAD = (25, 3000, "CP-142 CP-164")
_E = (25, 3000, "CP-120 CP-165")
_LEAK = (25, 3000, "CP-229")
_ENDED = (100, None, "I4")
_FORCED = (None, 7000, "CP-118 CP-144", 6000)

CASES = (
    # the pilot
    _opens("c_a", "C -> A, unplugged", _C, _A, _LEFT),
    _opens("c_b", "C -> B, S2 opened", _C, _B, _S2),
    _opens("d_a", "D -> A, ventilated", _D, _A, _LEFT),
    _opens("d_b", "D -> B, ventilated", _D, _B, _S2),
    _opens("c1_b", "C1 -> B, S2 opened", piles.stopping, _B, _S2_X1),
    _opens("c_a_x1", "C -> A as PWM stops", _C, _AROUND + _A, _LEFT),
    _opens("c_b_x1", "C -> B as PWM stops", _C, _AROUND + _B, _S2_X1),
    _opens("short_x1", "CP short as PWM stops", _C, _AROUND + _SHORT, _E),
    _opens("diode", "diode lost", _C, _do("ev.diode", False), _BAD),
    _opens("short_0", "CP short, 0 ohm", _C, _SHORT, _E),
    _opens("short_80", "CP short, 80 ohm", _C, _do("cp.leak_ohm", 80), _LEAK),
    _opens("short_120", "CP short, 120 ohm", _C, _do("cp.leak_ohm", 120), _LEAK),
    _opens("e", "E behind the diode", _C, _do("ev.resistance_ohm", 1), _E),
    _opens("broken", "CP wire broken", _C, _do("cp.disconnected", True), (25, 100, "CP-168")),
    _opens("stream", "sampling stopped", _C, _do("pilot.sampling", False), (50, 3000, "CP-142")),
    # the guards
    _opens("pe", "PE lost", _C, _do("mains.pe", False), (None, 100, "PE-001")),
    _opens("rcd_6", "6 mA DC, from the leak", _C, _do("rcd.dc_ma", 6), (None, 10000, "RC-012")),
    _opens("rcd_60", "60 mA DC, from the leak", _C, _DC60, (None, 300, "RC-012")),
    _opens("rcd_200", "200 mA DC, from the leak", _C, _DC200, (None, 100, "RC-012")),
    _opens("rcd", "60 mA DC, from RCD output", _C, _DC60, (5, None, "3.2 oracles"), RCD_OUTPUT),
    _opens(
        "rcd_2", "200 mA DC, from RCD output", _C, _DC200, (5, None, "3.2 oracles"), RCD_OUTPUT
    ),
    _opens("estop", "emergency stop", _C, _do("estop", True), (5, 100, "GB-106")),
    _opens("lock", "lock opened", _C, _do("lock.feedback", "open"), (None, None, "PP-040")),
    _opens("pp", "PP 220 -> 680 ohm", _C, _do("cable.pp_ohm", 680), (None, None, "PP-008")),
    _opens("pp_open", "PP open", _C, _do("cable.pp_ohm", 1000000), (None, 100, "PP-001 GB-054")),
    _opens("hot", "socket 95 deg C", _C, _do("temperature_c.socket", 95), (None, None, "OC-009")),
    _opens("double", "70 A of 32 A", _C, _amps(70), (None, 100 + _METER, "OC-005")),
    _opens("over", "270 V", _C, _volts(230, 230, 270), (None, 1000 + _METER, "OV-005")),
    _opens("over_fast", "280 V", _C, _volts(230, 230, 280), (None, 100 + _METER, "OV-005")),
    _opens("under", "190 V", _C, _volts(190, 190, 190), (None, 1000 + _METER, "OV-005")),
    # a stop that the car ignores
    _opens("ignored", "PWM off, ignored", _STUBBORN, _PAUSE, _FORCED, PWM_OFF),
    # the 6 s are no minimum here: CP-114 lets go of a car that exceeds its current
    _opens(
        "drawing",
        "40 A of 32 A, PWM off ignored",
        _STUBBORN,
        _amps(40),
        (None, 7000, "OC-005 CP-114"),
        PWM_OFF,
    ),
    # the processor
    _opens(
        "stall",
        "interpreter stalls 100 ms",
        _ALL,
        _do("cpu.stall_ms", 100),
        (GATE_FEED_MS, None, "I4"),
    ),
    _opens("raise_core", "exception in core", _ALL, _do("cpu.raise", "core"), _ENDED),
    _opens("raise_main", "exception in main", _ALL, _do("cpu.raise", "main"), _ENDED),
    _opens("hard", "hard reset", _ALL, _do("cpu.reset", "hard"), _ENDED),
    _opens("soft", "soft reset", _ALL, _do("cpu.reset", "soft"), _ENDED),
    _opens("watchdog", "watchdog reset", _ALL, _do("cpu.reset", "watchdog"), _ENDED),
    # energy and its limits
    _follows("plug", "A -> B, from the plug", piles.idle, _B, End(PWM_ON, rows="CP-100 CP-104")),
    _follows(
        "allow",
        "B1, energy allowed",
        piles.refused,
        _do("demand", {"enable": 1}),
        End(PWM_ON, 150, None, "CP-104"),
    ),
    _follows(
        "close",
        "B2 -> C2, S2 closed",
        piles.offered,
        _state("C"),
        End(COIL_ON, 700),
        End(CONTACTS_CLOSED, 700, 3000, "CP-106 CP-143"),
    ),
    _follows(
        "reclose",
        "S2 closed again after 50 to 1050 ms",
        piles.reopened,
        _state("C"),
        End(COIL_ON),
        End(CONTACTS_CLOSED, None, 3000, "CP-106 GB-055"),
    ),
    _follows(
        "claim", "claim of 10 A", _ALL, _claim(10), End(OFFERED, 1000, 10000, "CP-147 CP-109")
    ),
    _follows(
        "claim_0", "claim of 0 A", _ALL, _claim(0), End(PWM_OFF, 1000, 10000, "CP-147 CP-109")
    ),
    _follows(
        "claim_up",
        "claim of 0 A -> 16 A in B1",
        piles.whole_refused,
        _claim(16),
        End(PWM_ON, 1000, 10000, "CP-147"),
    ),
    _follows(
        "over_current",
        "40 A of 32 A",
        _C,
        _amps(40),
        End(PWM_OFF, None, 10000, "CP-148 OC-005", 5000),
    ),
    _follows("unlock", "C -> A", _C, _A, End(FREE, None, 5000, "CP-149 PP-041")),
    _follows(
        "unlock_fault", "diode lost", _C, _do("ev.diode", False), End(FREE, None, 30000, "CP-150")
    ),
)
