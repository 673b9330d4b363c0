"""What is frozen, and what mip installs, is the firmware of the board's port, all of it."""

import json
import os

import pytest

from tools.build import BOARDS, FIRMWARE, files, load_board
from tools.build.package import package, real_boards


class Recorder:
    """Runs a manifest.py as MicroPython's freezing tool does; remembers what it asks for."""

    def __init__(self):
        self.frozen = set()
        self.required = set()
        self.outside = []  # of MicroPython's own tree

    def run(self, path, **options):
        before = os.getcwd()
        os.chdir(path.parent)
        try:
            exec(path.read_text(encoding="utf-8"), self._names(options))
        finally:
            os.chdir(before)

    def _names(self, options):
        class Options:
            def defaults(self, **values):
                for key, value in values.items():
                    setattr(self, key, options.get(key, value))

        return {
            "options": Options(),
            "metadata": lambda **_: None,
            "freeze": lambda path, names: self.outside.append((path, names)),
            "require": self.required.add,
            "include": self._include,
            "module": self._module,
            "package": self._package,
        }

    def _include(self, path, **options):
        if path.startswith("$("):
            self.outside.append((path, None))
        else:
            self.run((BOARDS / "any" / path).resolve(), **options)

    def _module(self, name, base_path=".", opt=None):
        self._add(base_path, name)

    def _package(self, name, files, base_path, opt):
        for file in files:
            self._add(base_path, f"{name}/{file}")

    def _add(self, base_path, name):
        path = os.path.realpath(os.path.join(base_path, name))
        assert os.path.isfile(path), path
        self.frozen.add(path)


@pytest.mark.parametrize("name", real_boards())
def test_a_board_freezes_the_firmware_of_its_port(name):
    recorder = Recorder()
    recorder.run(BOARDS / name / "manifest.py")
    wanted = {str(FIRMWARE / path) for path in files(load_board(name)["port"])}
    assert recorder.frozen - {str(BOARDS / "pico/_boot.py")} == wanted
    assert recorder.required == {"aiorepl"}
    assert recorder.outside


def test_the_pico_freezes_its_own_boot_and_not_the_one_that_formats():
    recorder = Recorder()
    recorder.run(BOARDS / "pico/manifest.py")
    assert str(BOARDS / "pico/_boot.py") in recorder.frozen
    modules = [names for path, names in recorder.outside if path == "$(PORT_DIR)/modules"]
    assert modules == [("rp2.py",)]


@pytest.mark.parametrize("name", real_boards())
def test_mip_installs_what_is_built(name):
    text = (BOARDS / name / "package.json").read_text(encoding="utf-8")
    assert text == package(name), "python -m tools.build.package writes them anew"
    listed = json.loads(text)
    assert listed["deps"] == [["aiorepl", "latest"]]
    places = [place for place, _ in listed["urls"]]
    assert {"main.py", "boot.py", "board.json", "core/tick.mpy"} <= set(places)


def test_the_pins_of_the_micropython_board_are_the_roles():
    rows = [line.split(",") for line in (BOARDS / "pico/pins.csv").read_text("utf-8").splitlines()]
    named = {name.lower(): int(gpio.removeprefix("GPIO")) for name, gpio in rows}
    assert named.pop("led") == 25
    assert named == load_board("pico")["pins"]
