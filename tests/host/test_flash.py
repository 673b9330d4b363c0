"""make flash against an emulated Pico, through a serial port, with the real mpremote."""

import os
import pty
import random
import shutil
import time
import tty
from pathlib import Path

import pytest

from tests.host.plugged import Plugged
from tools.build import FIRMWARE, build, slots, version_text
from tools.build.filesystem import folder_files
from tools.emulator import image
from tools.emulator.chip import Chip
from tools.flash import __main__ as tool
from tools.flash.install import check_board, check_space, install
from tools.flash.remote import Refused, Remote, Silent

on_chip = pytest.mark.skipif(image.find() is None, reason=image.need())

_START_US = 1e6
_PILE_US = 3e6
_AGAIN_S = 30
_PAUSE_S = 0.5
_PART = "x" * 3000  # more than a block of the flash, so that copying takes several writes
CONSOLE = {"lib/aiorepl.py": b""}  # of micropython-lib; what is in it does not matter here


def version(folder, name):
    """Make a version in `folder` that says its name when it runs, or that it is not whole."""
    (folder / "part").mkdir(parents=True)
    shutil.copyfile(FIRMWARE / "boot.py", folder / "boot.py")
    (folder / "main.py").write_text(
        "import part.one, part.two\n"
        f"RUNS = '{name}' if part.one.NAME == part.two.NAME == '{name}' else 'a mix'\n"
    )
    for part in ("one", "two"):
        text = f"NAME = '{name}'\nLONG = '{_PART}'\n"
        (folder / "part" / f"{part}.py").write_text(text)
    (folder / f"only_{name}.py").write_text("")
    (folder / "board.json").write_text("{}")
    (folder / "version").write_text(version_text(folder, name))
    return folder


@pytest.fixture(scope="module")
def old_and_new(tmp_path_factory):
    folder = tmp_path_factory.mktemp("versions")
    return version(folder / "old", "old"), version(folder / "new", "new")


def tree(folder):
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    return slots.tree(files) | CONSOLE


def started(flash):
    """Return what main.py says when a board with this flash is switched on."""
    chip = Chip(flash=flash).boot()
    chip.run_us(_START_US)  # a Ctrl-C before main.py has ended would end it
    return chip.exec("print(RUNS)").strip()


def put(chip, folder):
    """Install on a chip that is on; return what was said."""
    lines = []
    with Plugged(chip) as board:
        install(Remote(board.port), folder, "pico", lines.append)
    return lines


@on_chip
def test_an_empty_board_runs_what_was_put_on_it(old_and_new):
    chip = Chip(files=CONSOLE).boot()
    lines = put(chip, old_and_new[0])
    assert lines[0] == "Raspberry Pi Pico with RP2040, runs no version of ours, writing /a"
    assert started(chip.flash_image()) == "old"


@on_chip
def test_the_second_version_goes_beside_the_first_and_the_third_over_it(old_and_new, tmp_path):
    chip = Chip(files=tree(old_and_new[0])).boot()
    assert "runs a, writing /b" in put(chip, old_and_new[1])[0]
    flash = chip.flash_image()
    assert started(flash) == "new"
    third = Chip(flash=flash).boot()
    assert "runs b, writing /a" in put(third, version(tmp_path / "third", "third"))[0]
    flash = third.flash_image()
    assert started(flash) == "third"
    left = Chip(flash=flash).boot().exec("import os; print(os.listdir('/a'), os.listdir('/b'))")
    assert "only_third.py" in left
    assert "only_old.py" not in left  # nothing of the first is left under the third
    assert "only_new.py" in left


def put_until_cut(before, folder, write=None):
    """Install on a board that has `before` in its flash; return the flash after, and its writes.

    The power fails at the write with this number; what the tool says then does not count.
    """
    chip = Chip(flash=before).boot()
    with Plugged(chip) as board:
        if write is not None:
            board.cut_at(write, random.Random(write))
        try:
            install(Remote(board.port), folder, "pico", str)
            finished = True
        except Refused:
            finished = False
    assert finished == (write is None) or write == board.writes
    return chip.flash_image(), board.writes


