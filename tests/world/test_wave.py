"""What a window of 3 ms shows: the median of each half of the wave."""

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


def test_a_new_level_shows_after_half_a_window():
    for old, new in ((6000, 9000), (9000, 6000)):
        wave = made(10000, old, -12000)
        wave.put(START, 10000, new, -12000)
        assert seen(wave, 1490) == (old, old)
        assert seen(wave, 1510) == (new, new)


def test_a_new_level_in_short_pulses_shows_when_half_of_the_pulses_have_it():
    wave = made(1000, 6000, -12000)
    wave.put(START + 150, 1000, 9000, -12000)
    assert seen(wave, 1900)[0] == 6000
    assert seen(wave, 2100)[0] == 9000


def test_a_lost_diode_shows_after_half_a_window_of_low_halves():
    wave = made(5000, 6000, -12000)
    wave.put(START, 5000, 6000, -6000)
    assert seen(wave, 1000) == (6000, -12000)
    assert seen(wave, 2000) == (6000, -6000)


def test_the_end_of_pwm_keeps_the_low_side_for_a_window():
    wave = made(5000, 6000, -12000)
    wave.put(START, 10000, 6000, -12000)
    assert seen(wave, 2900) == (6000, -12000)
    assert seen(wave, 3001) == (6000, 6000)


def test_a_glitch_of_less_than_half_a_window_is_not_seen():
    wave = made(5000, 6000, -12000)
    wave.put(START, 5000, 9000, -12000)
    wave.put(START + 1000, 5000, 6000, -12000)
    for us in range(0, 5000, 50):
        assert seen(wave, us) == (6000, -12000)


def test_many_pieces_in_one_window():
    wave = made(10000, 6000, -12000)
    for step in range(20):
        wave.put(START + 100 * step, 10000, 6100 + 10 * step, -12000)
    assert seen(wave, 2000) == (6140, 6140)  # 1 ms of 6.0 V, then 0.1 ms each


def test_what_changes_twice_in_an_instant_was_never_there():
    wave = made(10000, 9000, -12000)
    wave.put(START, 10000, 12000, -12000)
    wave.put(START, 10000, 6000, -12000)
    for us in range(0, 4000, 50):
        assert seen(wave, us)[0] in (9000, 6000)
