"""The ESP32's pilot: plateaus from bursts of a slow converter, a duty that is read back."""

from core.frame import DUTY_F, DUTY_X1, OPEN_OHM, SENSOR_OPEN, SENSOR_SHORT
from tests.hal.esp32_bed import MODULES, Bed, StraightBed

LEVELS_MV = (12000, 9000, 6000, 3000, 0)


def _on(module, kind=Bed):
    Bed.module = module
    try:
        return kind()
    finally:
        Bed.module = MODULES[0]


def _settle(bed, duty):
    bed.act(duty)
    bed.pass_ms(20)
    return bed.sample()


def test_both_plateaus_are_right_from_8_to_97_percent_on_every_module():
    for module in MODULES[:3]:
        bed = _on(module)
        bed.board.noise_mv = 5  # 45 mV at the connector
        for duty in (800, 1000, 1600, 5333, 8500, 9000):
            _settle(bed, duty)
            for level_mv in LEVELS_MV:
                bed.board.pilot_mv = level_mv
                for _ in range(7):  # bursts meet the wave in other phases
                    bed.chip.pass_us(10137)
                    frame = bed.sample()
                    assert abs(frame.high_mv - level_mv) <= 60, (module, duty, level_mv)
                    assert abs(frame.low_mv + 12000) <= 60, (module, duty, level_mv)


def test_at_97_percent_a_fast_converter_still_sees_the_lower_half():
    bed = Bed()
    _settle(bed, 9700)
    for _ in range(50):
        bed.chip.pass_us(10137)
        frame = bed.sample()
        assert (abs(frame.high_mv - 12000) <= 60, abs(frame.low_mv + 12000) <= 60) == (True, True)


def test_a_steady_wave_is_one_plateau():
    bed = Bed()
    for duty, level_mv in ((DUTY_X1, 9000), (DUTY_F, -12000)):
        bed.board.pilot_mv = 9000
        frame = _settle(bed, duty)
        assert abs(frame.high_mv - level_mv) <= 10
        assert frame.low_mv == frame.high_mv


def test_a_window_is_two_periods_of_24_samples_or_more():
    for adc_us, fresh in ((10, True), (30, True), (60, True), (80, True), (90, False)):
        bed = _on((16, 1001600, adc_us))
        bed.pass_ms(10)
        before, start_us = bed.frame.window, bed.chip.now_us
        bed.sample()
        assert (bed.frame.window != before) is fresh, adc_us
        # two periods, three conversions of the slow inputs, and the reading of the time
        assert 2000 <= bed.chip.now_us - start_us <= 2400 + 4 * adc_us, adc_us


def test_a_torn_burst_is_no_window():
    bed = Bed()
    _settle(bed, 1600)
    read_uv, chip, left = bed.hal.pilot._read, bed.chip, [0]

    def late():
        left[0] -= 1
        if left[0] == 0:
            chip.now_us += 300  # something with a higher priority ran
        return read_uv()

    bed.hal.pilot._read = late
    for at in (1, 2, 30, 60):
        left[0] = at
        bed.pass_ms(10)
        before = bed.frame.window
        assert bed.sample().window == before, at
        bed.pass_ms(10)
        assert bed.sample().window != before


def test_a_disturbance_shorter_than_half_a_window_is_not_seen():
    for duty in (DUTY_X1, 5000):
        for by_mv in (-4000, 900):
            bed = Bed()
            board = bed.board
            _settle(bed, duty)
            read_uv, reads = bed.hal.pilot._read, [0]

            def disturbed(board=board, read_uv=read_uv, reads=reads, by_mv=by_mv):
                reads[0] += 1
                off_mv = by_mv if reads[0] <= 28 else 0
                board.pilot_mv = 12000 + off_mv
                board.low_mv = -12000 - off_mv // 2
                return read_uv()

            bed.hal.pilot._read = disturbed
            bed.pass_ms(10)
            frame = bed.sample()
            assert reads[0] > 60
            assert abs(frame.high_mv - 12000) <= 10, (duty, by_mv)
            assert duty == DUTY_X1 or abs(frame.low_mv + 12000) <= 10, (duty, by_mv)


