"""The register map of the Modbus slave: one row each. Loaded for a start, then dropped.

`python -m tools.registers` writes firmware/comms/README.md from it. The value of a row comes from
the function of its name in `comms.values`; what is written goes to `comms.set_point`.
"""

from micropython import const

# columns
ADDRESS = const(0)  # as transmitted, 0-based
NAME = const(1)
KIND = const(2)
SCALE = const(3)  # a unit has so many steps: 100 = hundredths
UNIT = const(4)
ACCESS = const(5)
ALLOWED = const(6)  # (low, high, one more value ...) of what may be written, () for what may not
MEANING = const(7)

# kinds
U16 = const(0)
U32 = const(1)
S32 = const(2)
TEXT = const(3)
KINDS = ("u16", "u32", "s32", "text, 16 characters")
WORDS = (1, 2, 2, 8)

READ = "read"
BOTH = "read, write"

ROWS = (
    (0, "map_version", U16, 1, "", READ, (), "1; rows are added, never changed"),
    (1, "state", U16, 1, "", READ, (), "state of the pile, see below"),
    (2, "pilot", U16, 1, "", READ, (), "letter of the control pilot: 0 A to 5 F"),
    (3, "contactor", U16, 1, "", READ, (), "1 closed"),
    (4, "reasons", U32, 1, "", READ, (), "why it does not charge, a bit each, see below"),
    (6, "faults", U32, 1, "", READ, (), "latched faults, a bit each, see below"),
    (8, "fault", U16, 1, "", READ, (), "number of the worst latched fault; 65535 none"),
    (9, "offered", U16, 100, "A", READ, (), "offered to the car, a phase; 0 while nothing is"),
    (10, "limit", U16, 100, "A", READ, (), "lowest of all limits, a phase"),
    (11, "phases", U16, 1, "", READ, (), "phases on offer"),
    (12, "winner", TEXT, 1, "", READ, (), "source of the lowest claim; empty: there is none"),
    (20, "current_l1", U16, 100, "A", READ, (), "measured"),
    (21, "current_l2", U16, 100, "A", READ, (), "measured"),
    (22, "current_l3", U16, 100, "A", READ, (), "measured"),
    (23, "voltage_l1", U16, 10, "V", READ, (), "measured"),
    (24, "voltage_l2", U16, 10, "V", READ, (), "measured"),
    (25, "voltage_l3", U16, 10, "V", READ, (), "measured"),
    (26, "power", S32, 1, "W", READ, (), "measured, all phases; drawn is positive"),
    (28, "energy", U32, 1, "Wh", READ, (), "the pile's lifetime register; never falls"),
    (30, "session", U32, 1, "", READ, (), "number of the open session; 0 none"),
    (32, "session_energy", U32, 1, "Wh", READ, (), "of the open or the last session"),
    (34, "session_time", U32, 1, "s", READ, (), "of the open or the last session"),
    (36, "clock", U32, 1, "s", READ, (), "unix time; 0 not set"),
    (100, "set_current", U16, 100, "A", BOTH, (0, 8000, 65535), "set-point; 65535 none"),
    (101, "set_pause", U16, 1, "", BOTH, (0, 1), "1: nothing is offered"),
    (102, "watchdog", U16, 1, "s", BOTH, (0, 3600), "longest silence of the manager; 0 any"),
    (103, "command", U16, 1, "", BOTH, (1, 2), "1 start, 2 stop; reads as 0"),
    (104, "watchdog_left", U16, 1, "s", READ, (), "until the silence is too long; 65535 never"),
    (105, "set_state", U16, 1, "", READ, (), "0 no set-point, 1 in force, 2 its watchdog ended"),
)
