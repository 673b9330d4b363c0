"""The registers of every shipped map's meter: what standards.md 7.2 says is there.

Written from the rows MB-001 to MB-104, not from the maps.
"""

from tests.host.modbus_peer import little, words


def f(value):
    return words("f", value)


def u32(value):
    return words("I", value)


def s32(value):
    return words("i", value)


def s32_little(value):
    return little("i", value)


SERIAL = 0x0133F2A7
EASTRON_SERIAL = {0xFC00: u32(SERIAL)}
# What the meters measure: V, A, W, Hz, Wh.
VOLTS = (230.5, 229.25, 231.0)
AMPS = (15.5, 16.25, 14.75)
POWER = 10706.5
HERTZ = 49.75
ENERGY_WH = 12345500


def eastron(phases):
    """MB-001 to MB-007; between the values of a single phase there is nothing but zeros."""
    inputs = {at: [0] for at in range(0x4C)}
    for phase in range(phases):
        inputs |= spread(0x0000 + 2 * phase, f(VOLTS[phase]))
        inputs |= spread(0x0006 + 2 * phase, f(AMPS[phase]))
        inputs |= spread(0x000C + 2 * phase, f(POWER if phases == 1 else POWER / 3))
    if phases == 3:
        inputs |= spread(0x0034, f(POWER))
    inputs |= spread(0x0046, f(HERTZ))
    inputs |= spread(0x0048, f(ENERGY_WH / 1000))
    inputs |= spread(0x004A, f(77.0))
    return {4: inputs, 3: dict(EASTRON_SERIAL)}


def spread(at, values):
    return {at + index: [value] for index, value in enumerate(values)}


def abb():
    """MB-020 to MB-025; line to line voltages and neutral current stand between."""
    holding = {at: [0x0101] for at in range(0x5B00, 0x5B2C)}
    for phase in range(3):
        holding |= spread(0x5B00 + 2 * phase, u32(round(VOLTS[phase] * 10)))
        holding |= spread(0x5B0C + 2 * phase, u32(round(AMPS[phase] * 100)))
    holding |= spread(0x5B14, s32(round(POWER * 100)))
    holding |= spread(0x5B2C, words("H", round(HERTZ * 100)))
    holding |= spread(0x5000, words("Q", ENERGY_WH // 10))
    holding |= spread(0x5004, words("Q", 99))
    holding |= spread(0x8900, u32(SERIAL))
    return {3: holding}


def gavazzi(hertz_at, energy_at):
    """MB-040 to MB-045: what is there only, the lowest word first."""
    inputs = {at: [0x0101] for at in range(0x2A)}
    for phase in range(3):
        inputs |= spread(0x0000 + 2 * phase, s32_little(round(VOLTS[phase] * 10)))
        inputs |= spread(0x000C + 2 * phase, s32_little(round(AMPS[phase] * 1000)))
    inputs |= spread(0x0028, s32_little(round(POWER * 10)))
    inputs |= spread(hertz_at, words("h", round(HERTZ * 10)))
    inputs |= spread(energy_at, s32_little(ENERGY_WH // 100))
    inputs |= spread(energy_at + 2, s32_little(5))
    return {4: inputs}


def schneider():
    """MB-060 to MB-064; line to line voltages and their mean stand before those of MB-061."""
    holding = {at: [0x4142] for at in range(0x0BCB, 0x0BD3)}
    for phase in range(3):
        holding |= spread(0x0BB7 + 2 * phase, f(AMPS[phase]))
        holding |= spread(0x0BD3 + 2 * phase, f(VOLTS[phase]))
        holding |= spread(0x0BED + 2 * phase, f(POWER / 3000))
    holding |= spread(0x0BF3, f(POWER / 1000))
    holding |= spread(0x0C25, f(HERTZ))
    holding |= spread(0x0C83, words("q", ENERGY_WH))
    return {3: holding}


def dtsu666():
    """MB-080 to MB-085."""
    holding = {}
    for phase in range(3):
        holding |= spread(0x2006 + 2 * phase, f(VOLTS[phase] * 10))
        holding |= spread(0x200C + 2 * phase, f(AMPS[phase] * 1000))
        holding |= spread(0x1020 + 2 * phase, f(1.0))
    holding |= spread(0x2012, f(POWER * 10))
    holding |= spread(0x2044, f(HERTZ * 100))
    holding |= spread(0x101E, f(ENERGY_WH / 1000))
    return {3: holding}


def ddsu666():
    """MB-080 to MB-084, 1 phase; the frequency stands at 0x200E in public code (Tasmota)."""
    rows = (0x2000, VOLTS[0]), (0x2002, AMPS[0]), (0x2004, POWER / 1000)
    rows += (0x200E, HERTZ), (0x4000, ENERGY_WH / 1000), (0x400A, 3.0)
    holding = {}
    for at, value in rows:
        holding |= spread(at, f(value))
    return {3: holding}


def pzem():
    """MB-100 to MB-104: power and energy end at 10 registers."""
    inputs = spread(0, words("H", round(VOLTS[0] * 10)))
    inputs |= spread(1, little("I", round(AMPS[0] * 1000)))
    inputs |= spread(3, little("I", round(POWER * 10)))
    inputs |= spread(5, little("I", ENERGY_WH))
    inputs |= spread(7, words("H", round(HERTZ * 10)))
    inputs |= spread(8, [95, 0])
    return {4: inputs}


def sdm72():
    """MB-010."""
    inputs = spread(0x0034, f(POWER)) | spread(0x0048, f(ENERGY_WH / 1000))
    return {4: inputs | spread(0x004A, f(1.0)) | spread(0x0156, f(2.0)), 3: EASTRON_SERIAL}


# Map: registers, phases, steps of V, A (in thousandths) and Hz, serial.
METERS = {
    "sdm120": (eastron(1), 1, 1, 1, 1, SERIAL),
    "sdm630": (eastron(3), 3, 1, 1, 1, SERIAL),
    "sdm72": (sdm72(), 0, 1, 1, 1, SERIAL),
    "abb_b23": (abb(), 3, 100, 10, 10, SERIAL),
    "em340": (gavazzi(0x33, 0x34), 3, 100, 1, 100, ""),
    "em24": (gavazzi(0x37, 0x42), 3, 100, 1, 100, ""),
    "iem3155": (schneider(), 3, 1, 1, 1, ""),
    "dtsu666": (dtsu666(), 3, 1, 1, 1, ""),
    "ddsu666": (ddsu666(), 1, 1, 1, 1, ""),
    "pzem004t": (pzem(), 1, 100, 1, 100, ""),
}
