"""What one tick reports: every field of the snapshot, the ring of events, the trace."""

import array

from core import faults, mailbox
from core.frame import DUTY_X1
from core.journal import EVENTS
from core.states import LETTERS, STATES
from tests.core.pile import LATE_MS, PERIOD, SLOW_MS, WHEEL_MS, Pile

START = PERIOD - 5000


def _events(pile, after=0):
    """Return the events from number `after` on as words: ms, what, value."""
    ring = pile.outlet.journal.events
    row = array.array("i", [0, 0, 0])
    words = []
    for number in range(after, ring.head):
        assert ring.get(number, row)
        what = EVENTS[row[1]]
        value = row[2]
        if what == "state":
            value = STATES[value]
        elif what == "letter":
            value = LETTERS[value]
        elif what in ("fault", "cleared"):
            value = faults.FAULTS[value][0]
        words.append(((row[0] - START) & (PERIOD - 1), what, value))
    return words


def _tells(events, expected):
    """Assert the order of `events`, and each in its tick, or so many ms later as the row says."""
    assert [event[1:] for event in events] == [row[1:3] for row in expected]
    for event, row in zip(events, expected):
        assert row[0] <= event[0] <= row[0] + sum(row[3:]), (event, row)


def _check(pile, **expected):
    live = pile.outlet.journal.live()
    names = [name for name in dir(live) if not name.startswith("_")]
    age = (pile.hal.now_ms - live.now_ms) & (PERIOD - 1)
    assert age <= WHEEL_MS
    assert live.sequence > 0
    for name in ("now_ms", "sequence"):
        names.remove(name)
    assert sorted(names) == sorted(expected)
    for name in names:
        assert getattr(live, name) == expected[name], (name, getattr(live, name), expected[name])


def test_the_snapshot_of_an_idle_pile():
    pile = Pile(board_ma=20000)
    pile.hal.board_dc = 251
    pile.hal.socket_dc = 262
    pile.run(3000)
    _check(
        pile,
        state=1,
        letter=0,
        plugged=0,
        high_mv=12000,
        low_mv=12000,
        duty=DUTY_X1,
        limit_ma=0,
        ceiling_ma=16000,
        phases=3,
        coils=0,
        closed=0,
        gate=2,  # the self-test tripped it
        faults=0,
        fault=-1,
        rule=-1,
        reasons=1 << 2,
        why=2,  # no car
        cable_ma=32000,
        bolt=0,
        board_dc=251,
        socket_dc=262,
        ventilation=0,
        closings=0,
        loaded=0,
    )


def test_the_snapshot_of_a_charging_pile():
    pile = Pile(ventilation=1)
    pile.hal.board_dc = 251
    pile.hal.socket_dc = 262
    pile.hal.pp_ohm = 680
    pile.limit_ma = 63000
    pile.charge().plug("D").settle()
    _check(
        pile,
        state=5,
        letter=3,
        plugged=1,
        high_mv=3000,
        low_mv=-12000,
        duty=3333,
        limit_ma=19998,
        ceiling_ma=20000,
        phases=3,
        coils=1,
        closed=1,
        gate=1,
        faults=0,
        fault=-1,
        rule=-1,
        reasons=0,
        why=-1,
        cable_ma=20000,
        bolt=1,
        board_dc=251,
        socket_dc=262,
        ventilation=1,
        closings=1,
        loaded=0,
    )


def test_the_snapshot_of_a_pile_in_fault():
    pile = Pile().charge().run(1000)
    pile.draws_ma = 10000
    pile.settle()
    pile.hal.estop = 1
    pile.hal.pe = 0
    pile.run(3000)
    _check(
        pile,
        state=8,
        letter=2,
        plugged=1,
        high_mv=6000,
        low_mv=6000,
        duty=DUTY_X1,
        limit_ma=0,
        ceiling_ma=16000,
        phases=3,
        coils=0,
        closed=0,
        gate=6,  # the self-test after the opening tripped it too
        faults=1 << faults.ESTOP | 1 << faults.PE_LOST,
        fault=faults.ESTOP,
        rule=faults.UNPLUG,
        reasons=1 << 1,
        why=1,
        cable_ma=32000,
        bolt=0,
        board_dc=250,
        socket_dc=250,
        ventilation=0,
        closings=1,
        loaded=1,
    )


