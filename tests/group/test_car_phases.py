from group.car_phases import CarPhases


class View:
    plugged = True
    phases = 3
    current_ma = None


def looked(seconds, current_ma, car=None, phases=3):
    car = car or (CarPhases(), View(), [0])
    car[1].current_ma = current_ma
    car[1].phases = phases
    for _ in range(seconds):
        car[2][0] += 1000
        car[0].look(car[1], car[2][0])
    return car


def test_a_car_on_one_phase_is_known_after_a_minute():
    car = looked(59, [16000, 100, 0])
    assert not car[0].one
    looked(3, [16000, 100, 0], car)
    assert car[0].one
    looked(100, [0, 0, 0], car)  # a pause changes nothing
    assert car[0].one


def test_it_has_to_draw_for_that():
    assert not looked(200, [3000, 0, 0])[0].one
    assert not looked(200, [16000, 1500, 0])[0].one
    assert not looked(200, None)[0].one
    assert not looked(200, [16000, 0, 0], phases=1)[0].one  # it has no other phase


def test_another_phase_another_car_or_no_measurement_ends_it_at_once():
    for current_ma in ([16000, 0, 1500], [16000, 1500, 0], None):
        car = looked(70, [16000, 0, 0])
        assert car[0].one
        looked(1, current_ma, car)
        assert not car[0].one
    car = looked(70, [16000, 0, 0])
    car[1].plugged = False
    looked(1, [0, 0, 0], car)
    car[1].plugged = True
    looked(50, [16000, 0, 0], car)
    assert not car[0].one
