import json

from core import faults, states
from shell import console
from tests.shell.desk import Desk, charging
from tests.shell.fakes import TURNS_MS, Pile


def test_help_names_every_command():
    desk = Desk(Pile())
    for lang in ("en", "zh"):
        text = desk.ask("help", lang=lang)
        for name in console.__all__:
            assert name == "help" or name + "(" in text, name


def test_star_gives_the_commands_and_nothing_else():
    space = {}
    exec("from shell.console import *", space)
    names = [name for name in space if not name.startswith("_")]
    assert sorted(names) == sorted(console.__all__)


def test_without_a_pile_it_says_so():
    said = []
    console.attach(None, said.append)
    console.status()
    assert said == ["no pile runs here; start it first"]


def test_set_says_what_is_in_force_and_what_waits():
    desk = charging()
    text = desk.ask("set", max_current_a=10, profile="gbt")
    assert "max_current_a = 10: in force now" in text
    assert 'profile = "gbt": in force after restart()' in text
    assert "saved as soon as the contactor is open" in text
    desk.pile.run(TURNS_MS)
    assert desk.pile.core.limit_ma == 9996
    assert "not saved yet" in desk.ask("settings")
    assert desk.data("set", phases=1)["after_restart"] == ["phases"]


def test_set_refuses_with_key_value_and_what_is_allowed():
    desk = charging()
    text = desk.ask("set", max_current_a=100)
    assert text == (
        "max_current_a = 100: must be a whole number from 6 to 80 A\nnothing was changed"
    )
    assert not desk.data("set", max_current_a=100)["ok"]
    assert "one of: off, limit, wish" in desk.ask("set", schedule="22-6")
    assert "settings() lists them" in desk.ask("set")


def test_settings_lists_every_key():
    desk = Desk(Pile(b'{"max_current_a": 16}'))
    text = desk.ask("settings")
    for key in desk.pile.app.values:
        assert key + " = " in text
    assert "max_current_a = 16 A (set): " in text
    assert desk.data("settings") == desk.pile.app.values


def test_limit_and_clear():
    desk = charging()
    desk.ask("limit", 10)
    desk.pile.run(TURNS_MS)
    assert desk.pile.core.limit_ma == 9996
    desk.ask("clear", "console")
    desk.pile.run(6000)
    assert desk.pile.core.limit_ma == 31998
    desk.ask("limit", 8.5, 60)
    assert desk.pile.live.limit_ma == 8500
    desk.ask("clear", "limits")
    assert desk.pile.live.limit_ma == 32000


def test_clear_asks_the_core():
    desk = Desk(Pile())
    desk.pile.run(1000)
    for what in ("faults", "welded"):
        desk.pile.app.outlet.latch.trip(faults.WELDED)
        desk.pile.run(TURNS_MS)
        assert desk.pile.core.fault == faults.WELDED
        desk.ask("clear", what)
        desk.pile.run(TURNS_MS)
        assert desk.pile.core.fault == -1
    assert "neither a fault" in desk.ask("clear", "everything")


def test_wrong_arguments_explain_themselves_and_never_raise():
    desk = charging()
    for command, arguments in (
        ("limit", ()),
        ("limit", ("ten",)),
        ("limit", (True,)),
        ("limit", (-1,)),
        ("limit", (10, -1)),
        ("limit", (10, 10**9)),
        ("limit", (10**9,)),
        ("clear", (7,)),
        ("status", (1, 2, 3, 4)),
        ("wake", ()),
        ("set", (1, 2, 3)),
    ):
        lines = desk.ask(command, *arguments).split("\n")
        assert lines[0].startswith("nothing was done: "), command
        assert lines[1].startswith("use: " + command + "("), command
    assert desk.pile.live.limit_ma == 32000
    assert desk.data("limit", "ten")["ok"] is False


def test_every_command_answers_in_every_state():
    for make in (lambda: Desk(Pile(settings=None)), charging):
        desk = make()
        for name in console.__all__:
            if name not in ("help", "restart", "trace", "events", "sessions", "export"):
                assert desk.ask(name), name
                assert desk.data(name) is not None


def test_events_and_inputs():
    desk = charging()
    text = desk.ask("events")
    assert "state charging" in text
    assert "letter C" in text
    rows = desk.data("events")
    assert rows[-1][2:] in (["close", 1], ["state", "charging"])
    assert "high_mv: 6000" in desk.ask("inputs")
    assert "meter register jumped: 0" in desk.ask("inputs")
    assert desk.data("inputs")["high_mv"] == 6000


def test_the_trace_is_one_line_a_row():
    class Sink:  # 150 lines kept would leave no hole for the next pile in a board's heap
        count = 0
        head = ()
        last = ""

        def say(self, line):
            self.count += 1
            if self.count <= 2:
                self.head += (line,)
            self.last = line

    desk = charging()
    sink = Sink()
    console.attach(desk.pile.app, sink.say)
    console.trace()
    assert sink.head == ("running", "now_ms high_mv low_mv duty state current_ma")
    now_ms, row = sink.last.split(" ", 1)
    assert 7000 - int(now_ms) in (0, 10)  # a row every second tick
    assert row == "6000 -12000 5333 charging 0"
    assert sink.count == 152
    sink = Sink()
    console.attach(desk.pile.app, sink.say)
    console.trace(json=True)
    assert json.loads(sink.head[0])["columns"][3] == "duty"
    assert json.loads(sink.last) == [int(now_ms), 6000, -12000, 5333, "charging", 0]
    assert sink.count == 151


def test_unlock_stops_and_selftest_is_taken():
    desk = charging()
    desk.ask("selftest")
    desk.ask("unlock")
    desk.pile.run(TURNS_MS)
    assert desk.pile.core.state == states.STOPPING
    assert "command unlock" in desk.ask("events")


def test_wake_needs_a_car_that_sleeps():
    pile = Pile()
    pile.run(1000)
    pile.hal.car = "B"
    pile.run(2000)
    desk = Desk(pile)
    assert "waking the car" in desk.ask("wake")
    pile.run(TURNS_MS)
    assert pile.core.state == states.WAKING


def test_restart_is_asked_of_main():
    desk = Desk(Pile())
    assert "restarts as soon as" in desk.ask("restart")
    desk.pile.run(100)
    assert desk.pile.app.ended
