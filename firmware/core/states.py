"""Names of what the core reports: the pile's states and the reasons for not charging."""

from micropython import const

STARTUP = const(0)  # self-test after power or reset
IDLE = const(1)  # nothing plugged
WAITING = const(2)  # car plugged, no energy for it now (x1)
OFFERING = const(3)  # PWM on, the car has not closed S2
CLOSING = const(4)  # the car asks, the checks before closing run
CHARGING = const(5)  # contactor closed, PWM on
STOPPING = const(6)  # the car was asked to stop (x1), contactor still closed
WAKING = const(7)  # a sleeping car is being woken
FAULT = const(8)  # a latched fault keeps the contactor open

STATES = (
    "startup",
    "idle",
    "waiting",
    "offering",
    "closing",
    "charging",
    "stopping",
    "waking",
    "fault",
)

# Reasons for not charging, most important first: bit numbers of Snapshot.reasons.
WHY_STARTUP = const(0)
WHY_FAULT = const(1)
WHY_NO_CAR = const(2)
WHY_SETTINGS = const(3)  # the shell refuses: settings missing or damaged
WHY_NOT_AUTHORISED = const(4)
WHY_STALE = const(5)  # no live demand from the shell
WHY_PAUSED = const(6)  # a claim or a limit leaves less than 6 A
WHY_DELAY = const(7)  # random delay after mains return
WHY_HOT = const(8)  # derated below 6 A
WHY_METER = const(9)  # no measurement and the profile wants one
WHY_VENTILATION = const(10)  # the car asks for ventilation that is not there
WHY_PILOT_REST = const(11)  # 3 s without PWM before it may start again
WHY_RCD_TEST = const(12)
WHY_LOCK = const(13)
WHY_REST = const(14)  # minimum off time of the contactor
WHY_WELD_TEST = const(15)
WHY_STOPPING = const(16)
WHY_WAKING = const(17)
WHY_CAR = const(18)  # everything is ready; the car has not closed S2
WHY_CHECKING = const(19)  # S2 just closed: debounce, diode, contactor on its way

REASONS = (
    "startup",
    "fault",
    "no_car",
    "settings",
    "not_authorised",
    "stale",
    "paused",
    "delay",
    "hot",
    "meter",
    "ventilation",
    "pilot_rest",
    "rcd_test",
    "lock",
    "rest",
    "weld_test",
    "stopping",
    "waking",
    "car",
    "checking",
)

# Control-pilot letters.
A = const(0)
B = const(1)
C = const(2)
D = const(3)
E = const(4)
F = const(5)
LETTERS = ("A", "B", "C", "D", "E", "F")
