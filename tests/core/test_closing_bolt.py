"""PP-040: no closing with the bolt out, however short before it the bolt left its place."""

from tests.core.pile import Pile


def _closing_after(lead_ms, shift_ms):
    """Return whether the coil comes on although the bolt fell `lead_ms` before it would."""
    good = Pile().run(3000 + shift_ms).plug("B").run(1000).plug("C")
    at_ms = good.until(good.coil, 3000)
    pile = Pile().run(3000 + shift_ms).plug("B").run(1000).plug("C").run(at_ms - lead_ms)
    assert not pile.coil()
    pile.hal.bolt = 0
    pile.hal.jammed = True
    return pile.until(pile.coil, 1500) is not None


def test_a_bolt_that_fell_keeps_the_coil_off():
    for shift_ms in (0, 30, 70, 110, 150):
        for lead_ms in (10, 20, 30, 50, 80, 120):
            assert not _closing_after(lead_ms, shift_ms), (lead_ms, shift_ms)
