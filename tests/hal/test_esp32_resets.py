"""Resets of an ESP32: whatever stops the tick, the coil falls and the pilot is at +12 V."""

from tests.hal.esp32_bed import Bed, StraightBed
from tests.hal.fake_esp32 import load


def _charging(kind):
    bed = kind()

    def tick():
        bed.hal.sample(bed.frame)
        bed.frame.arm = 1 if bed.frame.coils == 0 else 0
        bed.frame.coils = 1
        bed.frame.duty = 5333
        bed.hal.act(bed.frame)

    bed.hal.feed()
    bed.hal.start(tick)
    bed.pass_ms(100)
    bed.hal.feed()
    assert bed.coil() == 1
    assert abs(bed.duty() - 5333) <= 10
    return bed


def test_a_soft_reset_without_boot_py_drops_the_coil_within_50_ms():
    for kind in (Bed, StraightBed):
        bed = _charging(kind)
        bed.chip.soft_reset()
        assert bed.duty() == 10000
        assert bed.chip.pad(bed.pins["coil"]) == 1  # the pad keeps its level: the latch decides
        bed.pass_ms(51)
        assert bed.coil() == 0


def test_boot_py_after_a_soft_reset_drops_it_at_once_and_main_starts_again():
    bed = _charging(Bed)
    bed.chip.soft_reset()
    port = load()  # a new interpreter
    hal = port.connect(bed.json())[0]
    hal.safe()
    assert bed.coil() == 0
    assert bed.chip.pad(bed.pins["coil"]) == 0
    bed.hal = hal
    assert port.connect(bed.json())[0] is hal
    bed.pass_ms(10)
    bed.act(coils=1, arm=1)
    assert bed.coil() == 0  # not before start
    hal.start(lambda: None)
    bed.act(coils=1, arm=1)
    assert bed.coil() == 1
    hal.safe()
    bed.pass_ms(20)


def test_a_reset_lets_go_at_once():
    bed = _charging(Bed)
    bed.port.reset()
    assert bed.coil() == 0
    assert bed.duty() == 10000  # the pull-down of an inverting driver


def test_the_watchdog_resets_when_the_shell_stops_feeding_it():
    bed = _charging(Bed)
    bed.pass_ms(1990)
    assert bed.coil() == 1
    bed.pass_ms(20)
    assert bed.was_reset()
    assert bed.coil() == 0
    bed.pass_ms(100)
    assert bed.coil() == 0


def test_starts_and_bites_are_counted_across_resets():
    bed = Bed()
    counts = []
    for cause in (1, 3, 2, 3):
        bed.chip.hard_reset(cause)
        notes = dict(load().connect(bed.json())[1].notes())
        counts.append((notes["starts"], notes["starts after the watchdog bit"]))
    assert counts == [(1, 0), (2, 1), (3, 1), (4, 2)]


def test_a_reset_that_was_no_power_cut_is_told_from_one():
    bed = Bed()
    for cause, warm in ((1, False), (3, True), (2, True), (1, False)):
        bed.chip.hard_reset(cause)
        assert load().connect(bed.json())[1].warm == warm


def test_a_flash_that_fails_keeps_nobody_from_starting():
    bed = Bed()
    bed.chip.nvs = None
    ports = bed.port.connect(bed.json())[1]
    assert ports.starts == -1
    assert ports.dropouts() == 0
