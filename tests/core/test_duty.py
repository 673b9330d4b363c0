"""CP-060..082: the duty law both ways."""

from core.duty import duty_for, reading
from core.frame import DUTY_X1

# CP-063, CP-064 test vectors under 1.5: A -> 0.01 %, rounded down
VECTORS = (
    (6000, 1000),
    (8000, 1333),
    (10000, 1666),
    (13000, 2166),
    (16000, 2666),
    (20000, 3333),
    (25000, 4166),
    (32000, 5333),
    (40000, 6666),
    (48000, 8000),
    (50000, 8333),
    (51000, 8500),
    (60000, 8800),
    (63000, 8920),
    (64000, 8960),
    (70000, 9200),
    (80000, 9600),
)


def test_cp_063_cp_064_vectors():
    for limit_ma, duty in VECTORS:
        assert duty_for(limit_ma) == duty, limit_ma


def test_cp_065_less_than_6_a_is_x1():
    assert duty_for(5999) == DUTY_X1
    assert duty_for(0) == DUTY_X1
    assert duty_for(-1) == DUTY_X1


def test_cp_066_never_more_than_96_percent():
    assert duty_for(80001) == 9600
    assert duty_for(1 << 29) == 9600


def test_cp_081_clamp_between_the_formulas():
    assert duty_for(51001) == 8500
    assert duty_for(52499) == 8500
    assert duty_for(52500) == 8500
    assert duty_for(52525) == 8501


def test_cp_082_a_car_never_reads_more_than_was_offered():
    """T-10, in steps of 0.1 A, and it reads at most 0.05 A less outside the clamp."""
    for limit_ma in range(6000, 80001, 100):
        read = reading(duty_for(limit_ma))
        assert read <= limit_ma
        if not 51000 < limit_ma <= 52500:
            assert read > limit_ma - 50, limit_ma


def test_cp_070_to_077_what_a_car_reads():
    for duty, limit_ma in (
        (0, 0),
        (299, 0),
        (500, 0),  # CP-071: digital only
        (700, 0),
        (799, 0),
        (800, 6000),
        (999, 6000),
        (1000, 6000),
        (1001, 6006),
        (8500, 51000),
        (8501, 52525),
        (9600, 80000),
        (9601, 80000),
        (9700, 80000),
        (9701, 0),
        (10000, 0),
    ):
        assert reading(duty) == limit_ma, duty


def test_cp_082_the_last_ma_below_80_a_is_rounded_down_too():
    assert duty_for(79999) == 9599
    assert reading(9599) == 79975