def test_a_duty_just_written_is_no_reason_to_lose_a_window():
    bed = Bed()
    _settle(bed, 1600)
    bed.pass_ms(7)
    bed.act(2000)
    before = bed.frame.window
    assert bed.sample().window != before


def test_above_and_below_the_linear_range_the_plateau_is_a_rail():
    bed = Bed()
    bed.board.low_mv = -13500
    bed.board.pilot_mv = 14500
    frame = _settle(bed, 5000)
    assert 13000 < frame.high_mv < 14000  # 3100 mV: out of CP-167's range, so a fault
    assert frame.low_mv == 142 * 9 - 14200


def test_the_duty_on_the_wire_is_within_the_standard_on_every_module():
    for module in MODULES:
        for kind in (Bed, StraightBed):
            bed = _on(module, kind)
            for duty in range(800, 9701, 89):
                bed.act(duty)
                bed.pass_ms(3)
                assert abs(bed.duty() - duty) <= 20, (module, duty)  # CP-005: 50


def test_a_lost_duty_is_written_again_and_no_window_counts_until_it_holds():
    bed = Bed()
    _settle(bed, 1600)
    bed.act(3000)
    bed.act(5333)  # within a period: the LEDC ignores it
    bed.pass_ms(10)
    assert abs(bed.duty() - 3000) <= 10
    before = bed.frame.window
    assert bed.sample().window == before
    bed.pass_ms(10)
    assert abs(bed.duty() - 5333) <= 10
    assert bed.sample().window != before


def test_a_dead_ledc_stops_the_windows():
    bed = Bed()
    _settle(bed, 1600)
    bed.hal.pilot._pwm.deinit()
    bed.hal.pilot._pwm._channel.write = lambda _now_us, _u16: None
    bed.act(5333)
    bed.pass_ms(10)
    before = bed.frame.window
    for _ in range(10):
        assert bed.sample().window == before
        bed.pass_ms(10)


def test_after_safe_the_wave_comes_back_with_start():
    bed = Bed()
    _settle(bed, 1600)
    bed.hal.safe()
    bed.pass_ms(10)
    assert bed.duty() == DUTY_X1
    bed.act(1600)
    bed.pass_ms(10)
    assert bed.duty() == DUTY_X1
    bed.hal.start(lambda: None)
    assert bed.duty() == DUTY_X1
    bed.pass_ms(10)
    assert abs(_settle(bed, 1600).low_mv + 12000) <= 10
    assert abs(bed.duty() - 1600) <= 10
    bed.hal.safe()
    bed.pass_ms(20)


def test_cable_and_temperatures_follow_their_pins():
    bed = Bed()
    slow_mv, pins = bed.board.slow_mv, bed.pins
    for ohm in (100, 220, 680, 1500):
        slow_mv[pins["pp_adc"]] = 3300 * ohm // (ohm + 1000)
        assert abs(bed.sample().pp_ohm - ohm) * 25 <= ohm
    slow_mv[pins["pp_adc"]] = 3300
    assert bed.sample().pp_ohm == OPEN_OHM
    slow_mv[pins["socket_adc"]] = 3300 * 1085 // (1085 + 22000)
    slow_mv[pins["board_adc"]] = 3300
    frame = bed.sample()
    assert abs(frame.socket_dc - 850) <= 10
    assert frame.board_dc == SENSOR_OPEN
    slow_mv[pins["board_adc"]] = 0
    assert bed.sample().board_dc == SENSOR_SHORT


def test_without_the_converter_nothing_passes_for_measured():
    bed = Bed()
    bed.board.slow_mv[bed.pins["pp_adc"]] = 500
    bed.sample()
    bed.stream(0)
    bed.pass_ms(10)
    before = bed.frame.window
    frame = bed.sample()
    assert frame.window == before
    assert (frame.socket_dc, frame.board_dc) == (SENSOR_OPEN, SENSOR_OPEN)
    assert frame.pp_ohm == OPEN_OHM
