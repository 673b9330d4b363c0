"""The promise of the tick: whoever's turn it is, what must open opens in the tick that knows."""

from core import faults
from core.config import GBT
from core.frame import DUTY_X1, GATE_STARVED, RCD_AC, RCD_DC, RCD_ERROR, SENSOR_OPEN
from core.states import C, D
from tests.core.pile import LATE_MS, TURNS, Pile

# what happens, and the ms until the coil is off
OPENINGS = (
    ("estop", 1, 10),
    ("leak", RCD_DC, 10),
    ("leak", RCD_AC, 10),
    ("leak", RCD_ERROR, 10),
    ("gate", 0, 10),
    ("gate", GATE_STARVED, 10),
    ("pe", 0, 20),
    ("diode", False, 20),
    ("car", "A", 20),
    ("car", "B", 20),
    ("car", "D", 20),
    ("car", "E", 20),
    ("bolt", 0, 20),
    ("pp_ohm", 680, 20),
    ("pp_ohm", 1000000, 20),
    ("frozen", True, 40),
)


def test_every_opening_takes_its_time_in_every_turn():
    for name, value, ms in OPENINGS:
        for turn in range(TURNS):
            pile = Pile().charge().run(10 * turn)
            setattr(pile.hal, name, value)
            assert pile.until(lambda pile=pile: pile.coil() == 0, 200) == ms, (name, turn)
            pile.run(20)
            assert pile.coil() == 0


def test_every_opening_takes_its_time_while_another_change_is_being_told():
    """The wish for ventilation came so many ms before."""
    for name, value, ms in OPENINGS:
        if value == "D":
            continue
        for before_ms in range(10, 100, 10):
            pile = Pile(ventilation=1).charge().plug("D").run(before_ms)
            setattr(pile.hal, name, value)
            assert pile.until(lambda pile=pile: pile.coil() == 0, 200) <= ms, (name, before_ms)


def test_a_fault_from_any_turn_opens_in_the_tick_that_latches_it():
    for fault in range(faults.COUNT):
        pile = Pile().charge().run(10 * (fault % TURNS))
        pile.outlet.latch.trip(fault)
        pile.step()
        assert pile.coil() == 0
        assert pile.until_state("fault", LATE_MS) is not None


def test_what_a_guard_finds_in_its_turn_opens_in_that_tick():
    for name, value in (("board_dc", 950), ("board_dc", SENSOR_OPEN)):
        for turn in range(TURNS):
            pile = Pile().charge().run(10 * turn)
            setattr(pile.hal, name, value)
            assert pile.until(pile.faults, 500) is not None
            assert pile.coil() == 0, (name, turn)


def test_gb_062_gb_064_pwm_ends_within_100_ms():
    for name, value in (("pp_ohm", 1000000), ("car", "A")):
        for turn in range(TURNS):
            pile = Pile(profile=GBT).run(3000 + 10 * turn).plug("B").run(1000)
            assert pile.duty() == 2666
            setattr(pile.hal, name, value)
            took = pile.until(lambda pile=pile: pile.duty() == DUTY_X1, 500)
            assert took <= 90, (name, turn)


def test_nothing_closes_for_a_letter_that_has_gone():
    """S2 opens, or the car leaves, around the moment of the closing."""
    closed = 0
    for letter in "ABE":
        for ms in range(480, 640, 10):
            pile = Pile().run(3000).plug("B").run(1000).plug("C").run(ms).plug(letter)
            for _ in range(20):
                pile.step()
                if pile.coil():
                    closed += 1
                    assert C <= pile.outlet.pilot.letter <= D, (letter, ms)
                    assert not pile.outlet.latch.bits
            assert pile.coil() == 0
            assert pile.outlet.contactor.driven == 0
    assert closed


def test_nothing_closes_for_a_fault_that_has_come():
    for name, value in (("estop", 1), ("leak", RCD_ERROR), ("pe", 0), ("diode", False)):
        for ms in range(480, 640, 10):
            pile = Pile().run(3000).plug("B").run(1000).plug("C").run(ms)
            setattr(pile.hal, name, value)
            pile.step()
            for _ in range(20):
                pile.step()
                assert not (pile.coil() and pile.outlet.latch.bits), (name, ms)
            assert pile.coil() == 0


def test_nothing_closes_on_a_heat_that_no_turn_has_seen_yet():
    for name in ("socket_dc", "board_dc"):
        for ms in range(400, 640, 10):
            pile = Pile().run(3000).plug("B").run(1000).plug("C").run(ms)
            closed = pile.coil()
            setattr(pile.hal, name, 950)
            for _ in range(30):
                pile.step()
                assert closed or not pile.coil(), (name, ms)


def test_a_coil_that_was_cut_stays_off_until_everything_was_checked_again():
    for ms in range(10, 200, 10):
        pile = Pile().charge().run(10 * (ms % 7)).plug("B").run(ms).plug("C")
        opened = pile.coil() == 0
        assert opened == (ms >= 20)  # one window of B is noise
        if opened:
            pile.after(2000 - ms, pile.coil, 1000)  # the self-test is the longest
            assert pile.outlet.contactor.closings == 2
