"""The car: the S2 rule of scenarios.md."""

from tests.world.drive import PWM, X1, Drive
from tools.world.car import B_OHM, C_OHM, D_OHM
from tools.world.sleep import DEAD


def test_script_sets_the_resistance():
    drive = Drive()
    assert drive.car.ohm == 0
    assert drive.b().car.ohm == B_OHM
    assert drive.c().car.ohm == C_OHM
    assert drive.plug(D_OHM, 1).car.ohm == D_OHM
    assert drive.plug(1000, 1).car.ohm == 1000
    assert drive.plug(3000, 0).car.ohm == 3000
    assert drive.plug(0, 0).car.ohm == 0


def test_an_obeying_car_opens_s2_within_3_s_of_losing_pwm_and_closes_it_1_s_after():
    for lost in (X1, 0, DEAD):
        drive = Drive().charging().pilot(lost)
        assert 500 < drive.opens_after() < 3000, lost
        assert drive.run(10000).pilot(PWM).closes_after() == 1000


def test_a_car_that_never_saw_pwm_leaves_s2_as_it_is():
    drive = Drive().c().run(60000)
    assert drive.car.ohm == C_OHM
    assert drive.pilot(0).run(5000).pilot(X1).run(60000).car.ohm == C_OHM


def test_pwm_that_comes_back_in_time_changes_nothing():
    drive = Drive().charging().pilot(X1).run(900).pilot(PWM).run(20000)
    assert drive.car.ohm == C_OHM
    assert drive.car.draw.level_ma[0] == 15996


def test_pwm_that_goes_again_leaves_s2_open():
    drive = Drive().charging().pilot(X1).run(5000).pilot(PWM).run(900).pilot(X1).run(20000)
    assert drive.car.ohm == B_OHM


def test_a_later_script_cancels_what_was_planned():
    drive = Drive().charging().pilot(X1).run(500).c().run(20000)
    assert drive.car.ohm == C_OHM
    drive = Drive().charging().pilot(X1).run(5000).b().pilot(PWM).run(20000)
    assert drive.car.ohm == B_OHM


def test_a_disobeying_car_keeps_s2_and_its_current():
    for drive in (Drive("stubborn").charging(), Drive().charging()):
        drive.car.scripted_obeys = 0
        drive.pilot(X1).run(20000)
        assert drive.car.ohm == C_OHM
        assert drive.car.draw.level_ma == [15996, 15996, 15996]
