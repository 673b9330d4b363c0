"""What one tick reports: every field of the snapshot, the ring of events, the trace."""

import array

from core import faults, mailbox
from core.frame import DUTY_X1
from core.journal import EVENTS
from core.states import LETTERS, STATES
from tests.core.pile import PERIOD, Pile

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


def _check(pile, **expected):
    live = pile.outlet.journal.live()
    names = [name for name in dir(live) if not name.startswith("_")]
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
        sequence=300,
        now_ms=START + 3000,
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
    pile.charge().plug("D").run(100)
    _check(
        pile,
        sequence=510,
        now_ms=100,
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
    pile.run(200)
    pile.hal.estop = 1
    pile.hal.pe = 0
    pile.run(600)
    _check(
        pile,
        sequence=680,
        now_ms=1800,
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
        gate=4,
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
    pile.run(1000).plug("B").run(50).plug("A").run(500)
    assert _events(pile) == [
        (10, "letter", "E"),  # not known yet
        (120, "state", "idle"),
        (120, "letter", "A"),
        (3110, "state", "waiting"),
        (3110, "letter", "B"),
        (3120, "state", "offering"),
        (4510, "state", "closing"),
        (4510, "letter", "C"),
        (4520, "state", "charging"),
        (4520, "close", 1),
        (6020, "state", "offering"),
        (6020, "letter", "B"),
        (6020, "open", 15900),
        (6110, "state", "idle"),
        (6110, "letter", "A"),
    ]


def test_the_events_of_a_fault_that_comes_and_goes():
    pile = Pile().run(3000)
    before = pile.outlet.journal.events.head
    pile.hal.estop = 1
    pile.outlet.latch.trip(faults.INTERNAL)
    pile.run(100)
    pile.hal.estop = 0
    pile.run(100).command(mailbox.CLEAR, faults.INTERNAL).publish().run(1600)
    assert _events(pile, before) == [
        (3010, "state", "fault"),
        (3010, "fault", "internal"),
        (3010, "fault", "estop"),
        (3040, "letter", "F"),  # a window of both waves, then two of F
        (3210, "command", mailbox.CLEAR),
        (3210, "cleared", "internal"),
        (3630, "letter", "A"),
        (4100, "state", "idle"),
        (4100, "cleared", "estop"),
    ]


def test_cp_119_a_toggle_is_told_once_and_only_with_the_contacts_open():
    pile = Pile().run(3000).plug("B").run(1000)
    before = pile.outlet.journal.events.head
    pile.plug("C").run(200).plug("B").run(1000)
    assert _events(pile, before) == [(4210, "pulse", 200)]
    pile.plug("C").run(1500)
    assert pile.coil() == 1
    before = pile.outlet.journal.events.head
    pile.plug("B").run(1000)
    assert [event[1] for event in _events(pile, before)] == ["state", "letter", "open"]


def test_the_trace_has_a_row_a_tick():
    pile = Pile().charge()
    pile.draws_ma = 15900
    pile.less_ma = 100
    pile.run(50)
    rows = list(pile.outlet.journal.trace.rows())
    assert len(rows) == 300
    assert rows[-1] == [50, 6000, -12000, 2666, 5, 15900]
    assert [row[0] for row in rows[-3:]] == [30, 40, 50]


def test_the_trace_freezes_a_second_after_a_fault_and_runs_from_the_next_charging():
    pile = Pile().charge()
    trace = pile.outlet.journal.trace
    pile.hal.estop = 1
    pile.run(1000)
    assert trace.frozen()
    assert [row[4] for row in trace.rows()].count(8) == 100
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
        assert pile.outlet.journal.live().loaded == loaded, current_ma
