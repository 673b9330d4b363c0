"""What a tick leaves out was not needed: sequences made to need it."""

from core import faults, mailbox
from core.config import LOCK_FITTED
from core.frame import DUTY_F, DUTY_X1, GATE_STARVED, RCD_AC, RCD_DC, RCD_ERROR, SENSOR_OPEN
from core.journal import EVENT_COMMAND, EVENT_FAULT
from tests.core.flap import FLAPS, Flap, flapping
from tests.core.pile import FULL, SLOW_MS, TURNS, WHEEL_MS, Pile
from tests.core.twins import Luck

ANSWER_MS = 2500  # a line may still answer the test of the life before a reset
PULSE_MS = 1200  # RC-050
DRIVE_MS = 600 + WHEEL_MS // 2
ASKED_MS = 60
# a line that is bad before the first tick and never moves; the ms until its fault
FROM_THE_START = (
    ("leak", RCD_DC, ANSWER_MS + SLOW_MS),
    ("leak", RCD_AC, ANSWER_MS + SLOW_MS),
    ("leak", RCD_ERROR, 10),
    ("estop", 1, 10),
    ("pe", 0, 20),
    ("weld", 7, 100 + SLOW_MS),
    ("board_dc", 950, 2 * SLOW_MS),
    ("socket_dc", SENSOR_OPEN, 3 * SLOW_MS),
    ("pp_ohm", 1000000, 1500),
    ("pp_ohm", 10, 1500),
)


def events(pile, code):
    """Return the values of the events with that code, oldest first."""
    ring = pile.outlet.journal.events
    row = [0, 0, 0]
    values = []
    for number in range(max(0, ring.head - 60), ring.head):
        if ring.get(number, row) and row[1] == code:
            values.append(row[2])
    return values


def test_what_is_bad_from_the_first_tick_on_is_found_and_nothing_closes():
    for name, value, ms in FROM_THE_START:
        pile = Pile(car="C")
        setattr(pile.hal, name, value)
        assert pile.until(pile.faults, ms) is not None, (name, value)
        assert pile.until(pile.coil, 8000) is None, (name, value)


def test_a_gate_that_does_not_arm_is_seen_in_the_next_tick():
    """Its bits are what they were: no line has moved."""
    for turn in range(TURNS):
        pile = Pile().run(3000 + 10 * turn).plug("B").run(1000).plug("C")
        pile.hal.gate = GATE_STARVED
        act = pile.hal.act

        def refuse(frame, act=act, hal=pile.hal):
            act(frame)
            hal.gate = GATE_STARVED

        pile.outlet._act = refuse
        assert pile.until(pile.coil, 1500) is not None
        pile.step()
        assert pile.faults() == ["gate"], turn
        assert pile.coil() == 0


def test_outputs_that_are_settled_are_what_putting_them_again_gives():
    """Whatever moved since: the skipped `put` would have changed nothing."""
    settled = 0
    states = set()
    for seed in range(16):
        luck = Luck(seed)
        pile = Pile(fitted=FULL & ~LOCK_FITTED if seed & 1 else FULL, ventilation=1).charge()
        outlet = pile.outlet
        for _ in range(600):
            _disturb(pile, luck)
            pile.step()
            if outlet.charger.settled and outlet.lock.rests >= 0 and not outlet._due:
                settled += 1
                states.add(pile.state())
                before = _outputs(outlet)
                outlet.outputs.put(outlet.frame)
                assert _outputs(outlet) == before, (seed, pile.ms, before)
    assert settled > 2000 and len(states) >= 5, (settled, states)


def _outputs(outlet):
    frame = outlet.frame
    charger = outlet.charger
    return (
        (frame.duty, frame.coils, frame.arm, frame.lock, frame.cp_off, frame.vent),
        (charger.state, charger.holds, charger.keep, outlet.contactor.driven),
    )


def _disturb(pile, luck):
    what = luck.below(400)
    if what < 8:
        pile.plug("ABCCCDCC"[what])
    elif what == 8:
        pile.limit_ma = luck.of((0, 6000, 10000, 16000, 32000))
        pile.publish()
    elif what == 9:
        pile.enable = 1 - pile.enable
        pile.publish()
    elif what == 10 and not pile.coil():
        pile.hal.bolt ^= 1
    elif what == 11:
        pile.hal.board_dc = luck.of((250, 780, 800, 820))
    elif what == 12:
        pile.alive = not pile.alive
    elif what == 13:
        pile.phases = luck.of((1, 3))
    elif what == 14 and pile.outlet.commands.taken == pile._command[2]:
        pile.command(luck.of((mailbox.CLEAR, mailbox.UNLOCK, mailbox.WAKE)), mailbox.ALL)
    elif what == 15:
        pile.outlet.latch.trip(luck.of((faults.OVER_TEMPERATURE, faults.INTERNAL)))
    elif what < 24:
        pile.plug("C")
        pile.enable = 1
        pile.alive = True


