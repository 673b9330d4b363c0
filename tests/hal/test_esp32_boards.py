"""Every ESP32 board file of the project starts on the fake chip and is safe there."""

import gc
import json
import os
import sys

from core.frame import Frame
from tests.hal.fake_esp32 import load, machine
from tests.hal.fake_esp32.board import Board
from tests.hal.fake_esp32.chip import ADC1_S3, Chip

if not hasattr(gc, "threshold"):  # CPython
    gc.threshold = lambda _bytes: None  # type: ignore[attr-defined]


def _boards():
    for name in sorted(os.listdir("boards")):
        try:
            with open("boards/" + name + "/board.json") as file:
                board = json.load(file)
        except OSError:
            continue
        if board["port"] == "esp32":
            yield board


def _chip(board):
    return Chip(13, 1000000, 30, ADC1_S3) if "s3" in board["module"] else Chip()


def test_every_board_starts_closes_and_is_made_safe():
    names = []
    for board in _boards():
        names.append(board["name"])
        inverted = board.get("cp_inverted", True)
        wiring = Board(_chip(board), board["pins"], inverted, board["scales"]["cp"])
        hal = load().connect(board)[0]
        hal.safe()
        assert (wiring.coils(), wiring.duty()) == (0, 10000), board["name"]
        hal.start(lambda: None)
        wiring.chip.pass_us(5000)
        frame = Frame()
        frame.duty = 2667
        frame.coils = frame.arm = 1
        hal.act(frame)
        assert wiring.coils() == 1, board["name"]
        wiring.chip.pass_us(5000)
        hal.sample(frame)
        assert abs(wiring.duty() - 2667) <= 20, board["name"]
        assert abs(frame.high_mv - 12000) < 100, board["name"]
        assert frame.low_mv < -11000, board["name"]
        assert (frame.rcd, frame.estop, frame.pe, frame.gate) == (0, 0, 1, 1), board["name"]
        hal.safe()
        wiring.chip.pass_us(20000)
        assert (wiring.coils(), wiring.duty()) == (0, 10000), board["name"]
    assert len(names) >= 4


def test_every_board_is_safe_after_a_soft_reset_that_runs_nothing():
    for board in _boards():
        inverted = board.get("cp_inverted", True)
        wiring = Board(_chip(board), board["pins"], inverted, board["scales"]["cp"])
        hal = load().connect(board)[0]
        hal.start(lambda: None)
        wiring.chip.pass_us(5000)
        frame = Frame()
        frame.duty = 2667
        frame.coils = frame.arm = 1
        hal.act(frame)
        wiring.chip.soft_reset()
        assert wiring.duty() == 10000, board["name"]
        wiring.chip.pass_us(51000)
        assert wiring.coils() == 0, board["name"]


class _File:
    def __init__(self, text):
        self._text = text

    def read(self, _count=-1):
        return self._text


def _boot(board):
    """Run firmware/boot.py on the chip, with `board` in the root; return what it printed."""
    said = []

    def opened(path):
        if path != "/board.json":
            raise OSError(2)
        return _File(json.dumps(board))

    with open("firmware/boot.py") as file:
        source = file.read()
    kept = sys.modules.get("umachine")
    sys.modules["umachine"] = machine
    try:
        exec(source, {"open": opened, "print": lambda *texts: said.append(texts)})
    finally:
        sys.modules.pop("umachine")
        if kept is not None:
            sys.modules["umachine"] = kept
    return said


def test_boot_py_drives_every_output_safe_after_any_reset():
    for board in _boards():
        inverted = board.get("cp_inverted", True)
        for reset in ("soft_reset", "hard_reset"):
            wiring = Board(_chip(board), board["pins"], inverted, board["scales"]["cp"])
            chip, pins = wiring.chip, board["pins"]
            hal = load().connect(board)[0]
            hal.start(lambda: None)
            chip.pass_us(5000)
            frame = Frame()
            frame.coils = frame.arm = frame.lock = frame.rcd_test = frame.cp_off = 1
            frame.duty = 2667
            hal.act(frame)
            if reset == "soft_reset":
                chip.soft_reset()
            else:
                chip.hard_reset(2)
            assert _boot(board) == []
            assert (wiring.coils(), wiring.duty()) == (0, 10000), (board["name"], reset)
            for role in (
                "coil",
                "coil_2",
                "lock_in",
                "lock_out",
                "rcd_test",
                "cp_off",
                "heartbeat",
            ):
                assert role not in pins or chip.pad(pins[role]) == 0, (board["name"], role)
