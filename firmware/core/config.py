"""What the core must know of its pile, in integers."""

from micropython import const

IEC = const(0)
GBT = const(1)
J1772 = const(2)
PROFILES = ("iec", "gbt", "j1772")

# fitted: bits
RCD_DC_FITTED = const(1)
RCD_AC_FITTED = const(2)
LOCK_FITTED = const(4)
MIRROR_FITTED = const(8)
SENSE_FITTED = const(16)  # voltage sense on the load side
PE_FITTED = const(32)
TETHERED = const(64)  # no PP resistor, no lock
CP_SWITCH_FITTED = const(128)  # control-pilot disconnect switch
TWO_CONTACTORS = const(256)
BOARD_SENSOR = const(512)
SOCKET_SENSOR = const(1024)

# meter_policy: what to do when the measurement is older than 3 s
CARRY_ON = const(0)
PAUSE = const(1)

# wake: how a sleeping car is woken (CP-190..193); 0 V where the board has the switch
WAKE_OFF = const(0)
WAKE_PILOT = const(1)  # B1 for 3 s, then B2 (0 V before it where the switch is fitted)
WAKE_F = const(2)  # -12 V for 4 s first


class Config:
    """Limits and fitted parts of one outlet; core.profiles has most attributes and their values.

    Filled by the shell before the core is built.
    """

    def __init__(self, profile):
        from core import profiles

        self.profile = profile
        self.fitted = 0
        self.phases = 3
        self.board_ma = 32000  # what the board and its contactor can carry
        self.install_ma = 32000  # installation setting
        self.ventilation = 0
        profiles.fill(self, profile)
