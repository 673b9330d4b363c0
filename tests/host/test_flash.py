"""make flash against an emulated Pico, through a serial port, with the real mpremote."""

import random
import shutil
import time
from pathlib import Path

import pytest

from tests.host.plugged import Plugged
from tools.build import FIRMWARE, build, slots, version_text
from tools.build.filesystem import folder_files
from tools.build.pack import packed
from tools.emulator import image
from tools.emulator.chip import Chip
from tools.flash.install import install
from tools.flash.remote import Refused, Remote

on_chip = pytest.mark.skipif(image.find() is None, reason=image.need())

_START_US = 1e6
_PILE_US = 3e6
_AGAIN_S = 30
_STARTED = b"no settings yet: nothing is offered"
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


class Lossy(Remote):
    """Leaves one file out and damages another, as a bad wire would."""

    def copy(self, pairs):
        """Copy the rest."""
        super().copy([pair for pair in pairs if not pair[1].endswith("part/one.py")])
        self.run(("exec", "with open('/b/main.py', 'ab') as file:\n file.write(b'#')"))


@on_chip
def test_what_came_out_different_is_not_started(old_and_new):
    chip = Chip(files=tree(old_and_new[0])).boot()
    with Plugged(chip) as board:
        with pytest.raises(Refused, match=r"different on the board: main.py, part/one.py\. "):
            install(Lossy(board.port), old_and_new[1], "pico", str)
    assert started(chip.flash_image()) == "old"


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
    build(tmp_path / "loose", "pico")
    folder = packed(tmp_path / "loose", "pico")
    files = folder_files(folder)
    there = slots.tree(files) | {f"b/{name}": data for name, data in files.items()}
    console = Path(__file__).with_name("raw_console.py").read_bytes()
    chip = Chip(files=there | {"lib/aiorepl.py": console}).boot()
    for pin in (8, 9):  # mirror contacts: open; else a restart would wait for them
        chip.drive(pin, 0)
    chip.expect(_STARTED, _PILE_US)
    lines = []
    with Plugged(chip) as board:
        remote = Remote(board.port)
        assert remote.pile_runs()
        install(remote, folder, "pico", lines.append)
        assert lines[0] == "a pile runs: asked it to stop, a car is given the time it needs"
        assert "runs a, writing /b" in lines[1]
        until = time.monotonic() + _AGAIN_S
        while _STARTED not in board.said and time.monotonic() < until:
            time.sleep(_PAUSE_S)  # whoever types now interrupts its start
        assert remote.pile_runs()
        where = remote.run(("exec", "import os; print(os.getcwd(), os.listdir('/'))"))
    assert where.startswith("/b ")
    assert "service" not in where


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
