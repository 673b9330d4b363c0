"""What a meter says at one moment: every driver's `read()` returns one of these."""

import array


class Reading:
    """Attributes only, whole numbers. The driver fills the same one again and again."""

    def __init__(self):
        self.current_ma = array.array("i", [0, 0, 0])
        self.voltage_mv = array.array("i", [0, 0, 0])
        self.frequency_mhz = 0
        self.power_mw = 0  # of all phases, what is drawn is positive
        self.energy_wh = 0  # lifetime import register, whole Wh
        self.energy_mwh = 0  # the same, mWh
        self.estimated = False  # the energy was not counted by a meter
        self.volatile = False  # the register begins at 0 with the pile
        self.serial = ""  # of the meter, "" = unknown
        self.at_ms = 0  # tick counter at the oldest of current and voltage
        self.guards = True  # False: no current and voltage are measured, only power and energy
