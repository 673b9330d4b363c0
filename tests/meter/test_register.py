"""The pile's own register: what is energy and what is not."""

from meter.register import NOMINAL_MV, Register
from meter.register_notes import notes
from tests.meter.registers import MOST_MW, STEP_MWH, restarted, said, started


def test_what_the_meter_had_counted_before_is_not_the_piles():
    register = Register(MOST_MW)
    assert (register.read, register.estimated) == (False, False)
    register.take(said(5000000000), 0)
    assert register.read
    assert (register.mwh, register.jumps) == (0, 0)


def test_every_mwh_is_counted():
    register = started()
    mwh = 5000000000
    for turn in range(1, 1000):
        mwh += turn % 7
        register.take(said(mwh), turn * 100)
    assert register.mwh == mwh - 5000000000
    assert register.jumps == 0
    assert not register.estimated


def test_a_coarse_register_at_full_power_is_all_energy():
    register = started()
    true_mwh = 0
    for second in range(1, 2000):
        true_mwh += MOST_MW // 3600
        register.take(said(5000000000 + true_mwh // 100000 * 100000), second * 1000)
    assert register.mwh == true_mwh // 100000 * 100000
    assert register.jumps == 0


def test_a_fall_is_noted_and_what_follows_counts():
    register = started()
    register.take(said(5000001000), 1000)
    register.take(said(7000), 2000)  # reset, rollover, another meter
    assert (register.mwh, register.jumps, register.jumped_mwh) == (1000, 1, 7000 - 5000001000)
    register.take(said(7500), 3000)
    assert register.mwh == 1500


def test_a_rise_that_the_pile_cannot_have_drawn_is_noted():
    register = started()
    limit = STEP_MWH + MOST_MW // 3600
    register.take(said(5000000000 + limit), 1000)
    assert (register.mwh, register.jumps) == (limit, 0)
    register = started()
    register.take(said(5000000000 + limit + 1), 1000)
    assert (register.mwh, register.jumps, register.jumped_mwh) == (0, 1, limit + 1)
    register.take(said(5000000000 + limit + 11), 2000)
    assert register.mwh == 10


def test_time_at_rest_is_no_room_for_a_jump():
    register = started()
    for second in range(1, 10000):
        register.take(said(5000000000), second * 1000)
    register.take(said(5000000000 + STEP_MWH + 8334), 10000000)
    assert (register.mwh, register.jumps) == (0, 1)


def test_what_a_silent_meter_counted_meanwhile_counts():
    register = started()
    for second in range(1, 3601):
        register.take(None, second * 1000)
    register.take(said(5000000000 + 22000000), 3601000)  # an hour at 22 kW
    assert (register.mwh, register.jumps) == (22000000, 0)


def test_the_time_counter_may_wrap():
    register = Register(MOST_MW)
    register.take(said(0), 2**30 - 500)
    register.take(said(100000 + 2 * 8333), 1500)
    assert (register.mwh, register.jumps) == (116666, 0)


def test_another_serial_number_is_another_meter_even_where_the_energy_fits():
    register = started(serial="201708001234")
    register.take(said(5000000010, "201708001234"), 1000)
    register.take(said(5000000015), 2000)  # it did not say
    register.take(said(5000000020, "000000000077"), 3000)
    assert (register.mwh, register.jumps, register.jumped_mwh) == (15, 1, 5)
    register.take(said(5000000021, "000000000077"), 4000)
    assert register.mwh == 16


def test_digits_that_changed_places_are_another_meter():
    numbers = ("201708001234", "201708001243", "102708001234", "201708001235", "1")
    for number in numbers[1:]:
        register = started(serial=numbers[0])
        register.take(said(5000000001, number), 1000)
        assert register.jumps == 1, number


def test_a_meter_that_begins_at_0_with_the_pile_counts_from_0():
    register = started()
    register.take(said(5000000700), 1000)
    register = restarted(register)
    reading = said(3000)
    reading.volatile = True
    register.take(reading, 0)
    assert (register.mwh, register.jumps) == (3700, 0)
    reading.energy_mwh = 4000
    register.take(reading, 1000)
    assert (register.mwh, register.jumps) == (4700, 0)


def test_a_meter_that_knows_whole_wh_only_is_good_enough():
    class Old:
        energy_wh = 12

    register = Register(MOST_MW)
    register.take(Old(), 0)
    Old.energy_wh = 15
    register.take(Old(), 1000)
    assert register.mwh == 3000


def test_without_a_meter_power_times_time_counts_and_is_marked():
    register = Register(MOST_MW)
    power_mw = 16000 * 3 * NOMINAL_MV // 1000  # 16 A offered on three phases
    for _ in range(36000):
        register.estimate(power_mw, 100)
    assert register.mwh == register.estimated_mwh == power_mw
    assert register.estimated
    assert not register.read


def test_an_estimate_loses_no_rest():
    register = Register(MOST_MW)
    for _ in range(3599):
        register.estimate(1, 1000)
    register.estimate(1, 999)
    assert register.mwh == 0
    register.estimate(1, 1)
    assert register.mwh == 1


def test_energy_of_a_meter_after_an_estimate_is_no_estimate():
    register = started()
    register.estimate(3600000, 1000)
    register.take(said(5000000000), 1000)
    assert register.estimated
    register.take(said(5000000001), 2000)
    assert not register.estimated
    assert register.mwh == 1001


def test_notes_tell_what_is_in_it():
    register = started()
    register.take(said(4000000000), 1000)
    register.estimate(3600000, 5000000)
    assert dict(notes(register)) == {
        "energy of the pile, Wh": 5000,
        "of it estimated since the start, Wh": 5000,
        "meter register jumped": 1,
        "by so much in all, Wh": -1000000,
    }


def test_a_silent_meter_is_missed_after_5_s_and_no_more_once_it_answers():
    register = started()
    for second in range(1, 5):
        register.take(None, second * 1000)
        assert not register.lost
    register.take(None, 5000)
    assert register.lost
    register.take(said(5000000001), 6000)
    assert not register.lost


def test_a_pile_without_a_meter_misses_none_until_one_has_answered():
    register = Register(MOST_MW)
    register.estimates = True
    for second in range(20):
        register.take(None, second * 1000)
    assert not register.lost
    register.take(said(5000000001), 20000)
    for second in range(21, 26):
        register.take(None, second * 1000)
    assert register.lost


def test_another_meter_without_a_number_that_came_while_nothing_flowed_is_noted():
    register = started()
    for second in range(1, 3601):
        register.take(None, second * 1000, False)
    register.take(said(5000000000 + STEP_MWH + 1), 3601000, False)
    assert (register.mwh, register.jumps, register.jumped_mwh) == (0, 1, STEP_MWH + 1)
    register.take(said(5000000000 + STEP_MWH + 501), 3602000, False)
    assert register.mwh == 500


def test_what_the_pile_itself_draws_counts_for_ever():
    register = started()
    mwh = 5000000000
    for hour in range(1, 100):  # 100 W on a register of 0.1 kWh
        mwh += 100000
        register.take(said(mwh), hour * 3600000, False)
    assert (register.mwh, register.jumps) == (99 * 100000, 0)


def test_two_short_silences_are_no_long_one():
    register = started()
    for second in (1, 2, 3, 4, 6, 7, 8, 9):
        register.take(None, second * 1000)
        if second == 4:
            register.take(said(5000000001), 5000)
    assert not register.lost
