from session import record as r
from session.record import LINES, Record, unpack


def whole():
    record = Record()
    record.number = 4000000000
    record.who = b"\x01\x02\x03\x04\x05\x06\x07\x00"
    record.group = b"grp\x00"
    record.start_s = 1767268800
    record.seconds = 7200
    record.start_mwh = 2**40 + 5
    record.reason = r.REMOTE
    record.fault = 3
    record.flags = r.RESUMED | r.LATE_CLOCK
    record.overstay_s = 125
    record.terms = (15, 50000, 2**33)
    record.lines = [[7, place, 30000, 10000, 2**39 + place] for place in range(LINES)]
    return record


def values(record):
    return [
        getattr(record, name)
        for name in (
            "number who group start_s seconds start_mwh reason fault flags overstay_s terms lines"
        ).split()
    ]


def test_what_is_packed_comes_back():
    assert values(unpack(whole().pack())) == values(whole())
    assert values(unpack(Record().pack())) == values(Record())


def test_the_longest_record_fits_a_record_of_the_journal():
    assert len(whole().pack()) <= 195


def test_what_is_no_record_is_refused():
    data = whole().pack()
    for wrong in (b"", data[:-1], data[:20], b"\x02" + data[1:], data[:1] + b"\xff" + data[2:]):
        try:
            unpack(wrong)
        except ValueError:
            continue
        raise AssertionError(wrong)


def test_a_session_that_knows_no_clock_has_no_end_either():
    record = whole()
    assert record.stop_s() == 1767268800 + 7200
    record.start_s = 0
    assert record.stop_s() == 0


def test_overstay_is_capped_and_free_after_a_failed_start():
    record = Record()
    record.lines = [[1, 0, 30000, 0, 50000]]
    record.terms = (15, 50000, 120000)
    record.overstay_s = 179
    assert record.overstay_e5() == 100000
    record.overstay_s = 3600
    assert record.overstay_e5() == 120000
    assert record.total_e5() == 121500
    record.flags = r.FREE
    assert record.total_e5() == 0
    record.flags = 0
    record.lines[0][4] = 0  # it never got any energy
    assert record.total_e5() == 0
