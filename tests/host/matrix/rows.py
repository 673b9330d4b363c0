"""Where a cell of the matrix differs from its fault's row, and which cells there are."""

from tests.host.matrix.causes import ANY, LATE, NONE, OPEN, RELEASE_MS, SEEN_MS

# (fault, profile): what differs. Kind while closed, while open, ms, faults.
PROFILE = {
    ("asks_for_d", "gbt"): (OPEN, OPEN, 100, "cp_short"),  # GB-016, GB-080, GB-084
    ("over_draw", "gbt"): (OPEN, LATE, 9950 + SEEN_MS, "over_current"),  # CP-208
    ("meter_offline", "gbt"): (OPEN, OPEN, 10000 + RELEASE_MS, ""),  # GB-085
    ("pp_short", "gbt"): (NONE, NONE, 0, ""),  # GB-083: mated
    ("pp_changed", "gbt"): (NONE, NONE, 0, ""),
    ("pp_open", "j1772"): (NONE, NONE, 0, ""),  # J-021
    ("pp_short", "j1772"): (NONE, NONE, 0, ""),
    ("pp_changed", "j1772"): (NONE, NONE, 0, ""),
    ("lock_jammed", "j1772"): (NONE, NONE, 0, ""),  # J-020
    ("lock_says_open", "j1772"): (NONE, NONE, 0, ""),
    ("lock_says_closed", "j1772"): (NONE, NONE, 0, ""),
}
# (fault, state): kind there, faults, and the ms where they differ too
STATE = {
    # the bolt is in already
    ("lock_jammed", "offering"): (NONE, ""),
    ("lock_jammed", "closing"): (NONE, ""),
    ("lock_jammed", "waking"): (NONE, ""),
    ("lock_jammed", "fault"): (NONE, ""),
    # the car was told to stop and has 6 s left: no fault of its own (CP-118)
    ("over_draw", "stopping"): (ANY, ""),
    # without PWM only the end of the stop sequence opens (CP-144)
    ("diode_lost", "stopping"): (OPEN, "cp_diode", 7000),
    ("rail_weak", "stopping"): (OPEN, "cp_diode", 7000),
    ("rail_high", "stopping"): (OPEN, "cp_range", 7000),
    # the coding is latched with the first offer (2.1, GB-062)
    ("pp_changed", "offering"): (OPEN, "pp_changed"),
    ("pp_changed", "closing"): (OPEN, "pp_changed"),
}
# nothing shows these while the pilot rests or nothing is energised: the hold runs from the opening
HIDDEN = ("diode_lost", "rail_weak", "rail_high", "stall", "stuck_open", "over_draw")
# rows whose rule differs between the profiles: these run in every state of all three
DIFFERS = (
    "asks_for_d over_draw meter_offline pp_open pp_short pp_changed "
    "lock_jammed lock_says_open lock_says_closed estop dc_60 short pe_lost"
).split()
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
