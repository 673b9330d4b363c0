"""What a claim in watts, or for each phase of the site, leaves the one current of a pilot."""

from micropython import const

NO_LIMIT = const(0x3FFFFFFF)
ROTATIONS = ("RST", "STR", "TRS")  # phase of the site on L1, L2, L3 of the pile

_NOMINAL_DV = const(2300)
_LEAST_DV = const(1000)  # less is a phase that nobody measures
_TENTH_MA = const(100)
_W_TO_MA = const(10000)  # times W, over 0.1 V


class Wiring:
    """How the phases of the pile lie on the site's, which of them are in use, at what voltage."""

    def __init__(self, rotation=0):
        self.rotation = rotation  # place in ROTATIONS
        self.used = 3  # phases of the pile that can carry current
        self.volts_dv = [_NOMINAL_DV, _NOMINAL_DV, _NOMINAL_DV]  # of L1, L2, L3, in 0.1 V

    def measure(self, voltage_mv):
        """Take the measured voltages of L1, L2, L3; None: there are none, so nominal ones."""
        for phase in range(3):
            volts_dv = voltage_mv[phase] // 100 if voltage_mv is not None else 0
            self.volts_dv[phase] = volts_dv if volts_dv >= _LEAST_DV else _NOMINAL_DV

    def volts(self):
        """Return the voltage of a phase, V: the mean of those in use."""
        return self._sum_dv() // (10 * self.used)

    def leaves_ma(self, claim):
        """Return what `claim` leaves the pilot, mA: one figure for all phases in use (OP-107)."""
        wants = claim.wants
        whole = type(wants) is int
        if whole and not claim.watts:
            return wants
        if whole:
            return _ma(wants, self._sum_dv())
        sites = ROTATIONS[self.rotation]
        lowest = NO_LIMIT
        for phase in range(self.used):
            each = wants["RST".index(sites[phase])]
            if claim.watts:
                each = _ma(each, self.volts_dv[phase])
            lowest = min(lowest, each)
        return lowest

    def _sum_dv(self):
        total = 0
        for phase in range(self.used):
            total += self.volts_dv[phase]
        return total


def _ma(watts, volts_dv):
    # OP-107: floor to 0.1 A
    return watts * _W_TO_MA // volts_dv // _TENTH_MA * _TENTH_MA
