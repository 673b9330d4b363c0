from dates.zone import Zone
from plan.orderly_check import check, goal, parse
from plan.plan_time import is_clock, moment, next_time, shown
from shell import settings

NOW = 1767268800  # 2026-01-01 12:00 UTC, 20:00 in China
HOUR = 3600
CHINA = Zone("CST-8")
BERLIN = Zone("CET-1CEST,M3.5.0,M10.5.0/3")


def plan(**changes):
    data = {
        "id": "P1",
        "needed_kwh": 14,
        "departure": NOW + 10 * HOUR,
        "slots": [
            {"start": NOW + 2 * HOUR, "stop": NOW + 3 * HOUR, "kw": 7},
            {"start": NOW + 3 * HOUR, "stop": NOW + 4 * HOUR, "kw": 0},
            {"start": NOW + 4 * HOUR, "stop": NOW + 5 * HOUR, "kw": 7.04},
        ],
    }
    data.update(changes)
    return data


def slot(start, stop, kw=7):
    return {"start": start, "stop": stop, "kw": kw}


def error(data, now_s=NOW, max_a=32, phases=1):
    try:
        check(data, CHINA, now_s, max_a, phases)
    except ValueError as said:
        return str(said)
    return None


def test_a_good_plan_is_taken_with_its_times_and_powers():
    assert check(plan(), CHINA, NOW, 32, 1) == (
        "P1",
        14000000,
        NOW + 10 * HOUR,
        [
            (NOW + 2 * HOUR, NOW + 3 * HOUR, 7000000),
            (NOW + 3 * HOUR, NOW + 4 * HOUR, 0),
            (NOW + 4 * HOUR, NOW + 5 * HOUR, 7040000),
        ],
    )
    local = plan(departure="06:00", slots=[slot("2026-01-01T22:00", "2026-01-01 23:00:30", 7.36)])
    _, _, departure_s, slots = check(local, CHINA, NOW, 32, 1)
    assert departure_s == NOW + 10 * HOUR
    assert slots == [(NOW + 2 * HOUR, NOW + 3 * HOUR + 30, 7360000)]
    assert check(plan(id=7), CHINA, NOW, 32, 1)[0] == "7"
    assert error(plan(slots=[slot(NOW - 60, NOW + 60)])) is None  # it runs already


def test_each_field_that_is_wrong_is_named():
    fifty = [slot(NOW + at * 60, NOW + at * 60 + 60) for at in range(50)]
    assert error(plan(slots=fifty)) is None
    for changes, words in (
        ({"id": ""}, "id: must be"),
        ({"id": "x" * 41}, "id: must be"),
        ({"id": None}, "id: must be"),
        ({"needed_kwh": 0}, "needed_kwh: must be more than 0, and 1000"),
        ({"needed_kwh": -1}, "needed_kwh"),
        ({"needed_kwh": 1001}, "needed_kwh"),
        ({"needed_kwh": True}, "needed_kwh"),
        ({"needed_kwh": "9"}, "needed_kwh"),
        ({"departure": NOW}, "departure: is in the past"),
        ({"departure": NOW + 8 * 24 * HOUR}, "departure: must be within 7 days"),
        ({"departure": "6 am"}, "departure: 6 am: must be"),
        ({"departure": None}, "departure: None: must be"),
        ({"departure": NOW + 4 * HOUR}, "departure: is before the end of the last slot"),
        ({"departure": "2026-02-30T06:00"}, "departure: 2026-02-30T06:00: must be"),
        ({"slots": []}, "slots: must be a list of 1 to 50"),
        ({"slots": fifty + [slot(NOW + 9000, NOW + 9060)]}, "slots: must be a list of 1 to 50"),
        ({"slots": {}}, "slots: must be a list"),
        ({"slots": [7]}, "slots[0]: must be a table of start, stop, kw"),
        ({"slots": [{"start": NOW, "stop": NOW + 9}]}, "slots[0].kw: is missing"),
        ({"slots": [slot(NOW + 60, NOW + 60)]}, "slots[0].stop: must be later"),
        ({"slots": [slot(NOW + 60, 2.5)]}, "slots[0].stop: 2.5: must be"),
        ({"slots": [slot(NOW + 60, 2**40)]}, "is no unix time"),
        ({"slots": [slot(NOW - 60, NOW)]}, "slots[0]: is in the past"),
        ({"slots": fifty[:2] + fifty[1:2]}, "slots[2].start: the slot before has not ended"),
        ({"slots": [fifty[1], fifty[0]]}, "slots[1].start: the slot before"),
        (
            {"slots": [slot(NOW, NOW + 9, 7.37)]},
            "slots[0].kw: must be 0 (a pause), or 1.38 to 7.36",
        ),
        ({"slots": [slot(NOW, NOW + 9, 1.37)]}, "slots[0].kw"),
        ({"slots": [slot(NOW, NOW + 9, -7)]}, "slots[0].kw"),
        ({"slots": [slot(NOW, NOW + 9, "7")]}, "slots[0].kw"),
        ({"slots": [slot(NOW, NOW + 9, float("nan"))]}, "slots[0].kw"),
        ({"mode": 1}, "plan.mode: no such key; there are id, needed_kwh"),
    ):
        said = error(plan(**changes))
        assert said is not None and words in said, (changes, said)
    assert "plan: must be a table" in error([])
    missing = plan()
    missing.pop("departure")
    assert error(missing) == "plan.departure: is missing"


