"""A claim in watts, as amperes."""

from power.claims import RELEASE, TOP_W, Claims


def test_watts_become_amperes_at_nominal_or_measured_voltage():  # T-25, OP-107, NA-010
    claims = Claims(RELEASE, 0)
    claims.put(0, "dso", 4200, watts=True)
    assert claims.limit(0) == 6000  # 6.087 A
    claims.measure([240000, 240000, 240000])
    assert claims.limit(0) == 5800  # 5.83 A
    claims.used = 1
    assert claims.limit(0) == 17500
    claims.measure(None)
    assert claims.limit(0) == 18200  # 18.26 A


def test_a_phase_that_nobody_measures_has_its_nominal_voltage():
    claims = Claims(RELEASE, 0)
    claims.put(0, "dso", 6900, watts=True)
    claims.measure([220000, 0, 0])
    assert claims.limit(0) == 6900 * 1000 // 680 // 100 * 100
    assert claims.volts() == 226


def test_watts_of_each_phase():
    claims = Claims(RELEASE, 0, 1)  # S on L1, T on L2, R on L3
    claims.measure([230000, 230000, 115000])
    claims.put(0, "site", (1150, 4600, 2300), watts=True)
    assert claims.limit(0) == 10000
    claims.put(0, "site", (2300, 1840, 2300), watts=True)
    assert claims.limit(0) == 8000


def test_the_largest_power_stays_a_small_integer():
    claims = Claims(RELEASE, 0)
    assert TOP_W * 10000 < 0x3FFFFFFF
    claims.put(0, "dso", TOP_W, watts=True)
    assert claims.limit(0) == 144900
