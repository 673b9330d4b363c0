"""The faults of the matrix: what is done to the world, and what must follow.

Row: name, acts, healing acts, kind while closed, kind while open, ms until the contacts are
open (from the fault's instant in the plant, release included), faults one of which latches.
"""

from core.frame import OPEN_OHM

# kinds
OPEN = "opens"  # opens within the limit; never closes while the fault is there
LATE = "late"  # can be seen only while closed: may close, then opens within the limit
UNSEEN = "unseen"  # cannot be seen while closed; once open it must not close again
BOLT = "bolt"  # may close only with the bolt truly in
NONE = "none"  # must not disturb: stays closed, or closes
ANY = "any"  # no reaction is asked for; what counts is that charging goes on afterwards

RELEASE_MS = 50  # the slowest relay of CP-140
_MEASURED_MS = 350  # meter registers, demand, tick
_GATE_MS = 5 + RELEASE_MS

ROWS = (
    # the car; CP-103, CP-112, CP-107
    ("unplug", [("ev.state", "A")], [("ev.state", "C")], OPEN, OPEN, 100, ()),
    ("s2_opens", [("ev.state", "B")], [("ev.state", "C")], OPEN, OPEN, 100, ()),
    ("asks_for_d", [("ev.state", "D")], [("ev.state", "C")], OPEN, OPEN, 3000, ()),
    (
        "ignores_stop",
        [("ev.obeys", 0), ("demand.enable", 0)],
        [("ev.obeys", 1), ("demand.enable", 1)],
        OPEN,
        OPEN,
        7000 + RELEASE_MS,
        (),
    ),  # CP-144
    (
        "over_draw",
        [("ev.draws_a", [48] * 3)],
        [("ev.draws_a", None)],
        OPEN,
        LATE,
        13000 + _MEASURED_MS + RELEASE_MS,
        ("over_current",),
    ),  # OC-005
    (
        "double_draw",
        [("ev.draws_a", [100] * 3)],
        [("ev.draws_a", None)],
        OPEN,
        LATE,
        100 + _MEASURED_MS + RELEASE_MS,
        ("over_current",),
    ),  # OC-005
    # the pilot; CP-164 to CP-170, CP-142
    ("short", [("cp.leak_ohm", 1)], [("cp.leak_ohm", 0)], OPEN, OPEN, 100, ("cp_short",)),
    ("leak_80", [("cp.leak_ohm", 80)], [("cp.leak_ohm", 0)], OPEN, OPEN, 100, ("cp_short",)),
    (
        "leak_120",
        [("cp.leak_ohm", 120)],
        [("cp.leak_ohm", 0)],
        OPEN,
        OPEN,
        100,
        ("cp_short", "cp_diode"),
    ),
    ("diode_lost", [("ev.diode", 0)], [("ev.diode", 1)], OPEN, OPEN, 100, ("cp_diode",)),
    ("cp_broken", [("cp.disconnected", 1)], [("cp.disconnected", 0)], OPEN, OPEN, 100, ()),
    (
        "rail_weak",
        [("line.open_low_mv", -9000)],
        [("line.open_low_mv", -12000)],
        OPEN,
        OPEN,
        100,
        ("cp_diode", "cp_generator"),
    ),
    (
        "rail_high",
        [("line.open_low_mv", -14000)],
        [("line.open_low_mv", -12000)],
        OPEN,
        OPEN,
        100,
        ("cp_range",),
    ),
    (
        "generator_dead",
        [("line.open_low_mv", 0), ("line.open_high_mv", 0)],
        [("line.open_low_mv", -12000), ("line.open_high_mv", 12000)],
        OPEN,
        OPEN,
        100,
        ("cp_short",),
    ),
    (
        "samples_stop",
        [("pilot.sampling", 0)],
        [("pilot.sampling", 1)],
        OPEN,
        OPEN,
        105,
        ("sampler",),
    ),  # 50 ms, a tick's jitter, release
    (
        "samples_late",
        [("pilot.sampling", 0), ("run", 25), ("pilot.sampling", 1)],
        [],
        NONE,
        NONE,
        0,
        (),
    ),
    ("noise", [("pilot.noise_mv", 100)], [("pilot.noise_mv", 0)], NONE, NONE, 0, ()),
    ("wild_noise", [("pilot.noise_mv", 3000)], [("pilot.noise_mv", 0)], ANY, ANY, 0, ()),
    # the cable; PP-001, PP-006, PP-008
    (
        "pp_open",
        [("cable.pp_ohm", OPEN_OHM)],
        [("cable.pp_ohm", 220)],
        OPEN,
        OPEN,
        100,
        ("pp_invalid",),
    ),
    (
        "pp_short",
        [("cable.pp_ohm", 10)],
        [("cable.pp_ohm", 220)],
        OPEN,
        OPEN,
        100,
        ("pp_invalid",),
    ),
    (
        "pp_changed",
        [("cable.pp_ohm", 680)],
        [("cable.pp_ohm", 220)],
        OPEN,
        NONE,
        100,
        ("pp_changed",),
    ),
    # residual current; RC-012, RC-015, RC-020, RC-051
    ("dc_6", [("rcd.dc_ma", 6)], [("rcd.dc_ma", 0)], OPEN, OPEN, 10000, ("rcd_trip", "rcd_test")),
    ("dc_60", [("rcd.dc_ma", 60)], [("rcd.dc_ma", 0)], OPEN, OPEN, 300, ("rcd_trip", "rcd_test")),
    (
        "dc_200",
        [("rcd.dc_ma", 200)],
        [("rcd.dc_ma", 0)],
        OPEN,
        OPEN,
        100,
        ("rcd_trip", "rcd_test"),
    ),
    (
        "ac_30",
        [("rcd.ac_ma", 30)],
        [("rcd.ac_ma", 0)],
        OPEN,
        OPEN,
        300 + RELEASE_MS,
        ("rcd_trip", "rcd_test"),
    ),  # the device's own 0.3 s
    (
        "rcd_stuck_on",
        [("rcd.output", "stuck_on")],
        [("rcd.output", "ok")],
        OPEN,
        OPEN,
        _GATE_MS,
        ("rcd_trip", "rcd_test"),
    ),
    (
        "rcd_stuck_off",
        [("rcd.output", "stuck_off")],
        [("rcd.output", "ok")],
        UNSEEN,
        UNSEEN,
        100,
        ("rcd_test",),
    ),
    (
        "rcd_error",
        [("rcd.output", "error")],
        [("rcd.output", "ok")],
        OPEN,
        OPEN,
        _GATE_MS,
        ("rcd_error",),
    ),
    (
        "rcd_no_test",
        [("rcd.self_test_works", 0)],
        [("rcd.self_test_works", 1)],
        UNSEEN,
        UNSEEN,
        100,
        ("rcd_test",),
    ),
    # the contactor; PW-008, PW-010, PW-012
    (
        "stuck_open",
        [("contactor.stuck_open", 1)],
        [("contactor.stuck_open", 0)],
        OPEN,
        LATE,
        4000,
        ("no_close",),
    ),  # 500 ms after a closing; later the supply may be to blame, for 3 s
    (
        "welded",
        [("contactor.welded", ["L1"])],
        [("contactor.welded", [])],
        UNSEEN,
        OPEN,
        100,
        ("welded",),
    ),
    (
        "welded_n",
        [("contactor.welded", ["N"])],
        [("contactor.welded", [])],
        UNSEEN,
        OPEN,
        100,
        ("welded", "mirror"),
    ),
    (
        "mirror_open",
        [("contactor.mirror", "open")],
        [("contactor.mirror", "true")],
        OPEN,
        LATE,
        4000,
        ("mirror",),
    ),
    (
        "mirror_closed",
        [("contactor.mirror", "closed")],
        [("contactor.mirror", "true")],
        UNSEEN,
        OPEN,
        100,
        ("mirror",),
    ),
    # the lock; PP-040, PP-043
    ("lock_jammed", [("lock.jammed", 1)], [("lock.jammed", 0)], NONE, OPEN, 0, ("lock_open",)),
    (
        "lock_says_open",
        [("lock.feedback", "open")],
        [("lock.feedback", "true")],
        OPEN,
        OPEN,
        100,
        ("lock_open",),
    ),
    (
        "lock_says_closed",
        [("lock.feedback", "closed")],
        [("lock.feedback", "true")],
        NONE,
        BOLT,
        0,
        (),
    ),
    # the supply; PE-001, OV-005
    ("pe_lost", [("mains.pe", 0)], [("mains.pe", 1)], OPEN, OPEN, 100, ("pe_lost",)),
    (
        "under_voltage",
        [("mains.volts", [170] * 3)],
        [("mains.volts", [230] * 3)],
        OPEN,
        OPEN,
        1000 + _MEASURED_MS + RELEASE_MS,
        ("under_voltage",),
    ),
    (
        "over_voltage",
        [("mains.volts", [230, 277, 230])],
        [("mains.volts", [230] * 3)],
        OPEN,
        OPEN,
        1000 + _MEASURED_MS + RELEASE_MS,
        ("over_voltage",),
    ),
    (
        "surge",
        [("mains.volts", [290] * 3)],
        [("mains.volts", [230] * 3)],
        OPEN,
        OPEN,
        100 + _MEASURED_MS + RELEASE_MS,
        ("over_voltage",),
    ),
    (
        "phase_lost",
        [("mains.volts", [230, 230, 0])],
        [("mains.volts", [230] * 3)],
        OPEN,
        OPEN,
        1000 + _MEASURED_MS + RELEASE_MS,
        ("phase_loss",),
    ),
    (
        "no_mains",
        [("mains.volts", [0] * 3)],
        [("mains.volts", [230] * 3)],
        OPEN,
        OPEN,
        1000 + _MEASURED_MS + RELEASE_MS,
        ("under_voltage",),
    ),
    (
        "frequency",
        [("mains.hertz", 45.0)],
        [("mains.hertz", 50.0)],
        OPEN,
        OPEN,
        1000 + _MEASURED_MS + RELEASE_MS,
        ("frequency",),
    ),
    ("meter_offline", [("meter.online", 0)], [("meter.online", 1)], NONE, NONE, 0, ()),  # CP-204
    # heat; OC-009
    (
        "board_hot",
        [("temperature_c.board", 95)],
        [("temperature_c.board", 25)],
        OPEN,
        OPEN,
        200,
        ("over_temperature",),
    ),
    (
        "socket_open",
        [("temperature_c.socket", "open")],
        [("temperature_c.socket", 25)],
        OPEN,
        OPEN,
        200,
        ("temperature_sensor",),
    ),
    (
        "board_short",
        [("temperature_c.board", "short")],
        [("temperature_c.board", 25)],
        OPEN,
        OPEN,
        200,
        ("temperature_sensor",),
    ),
    # the house; GB-106, design.md
    ("estop", [("estop", 1)], [("estop", 0)], OPEN, OPEN, _GATE_MS, ("estop",)),
    ("stall", [("cpu.stall_ms", 300)], [("run", 320)], OPEN, NONE, 62 + RELEASE_MS, ("gate",)),
    ("short_stall", [("cpu.stall_ms", 30)], [], NONE, NONE, 0, ()),
    ("silence", [("silent", 1)], [("silent", 0)], OPEN, OPEN, 8000 + RELEASE_MS, ()),  # CP-144
    (
        "pause",
        [("demand.limit_ma", 5000)],
        [("demand.limit_ma", 32000)],
        OPEN,
        OPEN,
        7000 + RELEASE_MS,
        (),
    ),
)
NAMES = tuple(row[0] for row in ROWS)

