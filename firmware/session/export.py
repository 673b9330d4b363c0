"""All archived sessions as CSV, for a person, a bill, and `python -m tools.verify`.

A row a session, below 4 KB: what a person reads, then `record`, the stored bytes that are chained
(hex), and `ocmf`, signed where a key is provisioned. Cards are hashes. Times are UTC, empty where
the clock was not set. Loaded on demand; shell tasks only: a row takes 50 ms on a Pico.
"""

from binascii import hexlify

from session import ocmf
from session import record as r
from session.money import shown
from session.record_words import FLAGS, REASONS
from session.stamp import utc

COLUMNS = (
    "number",
    "start",
    "stop",
    "seconds",
    "start_kwh",
    "stop_kwh",
    "energy_kwh",
    "price_lines",
    "overstay_s",
    "overstay_cost",
    "cost",
    "reason",
    "fault",
    "flags",
    "card",
    "group",
    "meter",
    "record",
    "ocmf",
)


def _kwh(mwh):
    return "%d.%06d" % divmod(mwh, 1000000)


def _lines(record):
    # each price line: version/tier energy kWh x (energy price + service price) = cost
    rows = []
    for line in record.lines:
        version, tier, energy_e5, service_e5, mwh = line
        cost = shown(sum(record.line_e5(line)))
        row = (version, tier, _kwh(mwh), shown(energy_e5), shown(service_e5), cost)
        rows.append("%d/%d %s kWh x (%s + %s) = %s" % row)
    return "; ".join(rows)


def _flags(record):
    names = [name for bit, name in enumerate(FLAGS) if record.flags >> bit & 1]
    return " ".join(names)


def _told(record):
    return (
        utc(record.start_s) if record.start_s else "",
        utc(record.stop_s()) if record.start_s else "",
        str(record.seconds),
        _kwh(record.start_mwh),
        _kwh(record.stop_mwh()),
        _kwh(record.energy_mwh()),
        _lines(record),
        str(record.overstay_s),
        shown(record.overstay_e5()),
        shown(record.total_e5()),
        REASONS[record.reason],
        "" if record.fault == r.NO_FAULT else str(record.fault),
        _flags(record),
        hexlify(record.who).decode(),
        hexlify(record.group).decode(),
    )


def values(entry):
    """Return the values of COLUMNS. What is no record of a session is exported as bytes alone."""
    try:
        told = _told(r.unpack(entry.record))
        signed = ocmf.text(entry)
    except ValueError:
        told = ("",) * 15
        signed = ""
    stored = hexlify(entry.stored).decode()
    return (str(entry.number),) + told + (entry.meter, stored, signed)


def _quoted(value):
    # nothing but OCMF has commas, and that has quotes too
    if '"' in value:
        return '"' + value.replace('"', '""') + '"'
    return value


def rows(shelf):
    """Yield the lines of the CSV, each less than 4 KB and with its line end."""
    yield ",".join(COLUMNS) + "\r\n"
    for entry in shelf.entries():
        yield ",".join([_quoted(value) for value in values(entry)]) + "\r\n"
