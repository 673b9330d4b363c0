"""How soon a change is at the outputs, and when the events say that it was."""

from core.journal import EVENT_STATE
from core.states import STOPPING
from tests.core.pile import TURNS, WHEEL_MS, Pile


def test_oc_009_a_lower_limit_by_heat_is_at_the_pilot_within_a_round():
    for turn in range(TURNS):
        pile = Pile()
        pile.limit_ma = 32000
        pile.charge().run(1000 + 10 * turn)
        before = pile.duty()
        pile.hal.socket_dc = 780
        took = pile.until(lambda pile=pile, before=before: pile.duty() != before, 1000)
        assert took <= WHEEL_MS + 60, turn
        assert pile.duty() == 3733  # 22.4 A: 70 % of 32 A


def test_cp_121_a_fault_that_releases_the_plug_drives_its_bolt_in_the_seventh_tick():
    for turn in range(TURNS):
        pile = Pile().run(3000 + 10 * turn).plug("B").run(1500)
        assert pile.hal.bolt == 1
        pile.hal.estop = 1
        assert pile.until(lambda pile=pile: pile.outlet.frame.lock == -1, 200) == 70, turn


def test_a_pause_is_told_with_the_time_of_its_judgement():
    for silent, after_ms in ((False, 30), (True, 1000)):
        pile = Pile().charge().run(300)
        pile.run(100).alive = not silent
        pile.enable = 0
        events = pile.outlet.journal.events
        head = events.head
        start_ms = pile.hal.now_ms
        pile.publish().run(1500)
        row = [0, 0, 0]
        assert events.get(head, row)
        assert row[1:] == [EVENT_STATE, STOPPING]
        assert 0 < (row[0] - start_ms) & 0x3FFFFFFF <= after_ms
