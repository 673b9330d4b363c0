"""The steps of a bring-up, in the order a person does them. One row each; loaded on demand."""

# What the resistor of a row gives behind 1 kohm and a diode, 5 % of the source and 3 % of the
# 1 kohm aside (CP-220); the nominal ones as CP-221 has them.
_B = "2740"
_RESISTORS = (  # step, ohm, letter, lowest and highest mV
    ("cp B", _B, "B", 8370, 9590),
    ("cp B min", "1870", "B", 7500, 8630),
    ("cp B max", "4610", "B", 9420, 10500),
    ("cp C", "2740 || 1300", "C", 5470, 6530),
    ("cp C min", "1870 || 909", "C", 4500, 5500),
    ("cp C max", "4610 || 1723", "C", 6430, 7500),
    ("cp D", "2740 || 270", "D", 2450, 3450),
    ("cp D min", "1870 || 140", "D", 1600, 2450),
    ("cp D max", "4610 || 448", "D", 3430, 4400),
)
_CABLES = (  # step, ohm between PP and PE, what such a cable carries, A (PP-002..005)
    ("pp 13", 1500, 13),
    ("pp 20", 680, 20),
    ("pp 32", 220, 32),
    ("pp 63", 100, 63),
)

_NOTHING = ("nothing", "无需操作")
_UNPLUG = ("unplug everything from the pilot", "拔掉导引端的一切连接")
_RESISTOR = ("connect %s ohm and a diode from CP to PE", "CP 与 PE 间接 %s Ω 加二极管")
_CABLE = ("connect %s ohm from PP to PE", "PP 与 PE 间接 %s Ω")
_PLUG = (
    "connect 2740 ohm and a diode from CP to PE, 220 ohm from PP to PE",
    "CP-PE 接 2740 Ω 加二极管，PP-PE 接 220 Ω",
)
_OFF = (
    "take the mains away, let a test car ask for energy",
    "断开主电源，让测试车请求充电",
)
_ON = ("give the mains, let a test car ask for energy", "接通主电源，让测试车请求充电")


def _filled(pair, word):
    return tuple([text % word for text in pair])


# step, module of service, check in it, what it is given, what hands must do in both languages
STEPS = (
    ("settings", "bringup_checks", "settings", (), _NOTHING),
    ("factory", "bringup_checks", "factory", (), _NOTHING),
    ("inputs", "bringup_checks", "inputs", (), _NOTHING),
    ("temperature", "bringup_checks", "temperature", (), _NOTHING),
    ("clock", "bringup_checks", "clock", (), _NOTHING),
    ("network", "bringup_checks", "network", (), _NOTHING),
    ("meter", "bringup_checks", "meter", (), _NOTHING),
    ("rcd", "bringup_checks", "residual", (), _NOTHING),
    ("cp", "bringup_pilot", "idle", (11400, 12600), _UNPLUG),
)
STEPS += tuple(
    [(row[0], "bringup_pilot", "level", row[2:], _filled(_RESISTOR, row[1])) for row in _RESISTORS]
)
STEPS += tuple(
    [(row[0], "bringup_pilot", "cable", row[1:], _filled(_CABLE, row[1])) for row in _CABLES]
)
STEPS += (
    ("pwm", "bringup_pilot", "wave", (8370, 9590), _PLUG),
    ("lock in", "bringup_pilot", "lock", (1,), _PLUG),
    ("lock out", "bringup_pilot", "lock", (0,), _UNPLUG),
    ("contactor off", "bringup_contactor", "contactor", (False,), _OFF),
    ("contactor on", "bringup_contactor", "contactor", (True,), _ON),
)


def row(name):
    """Return the row of a step, or None."""
    for step in STEPS:
        if step[0] == name:
            return step
    return None
