"""The pilot as a network: the voltages and times of IEC 61851-1 Annex A."""

from tools.world.line import Line

B, C, D = 2740, 882, 246


def parallel(r3, r2):
    return r3 * r2 // (r3 + r2)


def near(got_mv, volts):
    return abs(got_mv - volts * 1000) <= 8


def level(ohm, source_mv=12000, **parts):
    line = Line()
    line.car_ohm = ohm
    for name, value in parts.items():
        setattr(line, name, value)
    return line.level(source_mv)


def test_nominal_levels_are_those_of_cp_050():
    for ohm, volts in ((0, 12), (B, 8.98), (C, 5.99), (D, 2.93)):
        assert near(level(ohm), volts), ohm
        assert level(ohm, -12000) == -12000


def test_tolerances_are_those_of_cp_051_and_cp_052():
    for ohm, volts in ((2658, 8.37), (856, 5.47), (239, 2.59)):
        assert near(level(ohm, 11400, source_ohm=1030, diode_mv=550), volts), ohm
    for ohm, volts in ((2822, 9.59), (908, 6.53), (253, 3.28)):
        assert near(level(ohm, 12600, source_ohm=970, diode_mv=850), volts), ohm


def test_conformity_resistors_are_those_of_cp_053_and_cp_054():
    low = ((1870, 8.06), (parallel(1870, 909), 4.99), (parallel(1870, 140), 2.00))
    high = ((4610, 9.99), (parallel(4610, 1723), 6.99), (parallel(4610, 448), 3.98))
    for ohm, volts in low + high:
        assert near(level(ohm), volts), ohm


def test_conformity_resistors_at_the_corners_of_the_pile_are_those_of_cp_059():
    seen = []
    for source_mv in (11400, 12600):
        for source_ohm in (970, 1030):
            for ohm in (1870, 4610):
                seen.append(level(ohm, source_mv, source_ohm=source_ohm))
    assert near(min(seen), 7.60)
    assert near(max(seen), 10.53)


def test_without_diode_the_low_side_follows_as_in_cp_055():
    for ohm, volts in ((B, 8.79), (C, 5.62), (D, 2.37)):
        assert near(level(ohm, diode=0), volts)
        assert near(level(ohm, -12000, diode=0), -volts)


def test_leaks_to_earth_in_state_c_are_those_of_cp_057_and_cp_058():
    assert near(level(C, leak_ohm=120), 1.22)
    assert near(level(C, -12000, leak_ohm=120), -1.29)
    assert near(level(C, leak_ohm=80), 0.87)
    assert near(level(C, -12000, leak_ohm=80), -0.89)


def test_a_leak_so_heavy_that_the_diode_blocks():
    assert level(C, leak_ohm=50) == 571  # 12 V x 50 / 1050, below 0.7 V
    assert level(0, leak_ohm=3000) == 9000


def test_short_broken_wire_and_switch():
    assert level(C, shorted=1) == 0
    assert level(C, -12000, shorted=1) == 0
    assert level(C, broken=1, leak_ohm=80) == 12000
    assert level(C, switched_off=1, shorted=1) == 12000


def test_rise_and_fall_stay_in_cp_012_with_every_capacitance_at_its_maximum():
    line = Line()
    line.pile_pf, line.cable_pf, line.car_pf = 1600, 1500, 2400  # CP-009, CP-010, CP-019
    for ohm, limit_us in ((B, 10), (C, 7), (D, 5)):
        line.car_ohm = ohm
        assert 0.5 * limit_us < line.rise_us() <= limit_us, ohm
        assert line.fall_us() <= 13


def test_rise_of_an_open_line_is_one_exponential():
    line = Line()
    assert round(1000 * line.fall_us()) == 4394  # 1 kohm, 2 nF, ln 9
    assert round(1000 * line.rise_us()) == 4394


def test_a_good_car_settles_within_the_shortest_pulse():
    line = Line()
    line.car_ohm, line.car_pf = B, 2400
    for duty in (500, 1000, 9600):
        line.solve(duty)
        assert (line.high_mv, line.low_mv) == (8979, -12000)


def test_too_much_capacitance_lowers_the_plateau_of_a_short_pulse():
    line = Line()
    line.car_ohm, line.car_pf = B, 100000
    line.solve(1000)
    assert 2000 < line.high_mv < 8000
    assert line.low_mv < -11900
    short_mv = line.high_mv
    line.solve(5000)
    assert line.high_mv > short_mv
    line.solve(9600)
    assert line.high_mv == 8979
    assert line.low_mv == 2173  # 40 us are too short to fall below


def test_a_steady_line_settles_whatever_hangs_on_it():
    line = Line()
    line.car_ohm, line.car_pf = C, 1000000
    line.solve(10000)
    assert line.high_mv == 5996
    line.solve(0)
    assert line.low_mv == -12000
