"""Every setting of a pile: one row each. The device, the scenario runner and the docs read it."""

from micropython import const

from shell.check import CHOICE, NUMBER, SWITCH, TEXT, WHOLE

# columns
KEY = const(0)
KIND = const(1)
DEFAULT = const(2)
ALLOWED = const(3)
UNIT = const(4)
LIVE = const(5)  # 1 = a change applies at once, 0 = at the next restart
ABOUT = const(6)

_P = "profile"  # the word that leaves a value to the profile
_METERS = (  # "none", drivers, a file of meter/maps each, "custom"
    "none",
    "bl0939",
    "dlt645",
    "hlw8032",
    "s0",
    "abb_b23",
    "ddsu666",
    "dtsu666",
    "em24",
    "em340",
    "iem3155",
    "pzem004t",
    "sdm120",
    "sdm630",
    "sdm72",
    "custom",
)
_BAUDS = (0, 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)

ROWS = (
    ("profile", CHOICE, "iec", ("iec", "gbt", "j1772"), "", 0, "rules of the region"),
    ("max_current_a", WHOLE, 32, (6, 80), "A", 1, "what the installation can carry, per phase"),
    ("phases", CHOICE, 3, (1, 3), "", 0, "phases that are connected"),
    (
        "authorise",
        CHOICE,
        "plug_and_charge",
        ("plug_and_charge", "list", "remote"),
        "",
        1,
        "who may charge",
    ),
    ("ventilation", SWITCH, False, (), "", 0, "the site is ventilated for state D"),
    ("random_delay_s", WHOLE, 0, (0, 1800), "s", 1, "longest random wait after mains return"),
    ("ramp_a_per_min", WHOLE, 0, (0, 600), "A/min", 1, "how fast the offer may rise; 0 = no ramp"),
    (
        "resume_s",
        WHOLE,
        600,
        (0, 3600),
        "s",
        1,
        "after 3 pauses in a row each lasts so long",
    ),
    ("resume_margin_a", NUMBER, 0, (0, 10), "A", 1, "less above 6 A must last for resume_s"),
    ("min_off_s", WHOLE, 1, (1, 600), "s", 0, "shortest rest of the open contactor"),
    (
        "claim_policy",
        CHOICE,
        "release",
        ("release", "hold", "fallback", "stop"),
        "",
        1,
        "what an outside set-point becomes when its lifetime ends",
    ),
    (
        "rotation",
        CHOICE,
        "RST",
        ("RST", "STR", "TRS"),
        "",
        1,
        "phases of the site on L1, L2, L3 of the pile",
    ),
    ("fallback_a", WHOLE, 0, (6, 80, 0), "A", 1, "offer when no set-point or demand is live"),
    (
        "simplified_limit_a",
        WHOLE,
        _P,
        (6, 80, _P),
        "A",
        0,
        "most for a car that never showed state B; profile: 10, gbt 8",
    ),
    ("wake", CHOICE, "pilot", ("off", "pilot", "f"), "", 0, "how a sleeping car is woken"),
    ("wake_after_s", WHOLE, 30, (10, 600), "s", 0, "patience with the car before a wake-up"),
    ("wake_tries", WHOLE, 2, (0, 10), "", 0, "wake-ups for each plug-in"),
    ("meter", CHOICE, "none", _METERS, "", 0, "the meter on the bus; custom: /store/meter.json"),
    ("meter_address", WHOLE, 0, (0, 248), "", 0, "of the meter; 0 = as it leaves the factory"),
    ("meter_baud", CHOICE, 0, _BAUDS, "", 0, "of the meter; 0 = as it leaves the factory"),
    ("meter_serial", TEXT, "", (12,), "", 0, "12 digits of a dlt645; none = the only one there"),
    ("s0_pulses_per_kwh", WHOLE, 1000, (1, 100000), "", 0, "of the s0 meter"),
    ("meter_voltage_scale", NUMBER, 1, (0.01, 100), "", 0, "corrects a metering chip"),
    ("meter_current_scale", NUMBER, 1, (0.01, 100), "", 0, "corrects a metering chip"),
    (
        "meter_policy",
        CHOICE,
        _P,
        (_P, "carry_on", "pause"),
        "",
        0,
        "without a measurement for 3 s",
    ),
    ("under_voltage_v", NUMBER, _P, (100, 230, _P), "V", 0, "opens below"),
    ("over_voltage_v", NUMBER, _P, (230, 300, _P), "V", 0, "opens above"),
    ("over_voltage_fast_v", NUMBER, _P, (230, 320, _P), "V", 0, "opens above, within 100 ms"),
    ("recover_low_v", NUMBER, _P, (100, 240, _P), "V", 0, "supply is good again from"),
    ("recover_high_v", NUMBER, _P, (230, 300, _P), "V", 0, "supply is good again up to"),
    ("recover_s", WHOLE, _P, (1, 3600, _P), "s", 0, "supply must be good for so long"),
    ("supply_delay_s", NUMBER, 1, (0.1, 10), "s", 0, "supply must be bad for so long"),
    ("frequency_low_hz", NUMBER, _P, (45, 60, _P), "Hz", 0, "opens below"),
    ("frequency_high_hz", NUMBER, _P, (50, 66, _P), "Hz", 0, "opens above"),
    ("derate_c", WHOLE, 75, (40, 85), "C", 0, "the offer falls by 10 % a degree above"),
    ("hot_c", WHOLE, 90, (50, 95), "C", 0, "opens above"),
    (
        "reader",
        CHOICE,
        "none",
        ("none", "pn532_uart", "pn532_i2c", "line"),
        "",
        0,
        "reader of cards",
    ),
    ("connection_timeout_s", WHOLE, 60, (10, 3600), "s", 1, "a card waits so long for a car"),
    ("price_kwh", NUMBER, 0, (0, 10000), "", 1, "price of a kWh while no tariff() was given"),
    ("session_kwh", NUMBER, 0, (0, 1000), "kWh", 1, "most energy of a session; 0 = any"),
    ("session_min", WHOLE, 0, (0, 10080), "min", 1, "longest session; 0 = any"),
    ("session_money", NUMBER, 0, (0, 100000), "", 1, "most a session may cost; 0 = any"),
    ("at_limit", CHOICE, "stop", ("stop", "pause"), "", 1, "what the limit of a session does"),
    (
        "resume_min",
        WHOLE,
        60,
        (0, 1440),
        "min",
        1,
        "longest power cut after which a session goes on; 0 = none",
    ),
    ("rtc", CHOICE, "none", ("none", "ds3231", "pcf8563"), "", 0, "clock chip with a battery"),
    ("zone", TEXT, "CST-8", (60,), "", 1, "local time, a POSIX zone: CET-1CEST,M3.5.0,M10.5.0/3"),
    ("holidays", TEXT, "", (1500,), "", 1, "12-25 for each year, 2026-10-01 for one, ..."),
    (
        "schedule",
        CHOICE,
        "off",
        ("off", "limit", "wish"),
        "",
        0,
        "the weekly schedule: nothing exceeds it, or a higher rank overrules it",
    ),
    (
        "no_time",
        CHOICE,
        "free",
        ("free", "fallback", "stop"),
        "",
        1,
        "what the schedule says while the clock is not set",
    ),
    ("time_sharing", SWITCH, False, (), "", 0, "windows and reservations of the parking space"),
    ("windows", TEXT, "", (1500,), "", 1, "hours of the space: owner mon-fri 18:00-08:00; ..."),
    ("owner_group", TEXT, "", (20,), "", 1, "card group of the owner of the space"),
    (
        "guest_policy",
        CHOICE,
        "stop",
        ("stop", "reduce", "keep"),
        "",
        1,
        "what becomes of a guest when somebody else's time comes",
    ),
    ("guest_warn_min", WHOLE, 15, (0, 120), "min", 1, "a guest is warned so long before"),
    ("guest_a", WHOLE, 6, (6, 80), "A", 1, "what guest_policy reduce leaves"),
    (
        "space_no_time",
        CHOICE,
        "community",
        ("community", "owner"),
        "",
        1,
        "whose the space is while the clock is not set",
    ),
    ("parking_lock_s", WHOLE, 0, (0, 3600), "s", 0, "empty so long, the flap rises; 0 = no flap"),
    ("modbus", CHOICE, "none", ("none", "rtu", "tcp"), "", 0, "slave of an energy manager"),
    ("modbus_address", WHOLE, 1, (1, 247), "", 0, "of the pile on a serial line"),
    ("modbus_baud", CHOICE, 19200, _BAUDS[1:], "", 0, "of that line: 8 bits, no parity, 1 stop"),
    ("modbus_port", WHOLE, 502, (1, 65535), "", 0, "of the pile on a network"),
    ("modbus_watchdog_s", WHOLE, 0, (0, 3600), "s", 0, "longest silence of the manager; 0 = any"),
    ("orderly", SWITCH, False, (), "", 0, "charging by plans: of a platform, a user, or its own"),
    ("default_kwh", WHOLE, 20, (0, 1000), "kWh", 1, "due by departure without a plan; 0 = any"),
    ("departure", TEXT, "07:00", (5,), "", 1, "local time at which a car leaves, unless told"),
    ("plan_floor_a", WHOLE, 0, (6, 80, 0), "A", 1, "least between its own slots; 0 = pause"),
    ("language", CHOICE, "en", ("en", "zh"), "", 1, "of the console"),
)


def row(key):
    """Return the row of `key`, or None."""
    for entry in ROWS:
        if entry[KEY] == key:
            return entry
    return None
