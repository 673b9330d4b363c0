"""The rhythm of the tick, word by word: who waits for whom, and for how many ticks at most."""

from core.frame import MOVED
from tests.core.pile import LEVELS, Pile
from tests.core.rhythm import Rhythm

LEVELS["astray"] = 4000  # a window of D that no second one follows


def _news(pile):
    pile.outlet.mailbox.news = True


def _chatters(pile, number):
    pile.hal.pe = number & 1


def _noise(pile, number):
    pile.plug("C" if number & 1 else "astray")


def _flaps(pile, number):
    pile.plug("C" if number // 3 & 1 else "D")


def _once(number, do):
    return lambda pile, now: do(pile) if now == number else None


def _always(pile, _number):
    _news(pile)


def _later(pile, number):
    if number >= 3:
        _noise(pile, number)


def _plugs(letter):
    return lambda pile: pile.plug(letter)


def _hal(name, value):
    return _once(0, lambda pile: setattr(pile.hal, name, value))


def _estop(pile):
    pile.hal.estop = 1


def _looks(pile, number):
    if number < 3:
        pile.outlet.frame.moved = MOVED


D = _once(0, _plugs("D"))
B = _once(0, _plugs("B"))

# what happens, and the words of the ticks from its first on
QUIET = (
    ((), "0 .1 2 .3 4 .5 6 .7 8 .9 a .b c .d e .f 0 .1 2 .3 4 .5 6 .7 8 .9 a .b c .d e .f"),
    ((_hal("pp_ohm", 146),), "0 .1 2 .3 4"),
    ((_once(0, _news),), "r j o 0 .1 2 .3 4 .5 6 .7 8 .9"),
    ((_always,), "r j o 0 .1 2 r j o .3 4 .5 r j o 6 .7 8 r j o .9 a .b"),
)
LETTERS = (
    ((D,), ". . D O F P B T 0 .1 2 .3"),
    ((B,), ". . LD O lF P B T T 0 T T .1 2 .3 4"),
    ((D, _once(1, _news)), ". . R J D O F P B 0 T .1 2 .3"),
    ((D, _once(4, _news)), ". . D O 0 r j o F P B T .1 2 .3 4"),
    ((_once(0, _news), _once(3, _plugs("D"))), "r j o 0 . D O F P B T .1 2 .3"),
    ((D, _always), ". . R J D O 0 r j o F P B T .1 2 .3 r j o 4 .5 6 r j o .7 8 .9 r"),
    ((B, _always), ". . LR J D O l0 O r j .1 o F P B T T T T 2 .3 4 r j o .5 6 .7 r j"),
)
RESTLESS = (
    ((_noise,), ". 0 . 1 . 2 . 3 . 4 . 5"),
    ((_noise, _always), ". r . 0 . j . 1 . o . 2 . 3 . 4 . r . 5 . j . 6"),
    ((_flaps,), ". . D O F P B T 0 . 1 2 . .3 4 . 5 6 . .7 8 . 9 a"),
    ((_flaps, _always), ". . R J D O 0 r j . 1 o F P B T 2 .3 . 4 r . j .5 . o 6 . 7 r . j 8"),
)
FAULTS = (
    ((_once(0, _estop),), "L D O L. F P B T T 0 T T .1 2 .3 4"),
    ((_hal("pp_ohm", 322),), "L. L LD O L. F P B T 0 T T T .1 2"),
    ((_hal("socket_dc", 950),), "0 .1 2 .3 L D O L. F P B T T 4 T .5 6"),
    ((_hal("leak", 1),), "L D O lF P B T T T 0 T . 1 . 2 . 3 . 4 . 5"),
    (
        (_hal("leak", 1), _once(20, _estop)),
        "L D O lF P B T T T 0 T . 1 . 2 . 3 . 4 . L D O L. F P B T .5 T T 6",
    ),
)
LINES = (
    ((_chatters,), "L. L. L. L. l0 L. L. L. L. l1 L. L. L. L. l2"),
    ((_chatters, _always), "L. L. L. L. l0 L. L. L. L. l1 L. L. L. L. l2"),
    ((_chatters, _noise), "L. L. L. L. l0 L. L. L. L. l1 L. L. L. L. l2"),
    ((_looks,), "L. L. L. 0 .1 2 .3"),
    ((_looks, _later), "L. L. L. 0 . 1 . 2 . 3"),
    ((_chatters, D), "L. L LD LO lF LP LB LT L. l0 L. L. L. L. l1"),
    (
        (_chatters, D, _later),
        "L. L LD L. lO L. L. L. L. l0 L. L. L. L. lF L. L. L. L. l1 L. L. L. L. lP",
    ),
    ((_chatters, _flaps), "L. L LD L. lO LF L. LP LB l0 L. LT L. L. l1 L. L. L. L. l2"),
    (
        (_chatters, _flaps, _always),
        "L. L LR L. lJ LD L. LO L0 l. L. Lr L. L1 l. L. L. L2 L. l. Lj L. L. L3 l. Lo LF L. L. lP",
    ),
)


def _charging():
    return Pile(ventilation=1).charge().run(300)


def _goes(rows, pile=_charging):
    for what, words in rows:

        def happens(pile, number, what=what):
            for each in what:
                each(pile, number)

        assert Rhythm(pile()).run(len(words.split()), happens) == words


def test_a_turn_a_tick_and_three_ticks_for_a_demand_then_three_turns():
    _goes(QUIET)


def test_from_the_first_tick_on():
    _goes((((), "L R J D O F P B 0 . 1 . R J D O F P B T 2 .3 4 O F P B T T .5 6"),), Pile)


def test_from_the_first_tick_on_with_a_car_plugged():
    words = "L R J D O F P B 0 . 1 . D O F P B T 2 .3 4 O F P B T .5 6"
    _goes((((), words),), lambda: Pile(car="B"))


def test_a_new_letter_comes_first_and_is_told_when_nothing_else_waits():
    _goes(LETTERS)


def test_a_fault_opens_at_once_and_is_told_in_the_ticks_after():
    _goes(FAULTS)


def test_d_to_c_counts_100_ms_and_is_decided_as_it_was_judged():
    rows = (((_once(0, _plugs("C")),), ". 0 .1 2 .3 4 .5 6 .7 8 . D O F P B T .9 a"),)
    _goes(rows, lambda: _charging().plug("D").run(400))


def test_while_the_pilot_moves_every_second_tick_rests():
    _goes(RESTLESS)


def test_lines_that_chatter_leave_every_fifth_tick_to_the_turns():
    _goes(LINES)