def test_the_events_of_one_session():
    pile = Pile().run(3000).plug("B").run(1000).plug("C").run(1000)
    pile.draws_ma = 15900
    pile.less_ma = 100
    pile.run(1000).plug("B").run(100).plug("A").run(500)
    expected = [
        (120, "letter", "A"),
        (120, "state", "idle", LATE_MS),
        (3020, "state", "offering"),
        (3020, "letter", "B"),
        (4510, "state", "charging"),
        (4510, "letter", "C"),
        (4510, "close", 1),
        (6020, "state", "offering"),
        (6020, "letter", "B"),
        (6020, "open", 15900),
        (6150, "state", "idle"),
        (6150, "letter", "A"),
    ]
    _tells(_events(pile), expected)


def test_the_events_of_a_fault_that_comes_and_goes():
    pile = Pile().run(3000)
    before = pile.outlet.journal.events.head
    pile.hal.estop = 1
    pile.outlet.latch.trip(faults.INTERNAL)
    pile.run(100)
    pile.hal.estop = 0
    pile.run(220).command(mailbox.CLEAR, faults.INTERNAL).publish().run(2000)
    expected = [
        (3010, "state", "fault"),
        (3010, "fault", "internal"),
        (3010, "fault", "estop"),
        (3330, "command", mailbox.CLEAR, LATE_MS),
        (3340, "cleared", "internal", 2 * SLOW_MS),
        (4100, "state", "idle", 2 * SLOW_MS),
        (4100, "cleared", "estop", 2 * SLOW_MS),
    ]
    _tells(_events(pile, before), expected)


def test_cp_119_a_toggle_is_told_once_and_only_with_the_contacts_open():
    pile = Pile().run(3000).plug("B").run(1000)
    before = pile.outlet.journal.events.head
    pile.plug("C").run(200).plug("B").run(1000)
    _tells(_events(pile, before), [(4210, "pulse", 200, LATE_MS)])
    pile.plug("C").run(1500)
    assert pile.coil() == 1
    before = pile.outlet.journal.events.head
    pile.plug("B").run(1000)
    assert [event[1] for event in _events(pile, before)] == ["state", "letter", "open"]


def test_the_trace_has_a_row_every_second_tick():
    pile = Pile().charge()
    pile.draws_ma = 15900
    pile.less_ma = 100
    pile.run(200)
    rows = list(pile.outlet.journal.trace.rows())
    assert len(rows) == 150
    at_ms = rows[-1][0]
    assert 180 < at_ms <= 200
    assert rows[-1] == [at_ms, 6000, -12000, 2666, 5, 15900]
    assert [row[0] for row in rows[-3:]] == [at_ms - 40, at_ms - 20, at_ms]


def test_the_trace_freezes_a_second_after_a_fault_and_runs_from_the_next_charging():
    pile = Pile().charge()
    trace = pile.outlet.journal.trace
    pile.hal.estop = 1
    pile.run(1000)
    assert not trace.frozen()
    pile.run(LATE_MS)
    assert trace.frozen()
    assert 50 <= [row[4] for row in trace.rows()].count(8) <= 52
    pile.hal.estop = 0
    pile.run(3000).plug("A").run(1000).plug("B").run(3000)
    assert trace.frozen()
    pile.plug("C").run(1000)
    assert pile.state() == "charging"
    assert not trace.frozen()


def test_an_opening_under_load_is_counted_with_the_current_of_l1():
    for measured, current_ma, loaded in ((True, 1001, 1), (True, 1000, 0), (False, 16000, 0)):
        pile = Pile().charge()
        pile.measures = measured
        pile.draws_ma = current_ma
        pile.less_ma = 1 if loaded else -1
        pile.run(4000).plug("B").run(20)
        assert pile.coil() == 0
        pile.settle()
        assert pile.outlet.journal.live().loaded == loaded, current_ma


def test_an_opening_counts_with_what_was_drawn_before_it_not_with_a_later_word():
    pile = Pile().charge()
    pile.draws_ma = 16000
    pile.run(4000).plug("B")
    while pile.coil():
        pile.step()
    pile.draws_ma = 0  # the meter's next word comes before the outputs' turn
    pile.publish()
    pile.settle()
    assert pile.outlet.journal.live().loaded == 1
