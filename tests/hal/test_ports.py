"""What every chip hands the shell: lamp patterns, and honest nothing where nothing is wired."""

from hal.ports import Lamp, NoLink, NoMeter, Ports
from shell.lamp import TABLE


class Pin:
    def __init__(self):
        self.level = 0

    def value(self, level):
        self.level = level


def _lit(pins):
    return tuple([pin.level for pin in pins])


def test_every_pattern_shows_its_colour_and_blinks_by_the_table():
    pins = (Pin(), Pin(), Pin())
    lamp = Lamp(*pins)
    colours = {"white": (1, 1, 1), "green": (0, 1, 0), "yellow": (1, 1, 0)}
    colours["blue"] = (0, 0, 1)
    colours["red"] = (1, 0, 0)
    for name, colour, on_ms, off_ms in TABLE:
        lamp.show(name)
        assert _lit(pins) == colours[colour], name
        for now_ms in range(0, 2 * (on_ms + off_ms), 50):
            lamp.step(now_ms)
            lit = now_ms % (on_ms + off_ms) < on_ms
            assert _lit(pins) == (colours[colour] if lit else (0, 0, 0)), (name, now_ms)


def test_a_lamp_that_is_not_fitted_is_left_out():
    red = Pin()
    lamp = Lamp(red, None, None)
    for row in TABLE:
        lamp.show(row[0])
        lamp.step(0)
    assert red.level == 1  # the last one is red


def test_no_meter_is_off_line_and_no_link_claims_nothing():
    try:
        NoMeter().read()
        raised = False
    except OSError:
        raised = True
    assert raised
    assert NoLink().poll() is None


def test_random_numbers_are_in_range_and_not_the_same():
    ports = Ports(None, None)
    seen = [ports.random(600) for _ in range(200)]
    assert min(seen) >= 0
    assert max(seen) < 600
    assert len(set(seen)) > 50