def test_three_phases_have_three_times_the_power():
    rows = [slot(NOW, NOW + 9, 22.08)]
    assert error(plan(slots=rows), phases=3) is None
    assert "4.14 to 22.08" in error(plan(slots=[slot(NOW, NOW + 9, 4.1)]), phases=3)
    assert "4.14 to 11.04" in error(plan(slots=rows), max_a=16, phases=3)


def test_without_a_clock_no_plan_is_taken():
    assert "the clock is not set" in error(plan(), now_s=0)


def test_what_is_no_json_is_said():
    for text in ("{", "{'id': 1}", ""):
        try:
            parse(text)
            raise AssertionError(text)
        except ValueError as said:
            assert str(said) == "plan: is no JSON"


def test_a_departure_is_the_next_time_of_that_name():
    assert next_time(CHINA, NOW, "07:30") == NOW + int(11.5 * HOUR)
    assert next_time(CHINA, NOW, "20:00") == NOW + 24 * HOUR
    assert next_time(CHINA, NOW, "20:01") == NOW + 60
    assert next_time(CHINA, NOW, "0:00") == NOW + 4 * HOUR
    assert goal(2.5, "7:30", CHINA, NOW) == (2500000, NOW + int(11.5 * HOUR))
    # 2026-03-29 01:00 UTC: put forward; 2026-10-25 01:00 UTC: put back
    assert next_time(BERLIN, 1774738800, "07:00") == 1774738800 + 6 * HOUR
    assert next_time(BERLIN, 1792879200, "07:00") == 1792879200 + 8 * HOUR


def test_times_are_read_and_shown():
    assert moment(CHINA, "2026-01-01T20:00") == NOW
    assert moment(CHINA, NOW) == NOW
    assert shown(CHINA, NOW) == "01-01 20:00"
    assert is_clock("7:05") and is_clock("23:59")
    for wrong in ("24:00", "7:5", "7", 7, None, "a:bc", "-1:00", "7:60", "7:00:00"):
        assert not is_clock(wrong), wrong
    for wrong in ("2026-01-01", "2026-1-1 10:00", "2026-01-01T25:00", "2026-01-01T10:00:61", ""):
        try:
            moment(CHINA, wrong)
            raise AssertionError(wrong)
        except ValueError:
            pass


def test_the_setting_departure_is_a_time_of_day():
    assert settings.check({"departure": "6:30"}) == []
    for wrong in ("24:00", "", "soon"):
        assert "write it as 07:30" in settings.check({"departure": wrong})[0], wrong
