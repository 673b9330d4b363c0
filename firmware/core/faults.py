"""Every fault of the core: severity, how it clears, what the pilot does. One row each.

The human columns (text, cause, what to do, OCPP code) stand in `shell/fault_texts.py`, row by row.
"""

from micropython import const

# how a fault clears
SELF = const(0)  # hold_ms after its cause has gone, at most `tries` times a plug-in
UNPLUG = const(1)  # when the car has gone and the cause with it
HAND = const(2)  # by the clear command, once the cause has gone
NO_LIMIT = const(0)

INTERNAL = const(0)
WELDED = const(1)
ESTOP = const(2)
RCD_TRIP = const(3)
RCD_ERROR = const(4)
RCD_TEST = const(5)
PE_LOST = const(6)
GATE = const(7)
MIRROR = const(8)
NO_CLOSE = const(9)
CP_DIODE = const(10)
CP_SHORT = const(11)
CP_INVALID = const(12)
CP_RANGE = const(13)
CP_GENERATOR = const(14)
SAMPLER = const(15)
PP_INVALID = const(16)
PP_CHANGED = const(17)
LOCK_OPEN = const(18)
LOCK_STUCK = const(19)
OVER_CURRENT = const(20)
OVER_VOLTAGE = const(21)
UNDER_VOLTAGE = const(22)
FREQUENCY = const(23)
PHASE_LOSS = const(24)
OVER_TEMPERATURE = const(25)
TEMPERATURE_SENSOR = const(26)
COUNT = const(27)


def lowest(bits):
    """Return the number of the lowest bit set in `bits`, which is not 0. Anyone may call."""
    number = 0
    if not bits & 0xFFFF:
        number = 16
        bits >>= 16
    if not bits & 0xFF:
        number += 8
        bits >>= 8
    if not bits & 0xF:
        number += 4
        bits >>= 4
    if not bits & 3:
        number += 2
        bits >>= 2
    return number if bits & 1 else number + 1


# One row a fault, worst first: name, clearing, hold_ms, tries, pilot goes to F (CP-181, CP-183),
# the plug is released (CP-121).
# hold_ms -1: the profile's restart time (DF-013); -2: the profile's supply recovery (OV-005).
RESTART = const(-1)
RECOVERY = const(-2)
FAULTS = (
    ("internal", HAND, 0, NO_LIMIT, 1, 1),
    ("welded", HAND, 0, NO_LIMIT, 1, 1),  # PW-008, PW-011
    ("estop", UNPLUG, 0, NO_LIMIT, 0, 1),  # GB-106; by hand in gbt
    ("rcd_trip", UNPLUG, 0, NO_LIMIT, 1, 1),  # RC-012, 3.5 contract; j1772: RC-035..037
    ("rcd_error", UNPLUG, 0, NO_LIMIT, 1, 1),  # RC-051
    ("rcd_test", UNPLUG, 0, NO_LIMIT, 1, 1),  # RC-015
    ("pe_lost", SELF, RESTART, 3, 0, 1),  # PE-001, GB-053
    ("gate", SELF, RESTART, 3, 0, 0),
    ("mirror", HAND, 0, NO_LIMIT, 1, 1),
    ("no_close", SELF, 5000, 1, 0, 1),  # PW-012
    ("cp_diode", SELF, RESTART, 3, 0, 1),  # CP-164
    ("cp_short", SELF, RESTART, 3, 0, 1),  # CP-165
    ("cp_invalid", SELF, RESTART, 3, 0, 1),  # CP-166
    ("cp_range", SELF, RESTART, 3, 0, 1),  # CP-167
    ("cp_generator", SELF, RESTART, 3, 0, 1),  # CP-169, CP-170
    ("sampler", SELF, RESTART, 3, 0, 1),
    ("pp_invalid", UNPLUG, 0, NO_LIMIT, 0, 1),  # PP-001, PP-006
    ("pp_changed", UNPLUG, 0, NO_LIMIT, 0, 1),  # PP-008, 2.1
    ("lock_open", UNPLUG, 0, NO_LIMIT, 0, 1),  # PP-040, PP-043
    ("lock_stuck", HAND, 0, NO_LIMIT, 0, 1),
    ("over_current", UNPLUG, 0, NO_LIMIT, 0, 1),  # OC-005, CP-208
    ("over_voltage", SELF, RECOVERY, NO_LIMIT, 0, 0),  # OV-005
    ("under_voltage", SELF, RECOVERY, NO_LIMIT, 0, 0),
    ("frequency", SELF, RECOVERY, NO_LIMIT, 0, 0),
    ("phase_loss", SELF, RECOVERY, NO_LIMIT, 0, 0),
    ("over_temperature", SELF, RESTART, NO_LIMIT, 0, 0),  # OC-009
    ("temperature_sensor", SELF, RESTART, NO_LIMIT, 0, 0),  # OC-009
)
TO_F = sum(row[4] << fault for fault, row in enumerate(FAULTS))
RELEASES = sum(row[5] << fault for fault, row in enumerate(FAULTS))
