"""Makes a checked map into the questions that are asked in turn. Loaded once, then dropped."""

from micropython import const

from meter.block import CURRENT, ENERGY, FREQUENCY, POWER, SERIAL, TOTAL, VOLTAGE, Block
from meter.decode import size_of
from meter.rtu import request

# Field: its place, and the group it is polled with.
FIELDS = (
    ("current", CURRENT, "fast"),
    ("voltage", VOLTAGE, "fast"),
    ("power", POWER, "fast"),
    ("frequency", FREQUENCY, "slow"),
    ("energy", ENERGY, "slow"),
    ("serial", SERIAL, "rare"),
)
# Field and unit: how many thousandths of A, V, W, Hz and Wh one is.
UNITS = (
    ("current", "A", 1000),
    ("current", "mA", 1),
    ("voltage", "V", 1000),
    ("voltage", "mV", 1),
    ("power", "W", 1000),
    ("power", "kW", 1000000),
    ("frequency", "Hz", 1000),
    ("energy", "Wh", 1000),
    ("energy", "kWh", 1000000),
)
DEFAULTS = (
    ("address", 1),
    ("baud", 9600),
    ("parity", "none"),
    ("stop_bits", 1),
    ("words", "big"),
    ("most", 40),
    ("gap", 0),
    ("answer_ms", 150),
    ("fast_ms", 500),
    ("slow_ms", 2000),
)
_RARE_MS = const(60000)


def complete(meter_map):
    """Return a copy of a map with every key that it leaves to its default."""
    full = dict(DEFAULTS)
    full.update(meter_map)
    return full


def place_of(row):
    """Return the place of a row's value."""
    for field, place, _ in FIELDS:
        if field == row["field"]:
            if field == "power" and "phase" not in row:
                return TOTAL
            return place + row.get("phase", 1) - 1
    return -1


def number_of(at):
    """Return a register's number: 23296 or "0x5B00"."""
    return int(at, 16) if type(at) is str else at


def span_of(row, meter_map):
    """Return how many registers are asked for because of a row, from its own first one on."""
    return row.get("span") or size_of(row.get("type") or meter_map["type"])


def plan(meter_map, address):
    """Return the Blocks of a complete map, fast ones first."""
    periods = {"fast": meter_map["fast_ms"], "slow": meter_map["slow_ms"], "rare": _RARE_MS}
    blocks = []
    for group in ("fast", "slow", "rare"):
        keys = [_key(row, meter_map) for row in meter_map["rows"] if group_of(row) == group]
        for run in _runs(sorted(keys), meter_map):
            function, first = run[0][:2]
            end = max([key[1] + key[2] for key in run])
            asked = request(address, function, first, end - first)
            rows = [_compiled(key[4], meter_map, first) for key in run]
            blocks.append(Block(first, asked, periods[group], rows))
    return blocks


def group_of(row):
    """Return "fast", "slow" or "rare"."""
    for field, _, group in FIELDS:
        if field == row["field"]:
            return row.get("poll") or group
    return ""


def _key(row, meter_map):
    function = row.get("function") or meter_map["function"]
    before = row.get("before", 0)
    span = before + span_of(row, meter_map)
    return function, number_of(row["at"]) - before, span, place_of(row), row


def _runs(keys, meter_map):
    runs = []
    for key in keys:
        if runs:
            first, last = runs[-1][0], runs[-1][-1]
            near = key[1] - last[1] - last[2] <= meter_map["gap"]
            if key[0] == first[0] and near and key[1] + key[2] - first[1] <= meter_map["most"]:
                runs[-1].append(key)
                continue
        runs.append([key])
    return runs


def _compiled(row, meter_map, first):
    kind = row.get("type") or meter_map["type"]
    registers = size_of(kind) or row["span"]
    little = (row.get("words") or meter_map["words"]) == "little"
    multiply, divide = row.get("scale") or (1, 1)
    for field, unit, thousandths in UNITS:
        if field == row["field"] and unit == row.get("unit"):
            multiply *= thousandths
    byte = 2 * (number_of(row["at"]) - first)
    return place_of(row), byte, kind, registers, little, multiply, divide
