import gc
import sys

from core import faults
from shell.on_demand import forget
from tests.shell.desk import charging
from tests.shell.fakes import TURNS_MS


def test_what_the_monitor_shows_of_a_pile_that_charges():
    desk = charging()
    data = desk.data("watch")
    assert data["state"] == "charging" and data["reasons"] == [] and data["faults"] == []
    assert (data["high_mv"], data["low_mv"], data["duty"]) == (6000, -12000, 5333)
    assert data["limit_ma"] == 31998 and data["closed"] and data["session"] and not data["frozen"]
    assert data["voltage_mv"] == [230000, 230000, 230000]
    desk.pile.app.outlet.latch.trip(faults.WELDED)
    desk.pile.run(TURNS_MS)
    data = desk.data("watch")
    assert data["faults"] == ["welded"] and data["reasons"] == ["fault"]


def test_the_limits_come_with_who_wins_first():
    desk = charging()
    desk.ask("limit", 10)
    rows = desk.data("watch", "limits")["limits"]
    assert rows[0]["source"] == "console" and rows[0]["rank"] == 1000
    assert "until_s" in rows[0] and rows[1]["kind"] == "cap"


def test_the_rest_says_the_clock_and_the_worst_tick():
    desk = charging()
    data = desk.data("watch", "unit")
    assert data["clock"] == 0 and data["crashes"] == [0, 0, 0]
    frame = desk.pile.app.outlet.frame
    trace = desk.pile.app.outlet.journal.trace
    frame.now_ms += 500  # the tick comes late
    for _ in range(127):  # until that is in the oldest half second
        trace.add(frame, 5, 0)
        frame.now_ms += 20
    assert desk.data("watch", "unit")["jitter_ms"] in (480, 490)


def test_a_part_that_is_not_there_and_lines_for_people():
    desk = charging()
    assert 'part is "pile"' in desk.data("watch", "all")["errors"][0]
    assert "high_mv: 6000" in desk.ask("watch")


def test_a_monitor_that_leaves_gives_the_memory_back():
    desk = charging()
    desk.data("watch", "limits")
    assert "service.watch" in sys.modules and "shell.limit_list" in sys.modules
    assert desk.data("watch", "end") == {}
    assert "service.watch" not in sys.modules and "shell.limit_list" not in sys.modules


def test_the_least_memory_is_what_the_pile_has_seen_itself():
    class Watch:
        hour = 25
        heap = [0, 0, 1234, 0] + [0] * 44

    desk = charging()
    desk.pile.app.watch = Watch()
    wanted = 1234 if hasattr(gc, "mem_free") else None
    assert desk.data("watch", "unit").get("heap_least") == wanted
    forget("service", "watch")
