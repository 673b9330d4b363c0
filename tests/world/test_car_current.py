"""The car: what it reads from the pilot, and its current."""

from tests.world.drive import MS, PWM, X1, Drive
from tools.world.car import C_OHM
from tools.world.draw import reading_ma


def test_reading_of_every_band():
    for duty, limit_ma in (
        (0, 0),
        (500, 0),
        (799, 0),
        (800, 6000),
        (999, 6000),
        (1000, 6000),
        (2667, 16002),
        (8500, 51000),
        (8501, 52525),
        (9600, 80000),
        (9601, 80000),
        (9700, 80000),
        (9701, 0),
        (10000, 0),
    ):
        assert reading_ma(duty) == limit_ma, duty


def test_current_follows_the_offer_within_2_s():
    drive = Drive().charging()
    assert drive.car.draw.level_ma == [15996, 15996, 15996]
    drive.pilot(1000).run(2000)
    assert drive.car.draw.level_ma == [6000, 6000, 6000]
    drive.pilot(9600).run(2000)
    assert drive.car.draw.level_ma == [32000, 32000, 32000]
    drive.supply(0)
    assert drive.car.draw.level_ma == [0, 0, 0]


def test_scripted_currents_are_clipped_by_nothing():
    drive = Drive().charging()
    drive.car.set_draws(drive.ms * MS, [40000, 0, 1])
    assert drive.car.draw.level_ma == [40000, 0, 1]
    assert drive.pilot(1000).run(3000).car.draw.level_ma == [40000, 0, 1]
    assert drive.pilot(X1).run(400).car.draw.level_ma == [0, 0, 0]
    assert drive.run(5000).pilot(PWM).run(1000).car.draw.level_ma == [40000, 0, 1]


def test_the_current_is_gone_before_an_obeying_car_opens_s2():
    drive = Drive().charging().pilot(X1).run(400)
    assert drive.car.draw.level_ma == [0, 0, 0]
    assert drive.car.ohm == C_OHM


def test_s2_opened_by_the_script_ends_the_current_soon():
    drive = Drive().charging().b()
    assert drive.car.draw.level_ma[0] == 15996
    assert drive.run(100).car.draw.level_ma[0] == 0


def test_unplugging_ends_everything_at_once():
    drive = Drive().charging().plug(0, 0)
    assert drive.car.draw.level_ma == [0, 0, 0]
    assert drive.run(10000).car.ohm == 0
