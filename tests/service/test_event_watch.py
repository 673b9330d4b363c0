from core.faults import ESTOP, FAULTS, INTERNAL
from service import event_list
from tests.shell.fakes import Pile
from tools.world.nor import Nor

UNIX_S = 1772366400  # 2026-03-01 12:00 UTC


def told(pile):
    """Return (event, a, text) of everything in the log, the start apart."""
    found = event_list.rows(pile.app.watch.events)
    return [(row["event"], row["a"], row["text"]) for row in found if row["event"] != "boot"]


def test_a_start_is_told_first():
    pile = Pile()
    pile.run(1000)
    assert event_list.rows(pile.app.watch.events)[0]["event"] == "boot"


def test_faults_come_and_go():
    pile = Pile()
    pile.run(2000)
    pile.app.outlet.latch.trip(ESTOP)
    pile.run(1000)
    pile.app.command(1, ESTOP)  # clear
    pile.hal.car = "A"
    pile.run(2000)
    assert FAULTS[ESTOP][0] == "estop"
    assert told(pile)[:1] == [("fault", ESTOP, "")]
    assert told(pile)[1:2] == [("cleared", ESTOP, "")]


def test_a_core_that_died_is_told():
    pile = Pile()
    pile.run(2000)
    pile.hal.broken = True
    pile.run(1000)
    assert told(pile) == [("fault", INTERNAL, "")]


def test_the_same_crash_is_told_once_with_its_words():
    pile = Pile()
    pile.run(2000)
    pile.ports.link.poll = lambda: 1 // 0
    pile.run(5000)
    del pile.ports.link.poll
    pile.run(1000)
    rows = told(pile)
    assert len(rows) == 1 and rows[0][0] == "crash"
    assert rows[0][2].startswith("ZeroDivisionError") and rows[0][1] > 0


def test_settings_are_told_by_name_alone():
    pile = Pile()
    pile.run(1000)
    pile.app.change({"max_current_a": 16, "zone": "CET-1"})
    assert told(pile) == [("setting", 0, "max_current_a"), ("setting", 0, "zone")]


def test_a_clock_that_is_set_or_put_is_told_and_one_that_is_right_is_not():
    pile = Pile()
    pile.run(1000)
    clock = pile.app.trade.clock
    for unix_s, quality in ((UNIX_S, 2), (UNIX_S + 1, 2), (UNIX_S + 3601, 3)):
        clock.set(unix_s, quality)
        pile.run(200)
    found = [row for row in event_list.rows(pile.app.watch.events) if row["event"] == "clock"]
    assert [(row["a"], row["b"]) for row in found] == [(2, 0), (3, 3600)]


def test_a_message_of_the_till_is_told():
    pile = Pile()
    pile.run(1000)
    pile.app.trade.message = "sessions or tariff not saved"
    pile.run(1000)
    assert [(row[0], row[2]) for row in told(pile)] == [
        ("trouble", "sessions or tariff not saved")
    ]


def test_what_ended_the_pile_is_there_after_the_reset():
    nor = Nor(2)
    pile = _with_flash(nor)
    pile.run(3000)
    pile.app.watch.last_word(ValueError("no way on"))
    found = event_list.rows(_with_flash(nor).app.watch.events)
    assert [row["event"] for row in found] == ["boot", "crash", "boot"]
    assert found[1]["text"] == "ValueError: no way on" and found[1]["b"] == 3


def _with_flash(nor):
    pile = Pile()
    pile.ports.open_flash = lambda part: nor if part == "events" else None
    from service import event_open

    event_open.start(pile.app)
    return pile


def test_the_first_sector_is_erased_while_nobody_is_there_and_offers_go_on_after_it():
    nor = Nor(2)
    pile = _with_flash(nor)
    pile.run(3000)
    assert sum(nor.erases) >= 1 and not pile.app.watch.events.waiting
    pile.charge()
    assert pile.core.closed
    erased = sum(nor.erases)
    for number in range(200):
        pile.app.note(2, number % 20)
        pile.run(100)
    assert sum(nor.erases) == erased and pile.core.closed


def test_nobody_is_asked_where_nothing_watches():
    pile = Pile()
    pile.app.watch = None
    pile.app.note(1)
    pile.run(1000)


def test_a_record_is_written_once_nobody_is_there():
    pile = Pile()
    pile.charge()
    pile.app.watch.keep("bringup", b"1")
    pile.run(3000)
    assert pile.core.closed and pile.store.read("bringup") is None
    assert pile.app.watch.kept("bringup") == b"1"
    pile.hal.car = "A"
    pile.run(3000)
    assert pile.store.read("bringup") == b"1" and not pile.app.watch.records


def test_a_store_that_refuses_is_asked_again_each_minute():
    pile = Pile()
    pile.run(2000)
    writes = []

    def refuse(name, data):
        writes.append(name)
        raise OSError(28)

    write, pile.store.write = pile.store.write, refuse
    pile.app.watch.keep("bringup", b"1")
    pile.run(50000)
    assert writes == ["bringup"] and pile.app.refusal(pile.ports.now_ms) == 0
    pile.store.write = write
    pile.run(20000)
    assert pile.store.read("bringup") == b"1"


def test_a_fault_with_a_car_there_is_kept_in_files_before_somebody_pulls_the_plug():
    nor = Nor(2)
    nor.while_closed = False
    pile = _with_flash(nor)
    pile.run(70000)
    pile.charge()
    pile.app.outlet.latch.trip(ESTOP)
    pile.run(70000)
    assert pile.core.plugged
    assert [row["event"] for row in event_list.rows(_with_flash(nor).app.watch.events)][
        1
    ] == "fault"
