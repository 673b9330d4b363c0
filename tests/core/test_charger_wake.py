"""CP-190..196: who is woken, when, how often, and that nobody else is."""

from core import mailbox
from core.config import CP_SWITCH_FITTED, GBT, WAKE_F, WAKE_OFF, WAKE_PILOT
from core.frame import DUTY_F, DUTY_X1
from core.states import B
from tests.core.pile import FULL, LATE_MS, OUTPUT_MS, WHEEL_MS, Pile

SWITCH = {"fitted": FULL | CP_SWITCH_FITTED}
PULSE_F = {"wake": WAKE_F}


def _waking(**kind):
    """Return a pile in the first tick of its first wake-up."""
    pile = Pile(wake_after_ms=1000, **kind).run(3000).plug("B")
    assert pile.until_state("waking", 2000) is not None
    return pile


def _wakes(pile, limit_ms):
    """Return how often a wake-up starts in `limit_ms`."""
    count = 0
    last = pile.state()
    for _ in range(limit_ms // 10):
        pile.step()
        count += pile.state() == "waking" and last != "waking"
        last = pile.state()
    return count


def test_cp_193_a_car_is_woken_30_s_after_the_offer():
    pile = Pile().run(3000).plug("B")
    pile.until_state("offering", 1000)
    pile.after(30000, lambda: pile.state() == "waking")


def test_cp_190_b1_lasts_3_s():
    pile = _waking()
    pile.after(3000, lambda: pile.state() == "offering")
    pile.run(OUTPUT_MS)
    assert pile.duty() == 2666


def test_cp_191_cp_193_the_pulse_lasts_4200_ms_and_b1_another_3_s():
    for kind in (SWITCH, PULSE_F):
        pile = _waking(**kind)

        def quiet(pile=pile):
            frame = pile.outlet.frame
            return frame.duty == DUTY_X1 and not frame.cp_off

        pile.run(OUTPUT_MS)
        pile.after(4200 - OUTPUT_MS, quiet)
        assert pile.state() == "waking"
        pile.after(3000 - LATE_MS, lambda pile=pile: pile.state() == "offering", 2 * LATE_MS)


def test_the_letter_is_held_until_500_ms_after_the_pulse():
    for kind in (SWITCH, PULSE_F):
        pile = _waking(**kind)
        charger = pile.outlet.charger
        pile.run(OUTPUT_MS)
        assert charger.holds
        pile.after(4700 - OUTPUT_MS, lambda charger=charger: not charger.holds)


def test_without_a_pulse_the_letter_is_followed():
    pile = _waking()
    assert not pile.outlet.charger.holds
    pile.plug("A")
    assert 50 <= pile.until_state("idle", 200) <= 50 + LATE_MS


def test_the_letter_is_held_in_no_other_state():
    for kind in (SWITCH, PULSE_F):
        pile = Pile(**kind)
        for car in "ABCBA":
            pile.plug(car)
            for _ in range(500):
                pile.step()
                assert not pile.outlet.charger.holds


def test_a_switch_that_is_not_closed_after_its_pulse_would_be_an_unplug():
    pile = _waking(**SWITCH)
    for _ in range(800):
        pile.step()
        assert pile.outlet.pilot.letter == B
    assert pile.state() == "offering"


def test_two_tries_a_plug_in_and_the_next_car_has_its_own():
    for tries in (0, 1, 2):
        pile = Pile(wake_after_ms=1000, wake_tries=tries).run(3000)
        for _ in range(2):
            assert _wakes(pile.plug("B"), 15000) == tries
            assert _wakes(pile.plug("A"), 1000) == 0


def test_a_try_counts_though_another_offer_came_between():
    pile = _waking(wake_tries=1)
    pile.until_state("offering", 4000)
    pile.limit_ma = 0
    pile.run(500)
    pile.limit_ma = 16000
    assert _wakes(pile, 10000) == 0


def test_cp_196_a_car_that_closed_s2_is_awake():
    for jammed in (False, True):  # charged, or waited in C
        pile = Pile(wake_after_ms=5000).run(3000)
        pile.hal.jammed = jammed
        pile.plug("B").run(500).plug("C").run(1000)
        assert pile.state() == ("closing" if jammed else "charging")
        assert _wakes(pile.plug("B"), 6000) == 0


def test_a_car_that_sleeps_after_a_pause_is_woken_again():
    pile = Pile(wake_after_ms=5000).charge()
    pile.limit_ma = 0
    pile.plug("B").run(500)
    pile.limit_ma = 16000
    pile.until_state("offering", 5000)
    pile.after(5000, lambda: pile.state() == "waking")


def test_wake_off_wakes_nobody():
    assert _wakes(Pile(wake=WAKE_OFF, wake_after_ms=1000).run(3000).plug("B"), 10000) == 0


def test_the_command_wakes_once_whatever_was_spent():
    for kind in ({"wake": WAKE_OFF}, {"wake": WAKE_PILOT, "wake_tries": 0}):
        pile = Pile(**kind).run(3000).plug("B").run(1000)
        pile.command(mailbox.WAKE)
        assert _wakes(pile, 10000) == 1
        pile.command(mailbox.WAKE)
        assert _wakes(pile, 10000) == 1


def test_the_command_wakes_within_a_wheel():
    pile = Pile(wake=WAKE_OFF).run(3000).plug("B").run(1000)
    pile.command(mailbox.WAKE).publish()
    assert pile.until_state("waking", WHEEL_MS + LATE_MS) is not None


def test_the_command_does_nothing_before_an_offer():
    pile = Pile(wake=WAKE_OFF).run(3000)
    pile.enable = 0
    pile.plug("B").run(1000).command(mailbox.WAKE).run(200)
    pile.enable = 1
    assert _wakes(pile, 10000) == 0


def test_the_command_does_nothing_when_s2_closes_around_it():
    """It is taken before C is known: a wake-up begins; after: none does, now or later."""
    woken = []
    for ms in range(200, 600, 20):
        pile = Pile(wake=WAKE_OFF).run(3000).plug("B").run(3000).plug("C").run(ms)
        assert pile.state() == "offering" or ms >= 500
        closings = pile.outlet.contactor.closings
        pile.command(mailbox.WAKE).publish()
        woken.append(pile.until_state("waking", WHEEL_MS + LATE_MS) is not None)
        assert pile.outlet.contactor.closings - closings <= 1 - woken[-1]
        if not woken[-1]:
            pile.run(1000)
            assert pile.state() == "charging"
            assert _wakes(pile.plug("B"), 1000) == 0
    assert woken == sorted(woken, reverse=True)
    assert woken[0] and not woken[-1], woken


def test_a_command_that_a_fault_overtook_is_forgotten_with_the_car():
    for unplugged, wakes in ((True, 0), (False, 1)):
        pile = Pile(profile=GBT, wake=WAKE_OFF).run(3000).plug("B").run(1000)
        pile.command(mailbox.WAKE).publish()
        assert pile.until(lambda pile=pile: pile.outlet.commands.taken, 2 * WHEEL_MS) is not None
        pile.hal.estop = 1
        pile.settle()
        assert pile.state() == "fault"
        pile.hal.estop = 0
        if unplugged:
            pile.plug("A").run(700)
        pile.settle().command(mailbox.CLEAR, mailbox.ALL).publish().settle()
        assert _wakes(pile.plug("B"), 5000) == wakes


def test_cp_196_no_closing_and_no_new_authorisation_in_a_wake_up():
    for kind in (SWITCH, PULSE_F, {}):
        pile = _waking(**kind)
        while pile.state() == "waking":
            assert pile.coil() == 0
            pile.step()
        assert pile.state() == "offering"
        pile.plug("C").run(1500)
        assert pile.state() == "charging"


def test_cp_191_wakes_with_the_switch_though_the_setting_says_f():
    pile = _waking(fitted=FULL | CP_SWITCH_FITTED, wake=WAKE_F)
    for _ in range(700):
        pile.step()
        assert pile.duty() != DUTY_F


def test_a_car_that_leaves_while_it_is_woken_is_seen_at_the_end_of_the_pulse():
    for kind, limit_ms in ((SWITCH, 4750), (PULSE_F, 4750), ({}, 50)):
        pile = _waking(**kind).plug("A")
        assert limit_ms <= pile.until_state("idle", 6000) <= limit_ms + LATE_MS


def test_energy_that_goes_while_waking_ends_in_waiting():
    pile = _waking()
    pile.limit_ma = 0
    pile.after(3000, lambda: pile.state() == "waiting")
