"""The car: models that sleep or start late, and what wakes them."""

from tests.world.drive import PWM, X1, Drive
from tools.world.car import B_OHM
from tools.world.sleep import DEAD


def test_a_sleeper_wakes_at_the_second_start_of_pwm():
    drive = Drive("sleeper").c().run(1000).pilot(PWM).run(31000)
    assert drive.car.ohm == B_OHM
    drive.pilot(X1).run(1000).pilot(PWM).run(5000)
    assert drive.car.ohm == B_OHM  # the gap was too short
    assert drive.pilot(X1).run(3000).pilot(PWM).closes_after() == 500


def test_a_sleeper_that_dozes_off_later_wakes_at_the_next_start_of_pwm():
    drive = Drive("sleeper").c().pilot(PWM).run(5000).pilot(X1).run(3000).pilot(PWM).run(1000)
    assert drive.car.s2
    drive.pilot(X1).run(100000)
    assert drive.car.sleep.asleep
    assert drive.pilot(PWM).closes_after() == 1000


def test_deep_sleepers_need_their_pulse():
    for model, view, wakes in (
        ("sleeper_e", DEAD, True),
        ("sleeper_e", 0, False),
        ("sleeper_f", 0, True),
        ("sleeper_f", DEAD, False),
        ("deep_sleeper", DEAD, True),
        ("deep_sleeper", 0, True),
    ):
        drive = Drive(model).c().pilot(PWM).run(30000)
        drive.pilot(X1).run(3000).pilot(PWM).run(10000)
        assert not drive.car.s2
        drive.pilot(view).run(4000).pilot(X1).run(3000).pilot(PWM).run(10000)
        assert drive.car.s2 == wakes, model
    drive = Drive("sleeper_f").c().pilot(PWM).run(1000).pilot(0).run(2000).pilot(PWM)
    assert drive.closes_after() is None  # too short a pulse


def test_slow_starters():
    assert Drive("slow_starter").c().run(60000).pilot(PWM).closes_after() == 30000
    assert Drive("very_slow_starter").c().pilot(PWM).closes_after() == 90000


def test_a_model_loaded_after_the_script_judges_it_anew():
    drive = Drive().c()
    drive.car.load("sleeper", 0)
    assert drive.pilot(PWM).run(1000).car.ohm == B_OHM
