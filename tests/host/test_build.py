"""make build: each board gets its own port's files, compiled for its processor, and a list."""

import hashlib
import subprocess
import sys

import pytest

from tools import build as builder
from tools.build import board_names, compile_file, data_files, files, load_board
from tools.build.report import packages, table

NATIVE = """
import micropython

@micropython.viper
def twice(number: int) -> int:
    return number * 2
"""
_MPY_ARCH = {"armv6m": 4, "xtensawin": 10, "x64": 2}  # in the third byte, from bit 2


@pytest.fixture(scope="module")
def pico(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pico")
    return folder, builder.build(folder, "pico")


def test_a_board_gets_no_other_port_s_files():
    for port in ("rp2", "esp32", "virtual"):
        names = [path.as_posix() for path in files(port)]
        assert "core/tick.py" in names
        assert "main.py" in names
        for other in {"rp2", "esp32", "virtual"} - {port}:
            assert not [name for name in names if other in name], (port, other)
    assert "shell/board_rp2.py" in [path.as_posix() for path in files("rp2")]
    assert "hal/virtual.py" in [path.as_posix() for path in files("virtual")]


@pytest.mark.parametrize("name", board_names())
def test_every_board_has_a_port_that_is_built(name):
    assert files(load_board(name)["port"])


def test_native_code_is_for_the_processor_asked_for(tmp_path, monkeypatch):
    monkeypatch.setattr(builder, "FIRMWARE", tmp_path)
    source = tmp_path / "hot.py"
    source.write_text(NATIVE)
    for architecture, number in _MPY_ARCH.items():
        compile_file(source, tmp_path / "hot.mpy", architecture)
        assert (tmp_path / "hot.mpy").read_bytes()[2] >> 2 & 15 == number


def test_what_does_not_compile_is_said_with_its_line(tmp_path, monkeypatch):
    monkeypatch.setattr(builder, "FIRMWARE", tmp_path)
    (tmp_path / "bad.py").write_text("x = 1\nx +\n")
    with pytest.raises(ValueError, match=r'(?s)bad\.py does not compile.*bad\.py", line 2'):
        compile_file(tmp_path / "bad.py", tmp_path / "bad.mpy")


def test_a_file_is_compiled_under_the_name_of_its_module(pico):
    folder, _ = pico
    for name in ("core.tick", "session.readers", "shell.app"):
        path = folder.joinpath(*name.split("."))
        path = path / "__init__.mpy" if path.is_dir() else path.with_suffix(".mpy")
        assert name.encode() + b"\0" in path.read_bytes()[: len(name) + 12]


def test_a_build_is_whole_and_says_what_it_is(pico):
    folder, sizes = pico
    names = {name.as_posix() for name, _ in sizes}
    assert {"boot.py", "main.py", "board.json", "version", "core/tick.mpy"} <= names
    assert not [name for name in names if name.endswith(".py") and "/" in name]
    head, *lines = (folder / "version").read_text().splitlines()
    assert head.startswith("0.")
    assert head.split()[1] == "pico"
    assert {line.split(" ", 2)[2] for line in lines} == names - {"version"}
    for line in lines:
        digest, size, name = line.split(" ", 2)
        data = (folder / name).read_bytes()
        assert (hashlib.sha256(data).hexdigest(), int(size)) == (digest, len(data))


def test_the_maps_of_meters_are_on_the_flash_as_they_are(pico):
    folder, sizes = pico
    maps = [name for name, _ in sizes if name.suffix == ".json" and name.parent.parts]
    assert len(maps) >= 10
    assert {name.as_posix() for name in maps} == {name.as_posix() for name in data_files()}
    for name in maps:
        assert (folder / name).read_bytes() == (builder.FIRMWARE / name).read_bytes()


def test_the_version_changes_with_any_file(pico):
    folder, _ = pico
    before = builder.version_text(folder, "pico").splitlines()[0]
    assert builder.version_text(folder, "pico").splitlines()[0] == before
    board = folder / "board.json"
    text = board.read_bytes()
    board.write_bytes(text + b"\n")
    after = builder.version_text(folder, "pico").splitlines()[0]
    board.write_bytes(text)
    assert after != before


def test_nothing_of_an_earlier_build_stays(tmp_path):
    (tmp_path / "hal").mkdir()
    (tmp_path / "hal/esp32.mpy").write_bytes(b"old")
    builder.build(tmp_path, "virtual")
    assert not (tmp_path / "hal/esp32.mpy").exists()


def test_the_report_adds_up(pico):
    _, sizes = pico
    total = sum(size for _, size in sizes)
    assert sum(size for _, size in packages(sizes).values()) == total
    assert table(sizes)[-1].split() == ["total", str(len(sizes)), str(total)]


def test_a_board_that_is_not_there_is_said():
    done = subprocess.run(
        [sys.executable, "-m", "tools.build", "uno"],
        capture_output=True,
        text=True,
        check=False,
        cwd=builder.ROOT,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("no board 'uno'; there are: ")
