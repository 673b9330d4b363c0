"""The shell on the ESP32 port: what main.py builds, on the board file of a real board."""

from core import faults, states
from shell import app as shell
from shell import board as boards
from shell.memory_store import MemoryStore
from shell.start import build
from tests.hal.fake_esp32 import load
from tests.hal.fake_esp32.board import Board
from tests.hal.fake_esp32.chip import Chip


def _started(name):
    board = boards.load("boards/" + name + "/board.json")
    wiring = Board(Chip(), board["pins"], board.get("cp_inverted", True), board["scales"]["cp"])
    hal, ports = load().connect(board)
    hal.safe()
    hal.feed()
    return wiring, build(hal, board, MemoryStore(), ports)


def test_the_shell_runs_feeds_the_watchdog_and_says_that_no_module_answered_its_test():
    wiring, app = _started("esp32_devkit")
    for _ in range(100):
        for index in (shell.MAIN, shell.COMMS, shell.METER):
            app.run(index, app.ports.ticks_ms())
        app.ports.lamp.step(app.ports.ticks_ms())
        wiring.chip.pass_us(100000)
    assert not wiring.chip.was_reset
    assert app.crashes == [0, 0, 0]
    assert 990 <= app.outlet.ticks <= 1000
    assert (app.outlet.dead, app.snapshot.letter) == (0, states.A)
    assert (app.snapshot.state, app.snapshot.fault) == (states.FAULT, faults.RCD_TEST)
    assert app.snapshot.faults == 1 << faults.RCD_TEST
    assert app.lamp.pattern == "fault_unplug"
    assert not app.measured.online
    app.shut()
    wiring.chip.pass_us(20000)
    assert (wiring.coils(), wiring.duty()) == (0, 10000)


def test_a_shell_that_stops_is_reset_by_the_watchdog_within_2_s():
    wiring, app = _started("smartevse_v3")
    for _ in range(10):
        app.run(shell.MAIN, app.ports.ticks_ms())
        wiring.chip.pass_us(100000)
    assert not wiring.chip.was_reset
    wiring.chip.pass_us(2100000)
    assert wiring.chip.was_reset
