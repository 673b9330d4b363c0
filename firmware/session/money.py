"""Money: integers of 1e-5 of the currency unit (`_e5`); prices in 1e-5 a kWh.

The rounding rule: of each line of a session (one price over its energy) the energy and the
service are rounded once, half up, to 1e-5; the total is the sum of those. So the lines always
add up to the total, and a total is within 0.5e-5 a line of what exact fractions would give.
"""

from micropython import const

UNIT = const(100000)  # 1e-5 in one unit of the currency
MOST_E5 = 10**12  # ten million units: more is a mistake
_HALF = const(500000)
_MWH_A_KWH = const(1000000)


def cost_e5(mwh, price_e5):
    """Return what `mwh` cost at `price_e5` a kWh, rounded half up to 1e-5."""
    return (mwh * price_e5 + _HALF) // _MWH_A_KWH


def parse(value):
    """Return 1e-5 units of 0.35, "0.35" or 2. Raises ValueError: no amount from 0 to 1e7."""
    text = str(value)
    whole, _, part = text.partition(".")
    if type(value) is bool or not whole.isdigit() or len(part) > 5 or (part and not digits(part)):
        raise ValueError("%s: must be an amount from 0 with at most 5 decimals" % text)
    amount = int(whole) * UNIT + int((part + "00000")[:5])
    if amount > MOST_E5:
        raise ValueError("%s: must be at most %d" % (text, MOST_E5 // UNIT))
    return amount


def digits(text):
    """Return whether `text` is of ASCII digits alone."""
    for letter in text:
        if not "0" <= letter <= "9":
            return False
    return text != ""


def shown(amount_e5):
    """Return the amount as text: two decimals, or as many more as it needs."""
    text = "%d.%05d" % (amount_e5 // UNIT, amount_e5 % UNIT)
    while text[-1] == "0" and text[-3] != ".":
        text = text[:-1]
    return text
