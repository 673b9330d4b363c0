"""The single faults of the matrix: what is done to the world, and how fast the pile must react."""

from core.frame import OPEN_OHM

# kinds
OPEN = "opens"  # opens within the limit; never closes while the fault is there
LATE = "late"  # can be seen only while closed: may close, then opens within the limit
UNSEEN = "unseen"  # cannot be seen while closed; once open it must not close again
BOLT = "bolt"  # may close only with the bolt truly in
NONE = "none"  # must not disturb: stays closed, or closes
ANY = "any"  # no reaction is asked for; what counts is that charging goes on afterwards

RELEASE_MS = 50  # the slowest relay of CP-140
TURNS_MS = 320  # what is judged once in a wheel of 16 ticks, and lasts
SEEN_MS = 350 + TURNS_MS + RELEASE_MS  # meter registers, demand, turns
_GATE_MS = 5 + RELEASE_MS
_HOT_MS = TURNS_MS + 20 + RELEASE_MS
_STOP_MS = 7000 + RELEASE_MS
_LOW, _HIGH = "line.open_low_mv", "line.open_high_mv"
_SAMPLES = "pilot.sampling"

# Name, acts, kind while closed, kind while open, ms from the fault's instant in the plant until
# the contacts are open (release included), faults one of which latches.
ROWS = (
    # the car; CP-103, CP-107, CP-112, CP-144, OC-005
    ("unplug", [("ev.state", "A")], OPEN, OPEN, 100, ""),
    ("s2_opens", [("ev.state", "B")], OPEN, OPEN, 100, ""),
    ("asks_for_d", [("ev.state", "D")], OPEN, OPEN, 3000, ""),
    ("ignores_stop", [("ev.obeys", 0), ("demand.enable", 0)], OPEN, OPEN, _STOP_MS, ""),
    ("over_draw", [("ev.draws_a", [48] * 3)], OPEN, LATE, 13000 + SEEN_MS, "over_current"),
    ("double_draw", [("ev.draws_a", [100] * 3)], OPEN, LATE, 100 + SEEN_MS, "over_current"),
    # the pilot; CP-142, CP-164 to CP-170
    ("short", [("cp.leak_ohm", 1)], OPEN, OPEN, 100, "cp_short"),
    ("leak_80", [("cp.leak_ohm", 80)], OPEN, OPEN, 100, "cp_short"),
    ("leak_120", [("cp.leak_ohm", 120)], OPEN, OPEN, 100, "cp_short cp_diode"),
    ("diode_lost", [("ev.diode", 0)], OPEN, OPEN, 100, "cp_diode"),
    ("cp_broken", [("cp.disconnected", 1)], OPEN, OPEN, 100, ""),
    ("rail_weak", [(_LOW, -9000)], OPEN, OPEN, 100, "cp_diode cp_generator"),
    ("rail_high", [(_LOW, -14000)], OPEN, OPEN, 100, "cp_range"),
    ("generator_dead", [(_LOW, 0), (_HIGH, 0)], OPEN, OPEN, 100, "cp_short"),
    ("samples_stop", [(_SAMPLES, 0)], OPEN, OPEN, 105, "sampler"),  # 50 ms, jitter, release
    ("samples_late", [(_SAMPLES, 0), ("run", 25), (_SAMPLES, 1)], NONE, NONE, 0, ""),
    ("noise", [("pilot.noise_mv", 100)], NONE, NONE, 0, ""),
    ("wild_noise", [("pilot.noise_mv", 3000)], ANY, ANY, 0, ""),
    # the cable; PP-001, PP-006, PP-008
    ("pp_open", [("cable.pp_ohm", OPEN_OHM)], OPEN, OPEN, 100, "pp_invalid"),
    ("pp_short", [("cable.pp_ohm", 10)], OPEN, OPEN, 100, "pp_invalid"),
    ("pp_changed", [("cable.pp_ohm", 680)], OPEN, NONE, 100, "pp_changed"),
    # residual current; RC-012, RC-015, RC-020, RC-051
    ("dc_6", [("rcd.dc_ma", 6)], OPEN, OPEN, 10000, "rcd_trip rcd_test"),
    ("dc_60", [("rcd.dc_ma", 60)], OPEN, OPEN, 300, "rcd_trip rcd_test"),
    ("dc_200", [("rcd.dc_ma", 200)], OPEN, OPEN, 100, "rcd_trip rcd_test"),
    ("ac_30", [("rcd.ac_ma", 30)], OPEN, OPEN, 300 + RELEASE_MS, "rcd_trip rcd_test"),
    ("rcd_stuck_on", [("rcd.output", "stuck_on")], OPEN, OPEN, _GATE_MS, "rcd_trip rcd_test"),
    ("rcd_stuck_off", [("rcd.output", "stuck_off")], UNSEEN, UNSEEN, 100, "rcd_test"),
    ("rcd_error", [("rcd.output", "error")], OPEN, OPEN, _GATE_MS, "rcd_error"),
    ("rcd_no_test", [("rcd.self_test_works", 0)], UNSEEN, UNSEEN, 100, "rcd_test"),
    # the contactor; PW-008, PW-010, PW-012
    ("stuck_open", [("contactor.stuck_open", 1)], OPEN, LATE, 4000, "no_close"),
    ("welded", [("contactor.welded", ["L1"])], UNSEEN, OPEN, 100, "welded"),
    ("welded_n", [("contactor.welded", ["N"])], UNSEEN, OPEN, 100, "welded mirror"),
    ("mirror_open", [("contactor.mirror", "open")], OPEN, LATE, 4000, "mirror"),
    ("mirror_closed", [("contactor.mirror", "closed")], UNSEEN, OPEN, 100, "mirror"),
    # the lock; PP-040, PP-043
    ("lock_jammed", [("lock.jammed", 1)], NONE, OPEN, 0, "lock_open"),
    ("lock_says_open", [("lock.feedback", "open")], OPEN, OPEN, 250, "lock_open"),
    ("lock_says_closed", [("lock.feedback", "closed")], NONE, BOLT, 0, ""),
    # the supply; PE-001, OV-005, CP-204
    ("pe_lost", [("mains.pe", 0)], OPEN, OPEN, 100, "pe_lost"),
    ("under_voltage", [("mains.volts", [170] * 3)], OPEN, OPEN, 1000 + SEEN_MS, "under_voltage"),
    ("over_voltage", [("mains.volts", [277] * 3)], OPEN, OPEN, 1000 + SEEN_MS, "over_voltage"),
    ("surge", [("mains.volts", [290] * 3)], OPEN, OPEN, 100 + SEEN_MS, "over_voltage"),
    ("phase_lost", [("mains.volts", [230, 230, 0])], OPEN, OPEN, 1000 + SEEN_MS, "phase_loss"),
    ("no_mains", [("mains.volts", [0] * 3)], OPEN, OPEN, 1000 + SEEN_MS, "under_voltage"),
    ("frequency", [("mains.hertz", 45.0)], OPEN, OPEN, 1000 + SEEN_MS, "frequency"),
    ("meter_offline", [("meter.online", 0)], NONE, NONE, 0, ""),
    # heat; OC-009
    ("board_hot", [("temperature_c.board", 95)], OPEN, OPEN, _HOT_MS, "over_temperature"),
    (
        "socket_open",
        [("temperature_c.socket", "open")],
        OPEN,
        OPEN,
        _HOT_MS,
        "temperature_sensor",
    ),
    (
        "board_short",
        [("temperature_c.board", "short")],
        OPEN,
        OPEN,
        _HOT_MS,
        "temperature_sensor",
    ),
    # the house; GB-106, CP-144, design.md
    ("estop", [("estop", 1)], OPEN, OPEN, _GATE_MS, "estop"),
    ("stall", [("cpu.stall_ms", 300)], OPEN, NONE, 62 + RELEASE_MS, "gate"),
    ("short_stall", [("cpu.stall_ms", 30)], NONE, NONE, 0, ""),
    ("silence", [("silent", 1)], OPEN, OPEN, 1000 + _STOP_MS, ""),
    ("pause", [("demand.limit_ma", 5000)], OPEN, OPEN, _STOP_MS, ""),
)
NAMES = tuple(row[0] for row in ROWS)
# what heals: the last value of each key
HEALTHY = {
    "ev.state": "C",
    "ev.obeys": 1,
    "demand.enable": 1,
    "ev.draws_a": None,
    "cp.leak_ohm": 0,
    "ev.diode": 1,
    "cp.disconnected": 0,
    "line.open_low_mv": -12000,
    "line.open_high_mv": 12000,
    "pilot.sampling": 1,
    "pilot.noise_mv": 0,
    "cable.pp_ohm": 220,
    "rcd.dc_ma": 0,
    "rcd.ac_ma": 0,
    "rcd.output": "ok",
    "rcd.self_test_works": 1,
    "contactor.stuck_open": 0,
    "contactor.welded": [],
    "contactor.mirror": "true",
    "lock.jammed": 0,
    "lock.feedback": "true",
    "mains.pe": 1,
    "mains.volts": [230] * 3,
    "mains.hertz": 50.0,
    "meter.online": 1,
    "temperature_c.board": 25,
    "temperature_c.socket": 25,
    "estop": 0,
    "silent": 0,
    "demand.limit_ma": 32000,
}
