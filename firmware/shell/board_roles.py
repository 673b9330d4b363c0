"""Which role a pin may have, and which of them a board needs. Loaded for a check only.

What a module can do with its pins stands in `board_rp2` and `board_esp32`, as data.
"""

from shell import check as checks

OUTPUTS = (
    "coil",
    "coil_2",
    "cp_pwm",
    "cp_off",
    "lock_in",
    "lock_out",
    "rcd_test",
    "vent",
    "lamp_red",
    "lamp_green",
    "lamp_blue",
    "uart_tx",
    "uart_de",
    "bus_tx",
    "bus_de",
    "reader_tx",
    "reader_sda",
    "reader_scl",
    "rtc_sda",
    "rtc_scl",
    "heartbeat",
    "parking_lock_up",
    "parking_lock_down",
)
INPUTS = (
    "rcd",
    "rcd_ac",
    "estop",
    "mirror",
    "mirror_2",
    "live",
    "live_2",
    "live_3",
    "bolt",
    "pe",
    "gate",
    "uart_rx",
    "bus_rx",
    "reader_rx",
    "s0",
    "parking_lock_raised",
    "parking_lock_lowered",
    "parking_lock_car",
)
ANALOGUE = ("cp_adc", "pp_adc", "socket_adc", "board_adc")

# Key of `fitted`, what it says, the roles this needs.
_NEEDS = (
    ("rcd", ("dc6", "dc6_ac30"), ("rcd", "rcd_test")),
    ("rcd", ("dc6_ac30", "ccid20"), ("rcd_ac", "rcd_test")),
    ("mirror_contact", (True,), ("mirror",)),
    ("pe_monitor", (True,), ("pe",)),
    ("voltage_sense", (True,), ("live",)),
    ("tethered", (False,), ("pp_adc",)),
    ("cp_switch", (True,), ("cp_off",)),
    ("contactors", (2,), ("coil_2",)),
    ("socket_sensor", (True,), ("socket_adc",)),
)
# A role and the one it is nothing without.
_PAIRS = (
    ("uart_tx", "uart_rx"),
    ("uart_rx", "uart_tx"),
    ("uart_de", "uart_tx"),
    ("bus_tx", "bus_rx"),
    ("bus_rx", "bus_tx"),
    ("bus_de", "bus_tx"),
    ("reader_tx", "reader_rx"),  # without its own the RP2040 would take a default pin
    ("reader_rx", "reader_tx"),
    ("reader_sda", "reader_scl"),
    ("reader_scl", "reader_sda"),
    ("rtc_sda", "rtc_scl"),
    ("rtc_scl", "rtc_sda"),
    ("lock_in", "lock_out"),
    ("lock_out", "lock_in"),
    ("lock_in", "bolt"),
    ("live_2", "live_3"),
    ("live_3", "live_2"),
    ("parking_lock_up", "parking_lock_down"),
    ("parking_lock_down", "parking_lock_raised"),
    ("parking_lock_raised", "parking_lock_lowered"),
    ("parking_lock_lowered", "parking_lock_up"),
    ("parking_lock_car", "parking_lock_up"),
)


def check(board, port):
    """Return the errors of `board["pins"]` on the module that `port` describes."""
    pins = board["pins"]
    rows = port.PLACES[board["module"]]
    known = OUTPUTS + INPUTS + ANALOGUE
    errors = []
    for role in sorted(pins):
        if role in port.ABSENT or role not in known:
            known = [name for name in known if name not in port.ABSENT]
            errors.append("pins." + checks.unknown(role, known))
            continue
        for roles, ranges, reason in rows:
            if (role in roles or not roles) and not _within(pins[role], ranges):
                errors.append(
                    "pins.%s = %d: must be one of %s: %s"
                    % (role, pins[role], shown(ranges), reason)
                )
                break
    for role, why in _needed(board["fitted"], port):
        if role not in pins:
            errors.append("pins.%s: must be there, %s" % (role, why))
    for role, other in _PAIRS:
        if role in pins and other not in pins:
            errors.append("pins.%s: must be there, beside %s" % (other, role))
    return errors or port.together(pins)


def _within(pin, ranges):
    for low, high in ranges:
        if low <= pin <= high:
            return True
    return False


def shown(ranges):
    """Return ranges of pins for people."""
    return ", ".join(["%d" % a if a == b else "%d-%d" % (a, b) for a, b in ranges])


def _needed(fitted, port):
    # pairs (role, why)
    needed = [(role, "every pile has one") for role in port.ALWAYS]
    for key, values, roles in _NEEDS:
        if fitted[key] in values:
            needed += [(role, said(fitted, key)) for role in roles]
    if fitted["lock"] and not fitted["tethered"]:
        needed += [(role, said(fitted, "lock")) for role in ("lock_in", "lock_out", "bolt")]
    if fitted["contactors"] == 2:
        for key, role in (("mirror_contact", "mirror_2"), ("voltage_sense", "live_2")):
            if fitted[key]:
                needed.append((role, said(fitted, "contactors")))
    if fitted["board_sensor"] and "board_adc" not in port.ABSENT:
        needed.append(("board_adc", said(fitted, "board_sensor")))
    return needed


def said(fitted, key):
    """Return "fitted.KEY = VALUE" as an error shows it."""
    return "fitted.%s = %s" % (key, checks.shown(fitted[key]))
