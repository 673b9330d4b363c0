"""The least of a tick: it keeps a gate fed while nothing moves, and decides nothing."""

from core.frame import RCD_DC
from tests.core.pile import TURNS, WHEEL_MS, Pile


def _fed(pile, glances=1):
    fed = []
    act = pile.outlet._act

    def told(frame):
        fed.append(frame.coils)
        act(frame)

    pile.outlet._act = told
    for _ in range(glances):
        pile.hal.now_ms += 10
        pile.outlet.glance()
    pile.outlet._act = act
    return fed


def test_while_nothing_moves_the_gate_is_fed():
    pile = Pile().charge().run(200)
    assert _fed(pile, 20) == [1] * 20
    assert pile.coil() == 1
    pile.run(200)
    assert (pile.coil(), pile.faults()) == (1, [])


def test_a_resistance_at_the_end_of_its_class_has_not_moved():
    for pp_ohm in (146, 321):
        pile = Pile().charge().run(200)
        pile.hal.pp_ohm = pp_ohm
        assert _fed(pile, 5) == [1] * 5, pp_ohm


def test_what_moves_is_not_fed_and_the_next_tick_finds_it():
    for name, value, within_ms in (
        ("car", "B", 20),
        ("car", "A", 20),
        ("diode", False, 20),
        ("leak", RCD_DC, 10),
        ("estop", 1, 10),
        ("pe", 0, 20),
        ("bolt", 0, 20),
        ("pp_ohm", 1000000, 20),
        ("pp_ohm", 322, 20),
        ("pp_ohm", 145, 20),
    ):
        pile = Pile().charge().run(200)
        setattr(pile.hal, name, value)
        assert _fed(pile, 5) == [], name
        took = pile.until(lambda pile=pile: pile.coil() == 0, 100)
        assert took is not None and took <= within_ms, name


def test_a_stopped_stream_is_not_fed():
    pile = Pile().charge().run(200)
    pile.hal.frozen = True
    assert len(_fed(pile, 5)) <= 1


def test_what_is_seen_for_the_first_time_waits_for_a_tick():
    pile = Pile().charge().run(200)
    pile.hal.pe = 0
    pile.step()
    assert _fed(pile) == []


def test_an_exception_ends_it_as_it_ends_a_tick():
    pile = Pile().charge().run(200)
    pile.hal.raises = True
    assert _fed(pile) == []
    assert pile.outlet.dead
    assert pile.hal.safe_calls == 1
    assert _fed(pile) == []
    assert pile.hal.safe_calls == 1


def test_half_a_second_without_a_tick_is_silence():
    pile = Pile().charge().run(200)
    assert len(_fed(pile, 60)) == 49
    for ms, fed in ((499, [1]), (500, [])):
        pile = Pile().charge().run(200)
        pile.hal.now_ms += ms - 10
        assert _fed(pile) == fed, ms


def test_a_second_of_glances_in_a_round_is_silence():
    """OV-005, OC-005: with a tick every half a second the guards judged every 8 s."""
    pile = Pile().charge().run(200)
    assert len(_fed(pile)) == 1
    assert pile.until(lambda: pile.outlet._glances == 0, WHEEL_MS) is not None
    fed = [len(_fed(pile.publish().run(10), 20)) for _ in range(TURNS)]
    assert fed == [20] * 5 + [0] * (TURNS - 6) + [20]
