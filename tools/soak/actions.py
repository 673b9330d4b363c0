"""What may happen to a pile: keys of scenarios.md with the values worth trying."""

from core.frame import OPEN_OHM

# what a car does
CAR = (
    ("ev.state", ("A", "B", "C", "D", "B", "C")),
    ("ev.resistance_ohm", (4610, 2822, 1870, 1723, 909, 856, 448, 253, 140, 120, 80, 20)),
    ("ev.draws_a", ([0, 0, 0], [16, 16, 16], [40, 40, 40], [70, 70, 70], None)),
    ("ev.obeys", (False, True)),
    (
        "ev.model",
        ("plain", "glitchy", "sleeper", "stubborn", "cooling", "bcb_toggler", "simplified")
        + ("slow_s2", "over_draw_40", "ventilated", "single_phase", "lazy", "latches_on_f"),
    ),
)
# single faults: key, the values that are wrong, the one that heals
FAULTS = (
    ("ev.diode", (False,), True),
    ("cable.pp_ohm", (OPEN_OHM, 10, 4000, 680, 1500, 100), 220),
    ("mains.volts", ([150] * 3, [290] * 3, [270] * 3, [230, 230, 0], [0] * 3), [230] * 3),
    ("mains.hertz", (45.0, 66.0), 50.0),
    ("mains.pe", (False,), True),
    ("rcd.dc_ma", (3, 6, 60, 200), 0),
    ("rcd.ac_ma", (30, 150), 0),
    ("rcd.self_test_works", (False,), True),
    ("rcd.output", ("stuck_on", "stuck_off", "error"), "ok"),
    ("cp.leak_ohm", (120, 80), 0),
    ("cp.disconnected", (True,), False),
    ("contactor.welded", (["L1"], ["L1", "N"], ["L2"]), []),
    ("contactor.mirror", ("open", "closed"), "true"),
    ("contactor.stuck_open", (True,), False),
    ("contactor.release_ms", (5, 50), 15),
    ("lock.jammed", (True,), False),
    ("lock.feedback", ("open", "closed"), "true"),
    ("temperature_c.board", (80, 91, "open", "short"), 25),
    ("temperature_c.socket", (77, 91, "open", "short"), 25),
    ("estop", (True,), False),
    ("meter.online", (False,), True),
    ("pilot.noise_mv", (20, 100), 0),
    ("pilot.sampling", (False,), True),
)
# what ends or halts the firmware, at one instant
BLOWS = (
    *(("cpu.stall_ms", ms) for ms in (20, 45, 70, 300, 3000)),
    *(("cpu.reset", kind) for kind in ("soft", "hard", "watchdog")),
    *(("outage", ms) for ms in (5, 300, 1500)),
    ("cpu.raise", "core"),
)
WISHES = (
    *(("limit_ma", ma) for ma in (0, 5999, 6000, 10000, 16000, 20000, 32000, 63000)),
    *(("enable", enable) for enable in (0, 1, 1, 1)),
    ("phases", 1),
    ("phases", 3),
)
STEPS_MS = (1, 3, 7, 10, 11, 20, 50, 120, 300, 300, 800, 800, 1500, 1500, 3100, 3100, 5100, 7300)
LONG_MS = (60000,)


def flat(rows):
    """Return [(key, value)...] of a table's first two columns."""
    return [(row[0], value) for row in rows for value in row[1]]


HEALING = tuple((row[0], row[2]) for row in FAULTS)
