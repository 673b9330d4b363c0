"""What a window of 3 ms shows: a rise at once, a fall when the old samples have left."""

from tools.world.wave import Wave

START = 1000000


def seen(wave, us):
    wave.take(START + us)
    return wave.top_mv, wave.bottom_mv


def made(duty, high_mv, low_mv):
    wave = Wave()
    wave.put(START - 10000, duty, high_mv, low_mv)
    return wave


def test_a_steady_wave_has_one_level():
    assert seen(made(10000, 9000, -12000), 0) == (9000, 9000)
    assert seen(made(0, 9000, -12000), 0) == (-12000, -12000)


def test_a_pulse_train_has_two():
    for duty in (300, 1000, 5333, 9600):
        assert seen(made(duty, 6000, -12000), 17) == (6000, -12000)


def test_a_rise_shows_at_once():
    wave = made(10000, 6000, -12000)
    wave.put(START, 10000, 9000, -12000)
    assert seen(wave, 20)[0] == 9000


def test_a_rise_in_the_low_half_shows_with_the_next_pulse():
    wave = made(1000, 6000, -12000)
    wave.put(START + 150, 1000, 9000, -12000)
    assert seen(wave, 900)[0] == 6000
    assert seen(wave, 1050)[0] == 9000


def test_a_fall_shows_when_the_old_samples_have_left():
    wave = made(10000, 9000, -12000)
    wave.put(START, 10000, 6000, -12000)
    assert seen(wave, 2980) == (9000, 6000)
    assert seen(wave, 3000) == (6000, 6000)


def test_a_fall_in_a_short_pulse_shows_when_the_last_old_pulse_has_left():
    wave = made(1000, 9000, -12000)
    wave.put(START + 100, 1000, 6000, -12000)
    assert seen(wave, 2900)[0] == 9000
    assert seen(wave, 3099)[0] == 6000  # the old pulse ended at START + 100


def test_the_end_of_pwm_keeps_the_low_side_for_a_window():
    wave = made(5000, 6000, -12000)
    wave.put(START, 10000, 6000, -12000)
    assert seen(wave, 2900) == (6000, -12000)
    assert seen(wave, 3001) == (6000, 6000)


def test_a_glitch_shows_as_long_as_it_is_in_the_window():
    wave = made(5000, 6000, -12000)
    wave.put(START, 5000, 9000, -12000)
    wave.put(START + 2000, 5000, 6000, -12000)
    assert seen(wave, 4400)[0] == 9000
    assert seen(wave, 5000)[0] == 6000


def test_many_pieces_in_one_window():
    wave = made(10000, 6000, -12000)
    for step in range(20):
        wave.put(START + 100 * step, 10000, 6000 + 10 * step, -12000)
    assert seen(wave, 2000) == (6190, 6000)


def test_what_changes_twice_in_an_instant_was_never_there():
    wave = made(10000, 9000, -12000)
    wave.put(START, 10000, 12000, -12000)
    wave.put(START, 10000, 6000, -12000)
    assert seen(wave, 100) == (9000, 6000)
