"""The checker of maps: the shipped ones are good, each thing wrong is refused by its name."""

from meter.check_map import check, check_file
from meter.plan import complete, plan
from meter.rtu import shape
from tests.meter.maps import FOLDER, NAMES, shipped, small


def errors_of(change):
    """Return the errors of the small map after `change(map, first row)`."""
    broken = small()
    change(broken, broken["rows"][0])
    return check(broken)


def setter(row, **keys):
    row.update(keys)


def test_the_shipped_maps_are_good():
    for name in NAMES:
        assert check(shipped(name)) == [], name
    assert check(small()) == []


def test_what_is_wrong_in_the_map_is_named():
    for key, value in (
        ("about", 5),
        ("function", 6),
        ("type", "float64"),
        ("words", "middle"),
        ("address", 0),
        ("address", 249),
        ("baud", 9601),
        ("parity", "mark"),
        ("stop_bits", 3),
        ("most", 126),
        ("gap", -1),
        ("answer_ms", 1001),
        ("fast_ms", 249),
        ("slow_ms", True),
        ("colour", "red"),
    ):
        errors = errors_of(lambda whole, _row, key=key, value=value: setter(whole, **{key: value}))
        assert len(errors) == 1, (key, errors)
        assert errors[0].startswith(key), errors
    for key in ("about", "function"):
        errors = errors_of(lambda whole, _row, key=key: whole.pop(key))
        assert errors[0] == key + ": must be there"


def test_what_is_wrong_in_a_row_is_named():
    for key, value in (
        ("field", "power factor"),
        ("phase", 4),
        ("type", "u8"),
        ("words", ""),
        ("function", 1),
        ("poll", "never"),
        ("span", 0),
        ("before", 0),
        ("at", -1),
        ("at", 65536),
        ("at", "5B00"),
        ("at", "0xZZ"),
        ("at", 1.5),
        ("unit", "kV"),
        ("unit", None),
        ("scale", 10),
        ("scale", None),
        ("scale", [1, 0]),
        ("scale", [1, 2, 3]),
        ("divisor", 10),
    ):
        errors = errors_of(lambda _whole, row, key=key, value=value: setter(row, **{key: value}))
        assert len(errors) == 1, (key, errors)
        assert errors[0].startswith("rows[0]." + key), errors
    for key in ("field", "phase", "at", "unit"):
        errors = errors_of(lambda _whole, row, key=key: row.pop(key))
        assert errors[0].startswith("rows[0]." + key), errors


def test_rows_that_overlap_are_refused():
    errors = errors_of(lambda whole, _row: setter(whole["rows"][2], at=0))
    assert errors[0] == "rows[2].at = 0x0000: overlaps rows[0]"
    errors = errors_of(lambda _whole, row: setter(row, type="u32"))
    assert errors == ["rows[1].at = 0x0001: overlaps rows[0]"]
    other = errors_of(lambda whole, _row: setter(whole["rows"][2], at=0, function=4))
    assert other == []


def test_a_value_twice_is_refused():
    again = {"field": "current", "phase": 1, "at": 9, "unit": "A"}
    errors = errors_of(lambda whole, _row: whole["rows"].append(again))
    assert errors[0] == "rows[3].field: the same as rows[1]"


def test_what_a_pile_needs_must_be_there():
    errors = errors_of(lambda whole, _row: whole["rows"].pop(2))
    assert errors == ["rows: energy must be there"]
    for place in (0, 1):
        errors = errors_of(lambda whole, _row, place=place: whole["rows"].pop(place))
        assert errors[0].startswith("rows: current and voltage"), errors
    second = errors_of(lambda whole, _row: [setter(row, phase=2) for row in whole["rows"][:2]])
    assert second[0].startswith("rows: current and voltage"), second


def test_a_span_must_hold_its_value_and_fit_an_answer():
    errors = errors_of(lambda whole, _row: setter(whole["rows"][2], span=1))
    assert errors == ["rows[2].span = 1: must be 2 to most = 40"]
    errors = errors_of(lambda whole, _row: setter(whole, most=1))
    assert errors == ["rows[2].span = 2: must be 2 to most = 1"]
    errors = errors_of(lambda whole, _row: setter(whole["rows"][2], at=65535))
    assert errors == ["rows[2].at: the value ends behind the last register"]


def test_registers_ahead_of_a_value_are_there_and_fit_an_answer():
    errors = errors_of(lambda whole, _row: setter(whole["rows"][1], before=2))
    assert errors == ["rows[1].before = 2: with span at most = 40, and not before register 0"]
    errors = errors_of(lambda whole, _row: setter(whole["rows"][2], at=90, before=39))
    assert errors[0].startswith("rows[2].before")
    meter_map = small()
    meter_map["rows"][2].update(at=90, before=38)
    assert check(meter_map) == []
    energy = plan(complete(meter_map), 1)[1]
    assert (energy.register, energy.request[5]) == (90 - 38, 40)
    assert energy.rows[0][1] == 2 * 38


def test_a_serial_number_is_whole_or_text():
    for row, word in (
        ({"field": "serial", "at": 90, "type": "float32"}, "type"),
        ({"field": "serial", "at": 90, "type": "text"}, "type"),
        ({"field": "serial", "at": 90, "unit": "V"}, "unit"),
        ({"field": "serial", "at": 90, "scale": [1, 2]}, "scale"),
        ({"field": "serial", "at": 90, "phase": 1}, "phase"),
        ({"field": "energy", "at": 90, "unit": "Wh", "type": "text", "span": 2}, "type"),
    ):
        errors = errors_of(lambda whole, _row, row=row: whole["rows"].append(row))
        assert len(errors) == 1, errors
        assert errors[0].startswith("rows[3]." + word), errors
    good = {"field": "serial", "at": 90, "type": "text", "span": 7}
    assert errors_of(lambda whole, _row: whole["rows"].append(good)) == []


def test_what_is_no_map_at_all():
    for nothing in (None, [], 5, "x", {}, {"rows": {}}):
        assert check(nothing) == ["rows: must be there, a list"]
    assert check(dict(small(), rows=[5])) == [
        "rows[0]: must be a table of keys and values",
    ]
    meter_map, errors = check_file(FOLDER + "sdm630.json")
    assert (meter_map["function"], errors) == (4, [])
    assert "cannot be read" in check_file("nowhere.json")[1][0]
    assert check_file(__file__)[1] == [__file__ + ": not JSON"]


def test_a_map_becomes_few_questions_within_its_limits():
    for name in NAMES:
        meter_map = complete(shipped(name))
        blocks = plan(meter_map, 1)
        assert len(blocks) <= 5, name
        values = sum([len(block.rows) for block in blocks])
        assert values == len(meter_map["rows"]), name
        for block in blocks:
            assert block.request[5] <= meter_map["most"], name
            for _place, byte, _kind, registers, _little, _multiply, _divide in block.rows:
                assert byte + 2 * registers <= 2 * block.request[5], name


def test_late_answers_of_most_maps_tell_by_their_length():
    # of the others the master waits for what may come late: meter.master.LATE_MS
    for name in NAMES:
        blocks = plan(complete(shipped(name)), 1)
        alike = len(blocks) - len({shape(block.request) for block in blocks})
        assert alike == {"ddsu666": 1}.get(name, 0), name


def test_an_older_em24_is_never_asked_for_more_than_11():  # 7.2
    assert max([block.request[5] for block in plan(complete(shipped("em24")), 1)]) <= 11
