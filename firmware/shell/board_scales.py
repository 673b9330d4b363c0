"""Checks `scales` of a board: how raw readings become mV, ohm, degrees. Read for a check only."""

from shell import check as checks

_NTC = "[ohm at 25 degrees Celsius, beta, pull-up ohm]"
_NTC_LIMITS = ((100, 1000000), (2000, 6000), (100, 1000000))
# Name, the analogue role that needs it, its three whole numbers, lowest and highest of each.
SCALES = (
    (
        "cp",
        "cp_adc",
        "[multiply, divide, add]",
        ((1, 260000), (1, 10**6), (-(10**6), 10**6)),  # 4095 of them fit into 30 bits
    ),
    (
        "pp",
        "pp_adc",
        "[pull-up ohm, raw at full scale, series ohm]",
        ((100, 100000), (1000, 5000), (0, 1000)),
    ),
    ("socket", "socket_adc", _NTC, _NTC_LIMITS),
    ("board", "board_adc", _NTC, _NTC_LIMITS),
)
_CP_MV = 12600  # CP-001: the highest open-circuit level that must be read, both ways


def check(board, port):
    """Return the errors of `board["scales"]`; `port` says how far raw readings go."""
    scales = board["scales"]
    names = [row[0] for row in SCALES]
    errors = [
        "scales." + checks.unknown(name, names) for name in sorted(scales) if name not in names
    ]
    for name, role, form, limits in SCALES:
        if name not in scales:
            if role in board["pins"]:
                errors.append("scales.%s: must be there for %s, %s" % (name, role, form))
        elif not _fits(scales[name], limits):
            text = ", ".join(["%d to %d" % pair for pair in limits])
            errors.append(
                "scales.%s = %s: must be %s, whole numbers of %s"
                % (name, checks.shown(scales[name]), form, text)
            )
    if not errors and "pp" in scales and scales["pp"][1] < port.FULL[1]:
        errors.append(
            "scales.pp = %s: raw at full scale must be %d at least, what the converter can read"
            % (scales["pp"], port.FULL[1])
        )
    return errors or _reach(scales["cp"], port.FULL)


def _fits(scale, limits):
    if type(scale) is not list or len(scale) != 3:
        return False
    for number, (low, high) in zip(scale, limits):
        if type(number) is not int or not low <= number <= high:
            return False
    return True


def _reach(scale, full):
    ends = sorted([raw * scale[0] // scale[1] + scale[2] for raw in full])
    if ends[0] <= -_CP_MV and ends[1] >= _CP_MV:
        return []
    return [
        "scales.cp = %s: reads %d to %d mV, must reach %d to %d"
        % (scale, ends[0], ends[1], -_CP_MV, _CP_MV)
    ]
