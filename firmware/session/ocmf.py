"""A session as OCMF 1.4 text (OM-001 to OM-005), made anew from what the archive holds.

The same entry gives the same bytes for ever: the signature covers them (7.4). A change of this
text therefore needs a new form of record. What is signed holds, as ZH, the SHA-256 of the stored
record, which itself holds the hash of the one before: a signature vouches for all before it.

A clock is never claimed to be better than informative (I), a session without a set clock counts
from 1970 (U, and the time is marked unusable: OM-010). Energy is in kWh with all its digits.

Loaded when there is something to sign or to export, then dropped. Shell tasks only.
"""

from binascii import hexlify

from session import record as r
from session.stamp import utc

# how a session ended, in the order of record_words.REASONS: end, locally, remotely, abort, power
_ENDS = "EELRRAPARRRA"
_PAYLOAD = (
    '{"FV":"1.4","GI":"charging-pile","GS":"%s","PG":"T%d","MS":"%s","IS":%s,"IL":"%s","IF":[],'
    '"IT":"%s",%s"TT":"%s","RD":[%s,%s],"ZH":"%s"}'
)
_READING = (
    '{"TM":"%s,000+0000 %s","TX":"%s","RV":%d.%06d,"RI":"1-b:1.8.0","RU":"kWh","RT":"AC",'
    '"EF":"%s","ST":"%s"}'
)
_SIGNATURE = '{"SA":"ECDSA-secp256r1-SHA256","SE":"hex","SM":"application/x-der","SD":"%s"}'


def _text(data):
    return hexlify(data).decode()


def _end(record):
    if record.fault != r.NO_FAULT and record.reason != r.POWER_LOSS:
        return "A"
    return _ENDS[record.reason]


def _status(record, ends):
    # of the meter: estimated, its answer missing, another error, good; a start was read
    if record.flags & r.ESTIMATED:
        return "S"
    if ends and record.flags & r.METER_LOST:
        return "T"
    return "E" if ends and record.flags & r.METER_GAP else "G"


def _reading(record, seconds, transaction, mwh):
    status = _status(record, transaction != "B")
    flags = ("" if status == "G" else "E") + ("" if record.start_s else "t")
    sync = "I" if record.start_s else "U"
    time = utc(record.start_s + seconds)
    kwh = divmod(mwh, 1000000)
    return _READING % (time, sync, transaction, kwh[0], kwh[1], flags, status)


def _prices(record):
    # the versions of the price, each once
    versions = []
    for line in record.lines:
        text = str(line[0])
        if text not in versions:
            versions.append(text)
    return "price " + ",".join(versions) if versions else ""


def payload(entry, key):
    """Return the text that is signed. `key`: the 8 bytes that name the key, the gateway's serial.

    Raises ValueError when the entry holds no record of a session.
    """
    record = r.unpack(entry.record)
    who = _text(record.who)
    return _PAYLOAD % (
        _text(key),
        entry.number,
        entry.meter,
        "true" if who else "false",
        "HEARSAY" if who else "NONE",
        "LOCAL" if who else "NONE",
        '"ID":"%s",' % who if who else "",
        _prices(record),
        _reading(record, 0, "B", record.start_mwh),
        _reading(record, record.seconds, _end(record), record.stop_mwh()),
        _text(entry.hash()),
    )


def _integer(number):
    # of a DER structure: no leading noughts, but one before a set top bit
    while len(number) > 1 and number[0] == 0:
        number = number[1:]
    if number[0] & 0x80:
        number = b"\0" + number
    return b"\x02" + bytes([len(number)]) + number


def der(signature):
    """Return r and s, 64 bytes, as DER."""
    numbers = _integer(signature[:32]) + _integer(signature[32:])
    return b"\x30" + bytes([len(numbers)]) + numbers


def text(entry):
    """Return "OCMF|payload|signature" of a signed entry, "" of any other."""
    if not entry.seal:
        return ""
    signature = _SIGNATURE % _text(der(entry.seal[:64]))
    return "OCMF|%s|%s" % (payload(entry, entry.seal[64:]), signature)
