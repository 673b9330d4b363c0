"""Which keys the factory area has and what they may be. Loaded to write it, then dropped."""

_HEX = "0123456789abcdef"
# key, type, least and most: of the number, of the characters, or of the hex digits
_ROWS = (
    ("serial", str, 1, 20),
    ("board", str, 1, 32),
    ("board_rev", str, 0, 16),
    ("salt", "hex", 16, 64),
    ("secret", "hex", 64, 64),  # never the secret itself: service.secret
    ("cal", dict, 0, 3),
    ("made", int, 0, 0xFFFFFFFF),  # unix seconds
    ("label", str, 0, 40),
)
_CAL = ("cp", "pp", "temp")
_KINDS = {str: "a text of %d to %d characters", "hex": "%d to %d hex digits", dict: "a table"}
_CAL_MOST = 10**8


def check(data):
    """Return the errors of the keys of a factory area, each naming one; [] when it is good."""
    if type(data) is not dict:
        return ["factory: must be a table of keys and values"]
    names = [row[0] for row in _ROWS]
    errors = [
        "%s: unknown; must be one of %s" % (key, ", ".join(names))
        for key in sorted(data)
        if key not in names
    ]
    for key, kind, least, most in _ROWS:
        if key in data and not _fits(data[key], kind, least, most):
            text = _KINDS.get(kind, "a whole number of %d to %d")
            errors.append("%s: must be %s" % (key, text % (least, most) if "%" in text else text))
    if ("salt" in data) != ("secret" in data):
        errors.append("salt: must be there with secret, and only then")
    return errors or _of_cal(data.get("cal", {}))


def _fits(value, kind, least, most):
    if kind == "hex":
        if type(value) is not str or len(value) % 2 or value.strip(_HEX):
            return False
    elif type(value) is not kind:
        return False
    size = value if kind is int else len(value)
    return least <= size <= most


def _of_cal(cal):
    for name in sorted(cal):
        pair = cal[name]
        if name not in _CAL:
            return ["cal.%s: unknown; must be one of %s" % (name, ", ".join(_CAL))]
        whole = type(pair) in (list, tuple) and [type(each) for each in pair] == [int, int]
        if not whole or max([abs(each) for each in pair]) > _CAL_MOST:
            return ["cal.%s: must be two whole numbers, parts per million and an offset" % name]
    return []
