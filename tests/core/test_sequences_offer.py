"""CP-067, 101, 109 and T-09, T-11: how much a sequence offers, and when that changes."""

from core.config import GBT
from tests.core.pile import LATE_MS, Pile


def test_cp_101_a_to_c_directly_charges_at_10_a_at_most():
    pile = Pile(simplified_ma=10000).run(3000).plug("C")
    # 500 ms until C is believed, then 350 ms for the bolt
    assert 880 <= pile.until_state("charging", 3500) <= 880 + 2 * LATE_MS
    assert pile.duty() == 1666


def test_cp_101_more_than_10_a_after_a_b_was_seen():
    pile = Pile().run(3000).plug("C").run(2000)
    pile.plug("B").run(500)
    assert pile.duty() == 1666  # an increase waits for its 5 s
    pile.run(5000)
    assert pile.duty() == 2666


def test_cp_101_a_limit_for_simplified_cars_may_be_set():
    pile = Pile(simplified_ma=13000).run(3000).plug("C").run(3000)
    assert pile.duty() == 2166


def test_gb_070_gb_simplified_is_8_a():
    pile = Pile(profile=GBT).run(3000).plug("C").run(3000)
    assert (pile.state(), pile.duty()) == ("charging", 1333)


def test_cp_109_cp_147_a_lower_limit_reaches_the_pilot_at_once():
    pile = Pile().charge()
    pile.limit_ma = 10000
    assert pile.until(lambda: pile.duty() == 1666, 1000) <= 100


def test_t_09_increases_keep_5_s():
    pile = Pile().charge().run(6000)
    changes = []
    last = pile.duty()
    for step in range(50):
        pile.limit_ma = 16000 + 100 * step
        pile.run(200)
        if pile.duty() != last:
            last = pile.duty()
            changes.append(pile.ms)
    assert len(changes) >= 2
    for i in range(len(changes) - 1):
        assert changes[i + 1] - changes[i] >= 4800  # seen every 200 ms


def test_cp_067_the_cable_limits_the_offer():
    pile = Pile()
    pile.limit_ma = 32000
    pile.hal.pp_ohm = 680
    pile.charge()
    assert pile.duty() == 3333


def test_t_11_gb_never_more_than_63_a():
    pile = Pile(profile=GBT, board_ma=80000, install_ma=80000)
    pile.limit_ma = 80000
    pile.charge()
    assert pile.duty() == 8920
