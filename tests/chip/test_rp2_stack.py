"""The tick shares the stack with what it interrupts: it is never what runs out of it."""

import pytest

from tools.chip.kit import Kit

pytestmark = pytest.mark.usefixtures("firmware")

DEEP = """
import micropython, time

def deep(most, ms):
    if micropython.stack_use() + 256 < most:
        return deep(most, ms)
    end = time.ticks_add(time.ticks_ms(), ms)
    while time.ticks_diff(end, time.ticks_ms()) > 0:
        pass
"""


def _deep(most, ms):
    """Charge, then call functions within functions until `most` bytes are in use, for `ms`."""
    kit = Kit()
    kit.charge()
    kit.stop_company()
    kit.chip.exec("what._timer.deinit()\nwhat.offer()")
    kit.chip.exec(DEEP)
    assert kit.coil()
    del kit.edges[:-1]
    kit.chip.exec(f"deep({most}, {ms})")
    told = kit.chip.exec("print(what.outlet.dead, what.hal.skipped)").split()
    return kit, int(told[0]), int(told[1])


def test_a_deep_call_that_leaves_room_for_a_glance_interrupts_no_charging():
    kit, dead, skipped = _deep(6300, 400)
    assert not dead
    assert skipped >= 35
    assert len(kit.edges) == 1


def test_what_moves_meanwhile_opens_for_want_of_feeding():
    kit = Kit()
    kit.charge()
    kit.stop_company()
    kit.chip.exec("what._timer.deinit()\nwhat.offer()")
    kit.chip.exec(DEEP)
    kit.chip.start("deep(6300, 400)")
    kit.run_ms(100)
    assert kit.coil()
    assert kit.off_after(lambda: kit.set("ev.state", "A")) <= 75e3
    kit.chip.finish(2e6)
    kit.run_ms(100)
    assert kit.chip.exec("print(what.outlet.dead)").strip() == "0"


def test_a_call_that_leaves_no_room_opens_the_gate_and_kills_no_tick():
    kit, dead, skipped = _deep(7300, 400)
    assert not dead
    assert skipped >= 35
    assert len(kit.edges) > 1
