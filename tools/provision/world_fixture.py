"""The fixture around a simulated pile (board `virtual`, `make run LIVE=1`): its world obeys."""

_CABLE_OHM = 220  # of tools.world: a car comes with it


class WorldFixture:
    """Asks the world beside the pile, over the same console, for what fixture.py describes."""

    def __init__(self, pile):
        self._pile = pile

    def close(self):
        """The pile closes the port."""

    def cp_resistor(self, ohm, diode=True):
        """Connect `ohm` from CP to PE, behind a diode or not; None: nothing."""
        self._set("ev.diode", diode)
        if ohm is None:
            self._set("ev.state", "A")
        else:
            self._set("ev.resistance_ohm", ohm)

    def pp_resistor(self, ohm):
        """Connect `ohm` from PP to PE; None: nothing."""
        self._set("cable.pp_ohm", 1000000 if ohm is None else ohm)

    def rcd_fault(self, on):
        """Make, or end, what trips the residual-current input."""
        self._set("rcd.dc_ma", 60 if on else 0)

    def estop(self, on):
        """Press, or release, the emergency stop."""
        self._set("estop", on)

    def measure_cp(self):
        """Return (high mV, low mV, duty in 0.01 %) at CP."""
        seen = self._pile.ask("probe")
        return seen["high_mv"], seen["low_mv"], seen["duty"]

    def contactor(self):
        """Return whether there is voltage behind the contactor."""
        return self._pile.ask("probe")["poles"] != 0

    def rest(self):
        """Put everything back: no car, no fault, and the cable that the world has."""
        self.cp_resistor(None)
        self.pp_resistor(_CABLE_OHM)
        self.rcd_fault(False)
        self.estop(False)

    def _set(self, key, value):
        self._pile.lines("world", key, value)