# (fault, profile): what differs. Kind while closed, while open, ms, faults.
PROFILE = {
    ("asks_for_d", "gbt"): (OPEN, OPEN, 100, ("cp_short",)),  # GB-016, GB-080, GB-084
    ("over_draw", "gbt"): (OPEN, LATE, 10000 + _MEASURED_MS, ("over_current",)),  # CP-208
    ("meter_offline", "gbt"): (OPEN, OPEN, 10000 + RELEASE_MS, ()),  # GB-085
    ("pp_short", "gbt"): (NONE, NONE, 0, ()),  # GB-083: mated
    ("pp_changed", "gbt"): (NONE, NONE, 0, ()),
    ("pp_open", "j1772"): (NONE, NONE, 0, ()),  # J-021
    ("pp_short", "j1772"): (NONE, NONE, 0, ()),
    ("pp_changed", "j1772"): (NONE, NONE, 0, ()),
    ("lock_jammed", "j1772"): (NONE, NONE, 0, ()),  # J-020
    ("lock_says_open", "j1772"): (NONE, NONE, 0, ()),
    ("lock_says_closed", "j1772"): (NONE, NONE, 0, ()),
}
# (fault, state): kind there, faults, and the ms where they differ too
STATE = {
    # the bolt is in already
    ("lock_jammed", "offering"): (NONE, ()),
    ("lock_jammed", "closing"): (NONE, ()),
    ("lock_jammed", "waking"): (NONE, ()),
    ("lock_jammed", "fault"): (NONE, ()),
    # the car was told to stop and has 6 s left: no fault of its own (CP-118)
    ("over_draw", "stopping"): (ANY, ()),
    # without PWM only the end of the stop sequence opens (CP-144)
    ("diode_lost", "stopping"): (OPEN, ("cp_diode",), 7000),
    ("rail_weak", "stopping"): (OPEN, ("cp_diode",), 7000),
    ("rail_high", "stopping"): (OPEN, ("cp_range",), 7000),
    # the coding is latched with the first offer (2.1, GB-062)
    ("pp_changed", "offering"): (OPEN, ("pp_changed",)),
    ("pp_changed", "closing"): (OPEN, ("pp_changed",)),
}
# nothing shows these while the pilot rests or nothing is energised: the hold runs from the opening
HIDDEN = ("diode_lost", "rail_weak", "rail_high", "stall", "stuck_open", "over_draw")
# rows whose rule differs between the profiles: these run in every state of all three
DIFFERS = ("asks_for_d", "over_draw", "meter_offline", "pp_open", "pp_short", "pp_changed") + (
    "lock_jammed",
    "lock_says_open",
    "lock_says_closed",
    "estop",
    "dc_60",
    "short",
    "pe_lost",
)
# the others run in these two states of gbt and j1772
COMMON = ("charging", "offering")

# cells that make no sense, and why
SENSELESS = {
    ("unplug", "idle"): "nothing is plugged in",
    ("s2_opens", "idle"): "no car, no S2",
    ("s2_opens", "offering"): "S2 is open in this state",
    ("s2_opens", "waking"): "S2 is open in this state",
    ("ignores_stop", "stopping"): "a car that ignores the stop is how this state is reached",
}
