"""Registers of a pile as a test finds them: started, and started again after a cut."""

from meter.reading import Reading
from meter.register import Register

MOST_MW = 30000000  # 30 kW: 8333 mWh a second
STEP_MWH = 110000


def said(mwh, serial=""):
    reading = Reading()
    reading.energy_mwh = mwh
    reading.energy_wh = mwh // 1000
    reading.serial = serial
    return reading


def started(mwh=5000000000, serial=""):
    """A register that has read its first meter."""
    register = Register(MOST_MW)
    register.take(said(mwh, serial), 0)
    return register


def restarted(register):
    """The register of a pile that was cut and started again."""
    again = Register(MOST_MW)
    again.restore(register.mwh, register.keep())
    return again
