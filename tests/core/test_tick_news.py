"""A new demand is judged at once (I2), and a flood of them keeps no guard from its turn."""

from core import faults, mailbox
from core.frame import DUTY_X1
from tests.core.flap import FLAPS, flapping
from tests.core.pile import OUTPUT_MS, SLOW_MS, TURNS, WHEEL_MS, Pile

ASKED_MS = 60  # a turn, read, judged, decided, put; a turn each


def test_i2_a_lower_limit_is_at_the_pilot_at_once():
    for turn in range(TURNS):
        pile = Pile().charge().run(10 * turn)
        pile.limit_ma = 10000
        pile.publish()
        assert pile.until(lambda pile=pile: pile.duty() == 1666, 1000) <= ASKED_MS, turn


def test_i2_a_pause_is_at_the_pilot_at_once():
    for turn in range(TURNS):
        pile = Pile().charge().run(10 * turn)
        pile.enable = 0
        pile.publish()
        assert pile.until(lambda pile=pile: pile.duty() == DUTY_X1, 1000) <= ASKED_MS, turn


def test_i2_a_limit_that_came_with_the_plug_in_is_never_exceeded():
    for ms in range(0, 60, 10):
        pile = Pile().run(3000).plug("B").run(ms)
        before = pile.duty()
        pile.limit_ma = 10000
        pile.publish()
        pile.run(OUTPUT_MS + ASKED_MS)
        assert pile.duty() == 1666, (ms, before)


def test_a_flood_of_demands_keeps_no_guard_from_its_turn():
    for name in ("socket_dc", "board_dc"):
        pile = Pile().charge()
        setattr(pile.hal, name, 950)
        for ms in range(0, 2000, 10):
            pile.limit_ma = 16000 + ms
            pile.publish().step()
            if pile.faults():
                break
        assert pile.faults() == ["over_temperature"]
        assert ms <= 3 * WHEEL_MS, name  # five ticks for two turns
        pile.run(SLOW_MS)
        assert pile.outlet.journal.live().fault == faults.OVER_TEMPERATURE


def test_ov_005_letters_that_flap_hold_up_no_over_voltage():
    """Nor does a limit that changes with every tick; 100 ms of each are the bench's meter."""
    for pattern, calm_ms, ramp_ms in (((("C", 9999),), 340, 420), (FLAPS[3], 700, 1200)):
        for ms in range(0, 320, 20):
            for ramp in (False, True):
                pile, pilot = flapping(pattern)
                pilot.until(lambda: False, 300 + ms)
                pile.volts_mv = [290000] * 3

                def reached(pile=pile, ramp=ramp):
                    if ramp:
                        pile.limit_ma = 16000 + pile.ms % 5000
                        pile.publish()
                    return pile.outlet.latch.has(faults.OVER_VOLTAGE)

                assert pilot.until(reached, ramp_ms if ramp else calm_ms), (pattern, ms, ramp)
                assert pile.coil() == 0


def test_a_port_that_tells_of_no_move_is_looked_at_once_a_round():
    class Mute:
        def __init__(self, sample):
            self._sample = sample

        def __call__(self, frame):
            moved = frame.moved
            self._sample(frame)
            frame.moved = moved

    for name, value in (("estop", 1), ("pe", 0), ("bolt", 0)):
        pile = Pile().charge()
        pile.outlet._sample = Mute(pile.hal.sample)
        setattr(pile.hal, name, value)
        assert pile.until(lambda pile=pile: pile.coil() == 0, 1000) <= WHEEL_MS + 20, name
        assert pile.faults(), name


def test_a_clearing_command_is_not_lost_when_the_cause_has_just_gone():
    for ms in range(0, 400, 30):
        pile = Pile().run(3000)
        pile.outlet.latch.trip(faults.INTERNAL)
        pile.run(ms).command(mailbox.CLEAR, faults.INTERNAL).publish()
        assert pile.until(lambda pile=pile: pile.faults() == [], 3 * SLOW_MS) is not None, ms


def test_i2_a_pause_just_before_the_plug_in_keeps_pwm_off():
    for ms in range(0, 60, 10):
        pile = Pile().run(3000)
        pile.enable = 0
        pile.publish().step()
        pile.run(ms).plug("B")
        for _ in range(40):
            pile.step()
            assert pile.duty() == DUTY_X1, ms
