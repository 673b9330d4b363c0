"""Which pins of a board are wired to something: what is not fitted is never read."""

_PARTS = (
    ("mirror_contact", ("mirror", "mirror_2")),
    ("pe_monitor", ("pe",)),
    ("voltage_sense", ("live", "live_2", "live_3")),
    ("lock", ("bolt",)),
    ("board_sensor", ("board_adc",)),
    ("socket_sensor", ("socket_adc",)),
)
_RCD_LINES = {"none": (), "dc6": ("rcd",), "dc6_ac30": ("rcd", "rcd_ac"), "ccid20": ("rcd_ac",)}


def fitted_pins(board):
    """Return role: GPIO of every output, and of the inputs that `fitted` says are there."""
    fitted = board["fitted"]
    absent = [role for key, roles in _PARTS if not fitted[key] for role in roles]
    absent += [role for role in ("rcd", "rcd_ac") if role not in _RCD_LINES[fitted["rcd"]]]
    if fitted["tethered"]:
        absent.append("pp_adc")
    return {role: pin for role, pin in board["pins"].items() if role not in absent}
