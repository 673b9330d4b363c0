from plan.plan_car import Appetite


class Pile:
    """What an appetite looks at."""

    closed = True
    offered_ma = 32000
    current_ma = None


def look(car, seconds, offered_ma, *current_ma):
    pile = Pile()
    pile.offered_ma = offered_ma
    pile.current_ma = list(current_ma) or None
    for _ in range(seconds):
        car.look(pile)


def test_an_unknown_car_takes_what_it_is_offered():
    car = Appetite()
    assert car.power_mw(32000, 3, 230) == 22080000
    look(car, 60, 32000)  # nothing is measured
    assert car.power_mw(32000, 3, 230) == 22080000


def test_a_car_on_one_phase_shows_it_in_half_a_minute():
    car = Appetite()
    look(car, 30, 32000, 31500, 0, 0)
    assert car.power_mw(32000, 3, 230) == 22080000
    look(car, 1, 32000, 31500, 0, 0)
    assert car.power_mw(32000, 3, 230) == 7360000
    assert car.power_mw(10000, 1, 230) == 2300000


def test_a_car_that_takes_less_is_trusted_with_less_until_it_takes_more():
    car = Appetite()
    look(car, 31, 32000, 16000, 16000, 16000)
    assert car.power_mw(32000, 3, 230) == 11040000
    look(car, 31, 10000, 10000, 10000, 10000)  # all it was offered: that says nothing
    assert car.power_mw(32000, 3, 230) == 11040000
    look(car, 31, 20000, 20000, 20000, 20000)
    assert car.power_mw(32000, 3, 230) == 22080000


def test_what_changes_all_the_time_or_does_not_flow_says_nothing():
    car = Appetite()
    for _ in range(40):
        look(car, 1, 32000, 8000, 8000, 8000)
        look(car, 1, 32000, 12000, 12000, 12000)
    look(car, 60, 32000, 0, 0, 0)
    assert car.power_mw(32000, 3, 230) == 22080000
