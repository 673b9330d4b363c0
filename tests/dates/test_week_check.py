"""What a slot of the weekly schedule may say, and how what it may not is told."""

from dates import week, week_check

SLOT = {"hours": "22:00-06:00", "amps": 16}


def compiled(**fields):
    slot = dict(SLOT)
    slot.update(fields)
    return week_check.compiled([slot])[0]


def refused(slots):
    try:
        week_check.compiled(slots)
    except ValueError as error:
        return str(error)
    return ""


def test_what_is_left_out_is_always():
    assert compiled() == (127, 0x1FFE, week.AS_ANY, 1320, 1800, 16000)


def test_days_and_months_are_lists_of_ranges():
    assert compiled(days="mon-fri,sun")[0] == 0b1011111
    assert compiled(days="fri-mon")[0] == 0b1110001
    assert compiled(days="wed")[0] == 0b100
    assert compiled(months="11-3, 7")[1] == sum([1 << m for m in (11, 12, 1, 2, 3, 7)])


def test_hours_may_run_past_midnight():
    for text, ends in (
        ("06:00-07:30", (360, 450)),
        ("6:00-24:00", (360, 1440)),
        ("23:59-00:00", (1439, 1440)),
        ("00:00-00:00", (0, 1440)),
        ("12:00-12:00", (720, 2160)),
        ("12:00-11:59", (720, 2159)),
    ):
        assert compiled(hours=text)[3:5] == ends, text


def test_amps_and_holidays():
    for amps, limit_ma in ((0, 0), (6, 6000), (6.5, 6500), (80, 80000)):
        assert compiled(amps=amps)[5] == limit_ma
    found = [compiled(holidays=word)[2] for word in ("yes", "no", "only")]
    assert found == [week.AS_ANY, week.NOT, week.ONLY]


def test_what_is_wrong_is_named_with_its_slot_and_field():
    for field, values in (
        ("days", ("", "mon-", "mon-tue-wed", "monday", "Mon", 1, None, ["mon"])),
        ("months", ("0", "13", "11-", "jan", 11, None)),
        ("holidays", ("never", True, None)),
        ("hours", ("", "22:00", "22-6", "24:00-06:00", "24:01-25:00", "12:60-13:00", 22, None)),
        (
            "hours",
            ("-1:00-02:00", "012:00-13:00", "12:5-13:00", "1.:00-02:00", "01:00-02:00-3:00"),
        ),
        ("amps", (5, 5.9, 81, -1, "16", True, None)),
    ):
        for value in values:
            slot = dict(SLOT)
            slot[field] = value
            error = refused([SLOT, slot])
            assert error.startswith("slot 2: %s = " % field), (field, value, error)
            assert ": must be " in error
    assert refused([{"amps": 16}]).startswith("slot 1: hours = None: must be hours as")
    assert refused([{"hours": "1:00-2:00"}]).startswith("slot 1: amps = None: must be 0 to pause")


def test_what_is_no_slot_or_no_list():
    assert refused([SLOT, 5]).startswith("slot 2: must be a table of days")
    assert "is no field; there are: days" in refused([dict(SLOT, power=3)])
    for slots in (None, {}, "x", [SLOT] * 51):
        assert refused(slots) == "a schedule must be a list of 50 slots at most"
    assert week_check.compiled([]) == []
    assert len(week_check.compiled([SLOT] * 50)) == 50


def test_json():
    slots, found = week_check.parsed(b'[{"hours": "22:00-06:00", "amps": 16}]')
    assert slots == [SLOT] and found == [compiled()]
    for data in (b"", b"[", b"7", b'{"hours": 1}'):
        try:
            week_check.parsed(data)
        except ValueError as error:
            assert "a schedule must be" in str(error)
        else:
            raise AssertionError(data)