@on_chip
def test_a_power_cut_leaves_the_old_or_the_new(old_and_new):
    before = Chip(files=tree(old_and_new[0])).boot().flash_image()
    _, writes = put_until_cut(before, old_and_new[1])
    assert writes > 15
    switching = range(writes - 2, writes + 1)
    runs = []
    for write in [*random.Random(20).sample(range(1, writes - 2), 4), *switching]:
        flash, _ = put_until_cut(before, old_and_new[1], write)
        runs.append(started(flash))
    assert set(runs) == {"old"} or runs == sorted(runs, reverse=True), runs  # old, then new
    assert runs[:4] == ["old"] * 4
    flash, _ = put_until_cut(flash, old_and_new[1])  # and once more, without a cut
    assert started(flash) == "new"


@on_chip
def test_a_board_that_is_another_one_is_left_alone(old_and_new):
    chip = Chip(files=CONSOLE).boot()
    with Plugged(chip) as board:
        with pytest.raises(Refused, match=r"this is a Raspberry Pi Pico .*, .* is for pico_w"):
            install(Remote(board.port), old_and_new[0], "pico_w", str)
        assert board.writes == 0


@on_chip
def test_a_full_file_system_is_said_before_anything_is_written(old_and_new):
    files = tree(old_and_new[0]) | {"data": bytes(1400 * 1024 - 14 * 4096)}
    chip = Chip(files=files).boot()
    with Plugged(chip) as board:
        with pytest.raises(Refused, match=r"KB for the new version, it takes .* remove files"):
            install(Remote(board.port), old_and_new[1], "pico", str)
        assert board.writes == 0
    assert started(chip.flash_image()) == "old"


@on_chip
def test_a_pile_that_runs_is_stopped_and_starts_again(tmp_path):
    build(tmp_path, "pico")
    files = folder_files(tmp_path)
    there = slots.tree(files) | {f"b/{name}": data for name, data in files.items()}
    console = Path(__file__).with_name("raw_console.py").read_bytes()
    chip = Chip(files=there | {"lib/aiorepl.py": console}).boot()
    for pin in (8, 9):  # mirror contacts: open; else a restart would wait for them
        chip.drive(pin, 0)
    chip.run_us(_PILE_US)
    lines = []
    with Plugged(chip) as board:
        remote = Remote(board.port)
        assert remote.pile_runs()
        install(remote, tmp_path, "pico", lines.append)
        assert lines[0] == "a pile runs: asked it to stop, a car is given the time it needs"
        assert "runs a, writing /b" in lines[1]
        until = time.monotonic() + _AGAIN_S
        while not runs(remote) and time.monotonic() < until:
            time.sleep(_PAUSE_S)
        where = remote.run(("exec", "import os; print(os.getcwd(), os.listdir('/'))"))
    assert where.startswith("/b ")
    assert "service" not in where


def runs(remote):
    """Return whether the pile is there again; not at all while it starts."""
    try:
        return remote.pile_runs()
    except Refused:
        return False


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
    for name in ("_MEET_S", "_REPLUG_S", "_TRY_S"):
        monkeypatch.setattr(f"tools.flash.remote.{name}", 1)
    far, near = pty.openpty()
    tty.setraw(near)
    lines = []
    with pytest.raises(Silent, match="answers as MicroPython does"):
        Remote(os.ttyname(near)).meet(lines.append)
    assert "unplug it, plug it in" in lines[0]
    os.close(far)
    os.close(near)


@on_chip
def test_a_shut_console_is_met_when_the_board_starts_again(tmp_path, monkeypatch):
    monkeypatch.setattr("tools.flash.remote._MEET_S", 2)
    build(tmp_path, "pico")
    chip = Chip(files=slots.tree(folder_files(tmp_path))).boot()  # no aiorepl
    chip.run_us(_PILE_US)
    lines = []
    with Plugged(chip) as board:
        remote = Remote(board.port)

        def replug(line):
            lines.append(line)
            board.replug()

        assert remote.meet(replug) is False  # its start was interrupted
        assert remote.run(("exec", "print(6 * 7)")).strip() == "42"
    assert len(lines) == 1


def test_the_tool_says_what_is_missing():
    for arguments, said in (
        (("pico",), "name the PORT: make flash BOARD=pico PORT="),
        (("uno", "/dev/nowhere"), "no board 'uno'; there are: "),
        (("virtual", "/dev/nowhere"), "board virtual is this PC"),
    ):
        with pytest.raises(SystemExit) as end:
            tool.main(*arguments)
        assert said in str(end.value)