def test_a_bad_window_is_noise_in_every_turn():
    for name, value in (("pe", 0), ("bolt", 0), ("pp_ohm", 680)):
        for turn in range(TURNS):
            pile = Pile().charge().run(10 * turn)
            good = getattr(pile.hal, name)
            setattr(pile.hal, name, value)
            pile.step()
            setattr(pile.hal, name, good)
            pile.run(WHEEL_MS)
            assert pile.faults() == [], (name, turn)
            assert pile.coil()


def test_letters_that_flap_keep_no_guard_from_its_turn_and_no_fault_from_being_told():
    for pattern in FLAPS:
        pile, pilot = flapping(pattern)
        assert pilot.until(lambda: False, 2000) is None
        pile.hal.board_dc = 950
        assert pilot.until(lambda p=pile: p.outlet.latch.has(faults.OVER_TEMPERATURE), 1000)
        told = pilot.until(
            lambda p=pile: faults.OVER_TEMPERATURE in events(p, EVENT_FAULT), SLOW_MS
        )
        assert told is not None, pattern


def test_letters_that_flap_hold_up_no_opening():
    for pattern in FLAPS[3:]:
        for ms in range(0, 140, 10):
            pile, pilot = flapping(pattern)
            pilot.until(lambda: False, 300 + ms)
            assert pile.coil()
            pile.hal.pe = 0
            assert pilot.until(lambda p=pile: p.coil() == 0, 100) <= 20, (pattern, ms)


def test_rc_050_the_test_pulse_ends_though_letters_flap():
    for pattern in FLAPS[:3]:
        pile = Pile()
        pile.hal.deaf = True
        pilot = Flap(pile, pattern)
        held = longest = 0
        for _ in range(400):
            pilot.step()
            held = held + 10 if pile.outlet.frame.rcd_test else 0
            longest = max(longest, held)
        assert 250 <= longest < PULSE_MS, (pattern, longest)


def test_pp_044_the_drive_of_a_bolt_that_never_comes_ends_in_time():
    pile = Pile().run(3000)
    pile.hal.jammed = True
    pile.plug("B")
    held = longest = 0
    for _ in range(500):
        pile.step()
        held = held + 10 if pile.outlet.frame.lock else 0
        longest = max(longest, held)
    assert 600 <= longest <= DRIVE_MS, longest


def test_nothing_closes_and_no_pwm_begins_long_after_a_pause_was_published():
    for ms in range(0, 700, 20):
        pile = Pile().run(3000 + 10 * (ms % 7)).plug("B")
        if ms >= 80:
            pile.run(1000).plug("C")
        pile.run(ms)
        pile.enable = 0
        pile.publish().run(ASKED_MS)
        coil, pwm = pile.coil(), DUTY_F < pile.duty() < DUTY_X1
        for _ in range(30):
            pile.step()
            assert coil or not pile.coil(), ms
            assert pwm or not DUTY_F < pile.duty() < DUTY_X1, ms


def test_commands_sent_one_after_the_other_are_each_obeyed_once():
    for ms in range(0, WHEEL_MS, 20):
        pile = Pile().run(3000 + ms)
        queue = [mailbox.SELFTEST, mailbox.CLEAR, mailbox.UNLOCK, mailbox.CLEAR, mailbox.WAKE]
        left = list(queue)
        for _ in range(300):
            if left and pile.outlet.commands.taken == pile._command[2]:
                pile.command(left.pop(0), mailbox.ALL).publish()
            pile.step()
        assert events(pile, EVENT_COMMAND) == queue, ms


def test_a_command_that_clears_leaves_what_is_still_there():
    """In every round that it tries: the line moved long before."""
    for name, value, fault in (("estop", 1, "estop"), ("pe", 0, "pe_lost"), ("weld", 7, "welded")):
        for ms in range(0, WHEEL_MS, 30):
            pile = Pile().run(3000)
            setattr(pile.hal, name, value)
            pile.run(1500 + ms)
            assert pile.faults() == [fault]
            pile.command(mailbox.CLEAR, mailbox.ALL).publish()
            for _ in range(3 * SLOW_MS // 10):
                pile.step()
                assert pile.faults() == [fault], (ms, pile.ms)
