"""The pilot's wave in three lines of text."""

_PERIODS = 3
_WIDTH = 20  # columns a period
_X1 = 10000  # duty, 0.01 %: steady +12 V; 0 is -12 V


def wave(pile):
    """Return the lines of the wave with its plateaus in V: upper, zero, lower."""
    high, low = f"{pile['high_mv'] / 1000:+6.1f} V ", f"{pile['low_mv'] / 1000:+6.1f} V "
    top = _PERIODS * _WIDTH
    if pile["duty"] in (0, _X1):  # a steady level, wherever it is
        lines = ["", " " * 9 + "─" * top, ""]
        lines[2 if pile["high_mv"] < 0 else 0] = high + "━" * top
        return lines
    up = min(max(round(_WIDTH * pile["duty"] / _X1), 1), _WIDTH - 1)
    down = _WIDTH - up
    return [
        high + ("┏" + "━" * (up - 1) + "┓" + " " * (down - 1)) * _PERIODS,
        " " * 9 + ("┃" + "─" * (up - 1) + "┃" + "─" * (down - 1)) * _PERIODS,
        low + ("┛" + " " * (up - 1) + "┗" + "━" * (down - 1)) * _PERIODS,
    ]
