"""What make flash refuses before it touches a board, and what it says then."""

import os
import pty
import tty

import pytest

from tools.flash import __main__ as tool
from tools.flash.install import check_board, check_space
from tools.flash.remote import Refused, Remote, Silent

FOUND = {
    "platform": "rp2",
    "machine": "Raspberry Pi Pico with RP2040",
    "version": [1, 26, 0],
    "free": 1 << 20,
    "slot": "a",
    "files": {"a": {}, "b": {}},
    "aiorepl": True,
}


def test_the_board_must_be_the_one_the_firmware_is_for():
    names = {
        "pico": "Raspberry Pi Pico with RP2040",
        "pico_w": "Raspberry Pi Pico W with RP2040",
        "esp32_wroom": "Generic ESP32 module with ESP32",
        "esp32_s3_wroom": "Generic ESP32S3 module with ESP32S3",
    }
    for module in names:
        for other, machine in names.items():
            found = FOUND | {"machine": machine}
            if other == module:
                check_board(found, module)
            else:
                with pytest.raises(Refused, match=f"this is a {machine}"):
                    check_board(found, module)
    with pytest.raises(Refused, match=r"MicroPython 1\.25\.9 is too old: 1\.26 or newer"):
        check_board(FOUND | {"version": [1, 25, 9]}, "pico")


def test_what_the_other_slot_takes_now_is_room_for_the_new_version(tmp_path):
    (tmp_path / "main.py").write_bytes(bytes(9000))
    files = {"main.py": tmp_path / "main.py"}
    check_space(FOUND | {"free": 5 * 4096}, "b", files)  # three blocks, two of the folder
    with pytest.raises(Refused, match="has 16 KB for the new version, it takes 20 KB"):
        check_space(FOUND | {"free": 4 * 4096}, "b", files)
    there = {"a": {}, "b": {"/b/x": 4097}}
    check_space(FOUND | {"free": 3 * 4096, "files": there}, "b", files)


def test_a_port_that_is_not_there_is_said():
    with pytest.raises(Refused, match=r"port /dev/nowhere cannot be opened .* group dialout"):
        Remote("/dev/nowhere").run(("exec", ""))


def test_silence_at_the_port_is_said(monkeypatch):
    for name in ("_MEET_S", "_REPLUG_S"):
        monkeypatch.setattr(f"tools.flash.remote.{name}", 1)
    far, near = pty.openpty()
    tty.setraw(near)
    lines = []
    with pytest.raises(Silent, match="answers as MicroPython does"):
        Remote(os.ttyname(near)).meet(lines.append)
    assert "unplug it, plug it in" in lines[0]
    os.close(far)
    os.close(near)


def test_the_tool_says_what_is_missing():
    for arguments, said in (
        (("pico",), "name the PORT: make flash BOARD=pico PORT="),
        (("uno", "/dev/nowhere"), "no board 'uno'; there are: "),
        (("virtual", "/dev/nowhere"), "board virtual is this PC"),
    ):
        with pytest.raises(SystemExit) as end:
            tool.main(*arguments)
        assert said in str(end.value)
