"""CP-102, 122: the plug's lock in the sequences, and piles that have none."""

from core import mailbox
from core.config import J1772, TETHERED
from core.frame import OPEN_OHM
from tests.core.pile import FULL, Pile


def test_cp_102_unlock_within_5_s_of_the_unplug():
    pile = Pile().charge()
    pile.plug("A")
    took = pile.until(lambda: pile.hal.bolt == 0, 5000)
    assert 200 <= took <= 1000


def test_a_car_that_leaves_while_the_lock_moves_closes_nothing():
    pile = Pile().run(3000)
    pile.hal.jammed = True
    pile.plug("B").run(200).plug("C").run(700)
    assert pile.state() == "closing"
    assert pile.why() == ["lock"]
    pile.plug("A").run(20)
    pile.hal.jammed = False
    pile.run(2000)
    assert pile.outlet.journal.live().closings == 0


def test_closing_goes_back_when_s2_opens_or_energy_goes():
    pile = Pile().run(3000)
    pile.hal.jammed = True
    pile.plug("B").run(200).plug("C").run(700)
    pile.plug("B").run(100)
    assert pile.state() == "offering"
    pile.plug("C").run(700)
    assert pile.state() == "closing"
    pile.limit_ma = 0
    pile.run(150)
    assert pile.state() == "waiting"


def test_cp_122_no_closing_before_the_plug_is_locked():
    pile = Pile().run(3000)
    pile.hal.jammed = True
    pile.plug("B").run(500).plug("C")
    assert pile.until(lambda: pile.coil() or pile.faults(), 20000) is not None
    assert pile.faults() == ["lock_open"]


def test_a_tethered_pile_needs_neither_lock_nor_code():
    pile = Pile(fitted=FULL | TETHERED)
    pile.hal.pp_ohm = OPEN_OHM
    pile.charge()


def test_j1772_charges_without_pp_and_lock():
    pile = Pile(profile=J1772)
    pile.hal.pp_ohm = OPEN_OHM
    pile.charge()
    assert pile.hal.bolt == 0


def test_unlock_command_stops_gracefully_and_releases():
    pile = Pile().charge()
    pile.command(mailbox.UNLOCK)
    assert pile.until_state("stopping", 200) is not None
    pile.run(1000).plug("B").run(1000)
    assert (pile.state(), pile.hal.bolt) == ("waiting", 0)
    assert pile.why() == ["not_authorised"]
    pile.run(10000)
    assert pile.state() == "waiting"
    pile.plug("A").run(700).plug("B").run(1000)
    assert pile.state() == "offering"


def test_a_paused_session_keeps_the_plug_locked():
    pile = Pile().run(3000).plug("B").run(1000)
    pile.limit_ma = 0
    pile.run(5000)
    assert (pile.state(), pile.hal.bolt) == ("waiting", 1)


def test_a_car_never_offered_energy_is_not_locked():
    pile = Pile().run(3000)
    pile.enable = 0
    pile.plug("B").run(3000)
    assert (pile.state(), pile.hal.bolt) == ("waiting", 0)
