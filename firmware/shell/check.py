"""Checks a value against one row of a table: settings and boards share it, device and PC too."""

from micropython import const

# kind of a value
WHOLE = const(0)  # allowed: (low, high, words accepted besides ...)
NUMBER = const(1)  # as WHOLE, fractions too
SWITCH = const(2)  # allowed: ()
CHOICE = const(3)  # allowed: the choices
TEXT = const(4)  # allowed: (longest,)
PHASES = const(5)  # as WHOLE, or a list of three: of R, S and T


def is_number(value):
    """Return whether `value` is an int or a float; True and False are not."""
    return type(value) is int or type(value) is float


def fits(kind, allowed, value):
    """Return whether `value` is of `kind` and one of those `allowed`."""
    if kind == CHOICE:
        return _one_of(value, allowed)
    if kind == SWITCH:
        return type(value) is bool
    if kind == TEXT:
        return type(value) is str and len(value) <= allowed[0]
    if kind == PHASES and type(value) is list:
        return len(value) == 3 and all(_within(kind, allowed, each) for each in value)
    return _one_of(value, allowed[2:]) or _within(kind, allowed, value)


def _within(kind, allowed, value):
    if type(value) is not int and (kind != NUMBER or type(value) is not float):
        return False
    return allowed[0] <= value <= allowed[1]


def _one_of(value, choices):
    for choice in choices:  # `in` would take True for 1
        if type(choice) is type(value) and choice == value:
            return True
    return False


def range_text(kind, allowed, unit):
    """Return what `fits` accepts, for people."""
    if kind == CHOICE:
        return "one of: " + ", ".join([str(choice) for choice in allowed])
    if kind == SWITCH:
        return "true or false"
    if kind == TEXT:
        return "a text of %d characters at most" % allowed[0]
    text = "%s from %s to %s" % (
        "a number" if kind == NUMBER else "a whole number",
        allowed[0],
        allowed[1],
    )
    if unit:
        text += " " + unit
    for word in allowed[2:]:
        text += ', or "%s"' % word if type(word) is str else ", or %s" % word
    return text + ", or three of them: [R, S, T]" if kind == PHASES else text


def shown(value):
    """Return `value` as an error message shows it, shortened."""
    text = '"%s"' % value if type(value) is str else str(value)
    return text if len(text) <= 40 else text[:37] + "..."


def complaint(key, kind, allowed, unit, value):
    """Return the error text for `key`, or None when its value fits."""
    if fits(kind, allowed, value):
        return None
    return "%s = %s: must be %s" % (key, shown(value), range_text(kind, allowed, unit))


def unknown(key, keys):
    """Return the error text for a key that no row has."""
    return "%s: no such key; there are: %s" % (key, ", ".join(sorted(keys)))
