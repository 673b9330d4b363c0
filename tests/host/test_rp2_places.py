"""Two files of the port write down the same places and registers: they must not differ."""

import re
from pathlib import Path

HAL = Path(__file__).resolve().parents[2] / "firmware" / "hal"
PAIRS = (("rp2_pilot", "rp2_pilot_set_up"), ("rp2_gate", "rp2_set_up"))


def constants(name):
    text = (HAL / (name + ".py")).read_text(encoding="utf-8")
    return dict(re.findall(r"^(_[A-Z_]+) = const\((.+?)\)", text, re.MULTILINE))


def test_what_both_name_is_the_same():
    for one, other in PAIRS:
        first, second = constants(one), constants(other)
        both = first.keys() & second.keys()
        assert both
        assert {name: first[name] for name in both} == {name: second[name] for name in both}


def test_every_place_of_the_pilot_that_is_read_is_set_up_or_its_own():
    own = {"_WINDOW", "_PLACES", "_SHORT", "_SHORTER", "_PERIOD", "_COUNT_LOW"}
    own |= {"_WINDOW_NO", "_TURN"}  # 0 at the start
    assert constants("rp2_pilot").keys() - constants("rp2_pilot_set_up").keys() == own
