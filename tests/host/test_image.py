"""make image: a file system that the emulator and a real Pico's boot drive take."""

import struct

import pytest

from tools.build import image, slots
from tools.build.filesystem import OFFSET
from tools.emulator import image as micropython
from tools.emulator.chip import Chip

on_chip = pytest.mark.skipif(micropython.find() is None, reason=micropython.need())

_PILE_US = 5e6


def blocks(data):
    """Return [(address, number, count, family, payload)] of a UF2 file, its magic checked."""
    rows = []
    for start in range(0, len(data), 512):
        block = data[start : start + 512]
        one, two, flags, address, size, number, count, family = struct.unpack("<8I", block[:32])
        assert (one, two, flags) == (0x0A324655, 0x9E5D5157, 0x2000)
        assert block[508:] == struct.pack("<I", 0x0AB16F30)
        rows.append((address, number, count, family, block[32 : 32 + size]))
    return rows


def test_a_uf2_says_where_each_page_goes():
    data = bytes(range(256)) * 3 + b"end"
    rows = blocks(image.uf2(data, 0x1000))
    assert [row[:4] for row in rows] == [
        (0x10001000 + 256 * number, number, 4, 0xE48BFF56) for number in range(4)
    ]
    assert b"".join(row[4] for row in rows) == data + b"\xff" * 253


def test_a_version_lies_in_a_slot_with_its_launcher_before_it():
    files = {"boot.py": b"launch", "main.py": b"main", "core/tick.mpy": b"tick"}
    assert slots.tree(files) == {
        "boot.py": b"launch",
        "slot": b"a",
        "a/boot.py": b"launch",
        "a/main.py": b"main",
        "a/core/tick.mpy": b"tick",
    }
    assert [slots.other(slot) for slot in ("", "a", "b")] == ["a", "b", "a"]


def test_only_an_rp2040_has_an_image():
    with pytest.raises(ValueError, match="board virtual is not an RP2040 "):
        image.make("virtual")


@on_chip
def test_micropython_finds_the_whole_version_in_the_image(tmp_path, monkeypatch):
    monkeypatch.setattr(image, "ROOT", tmp_path)
    (tmp_path / "build").mkdir()
    littlefs, uf2 = image.make("pico")
    rows = blocks(uf2.read_bytes())
    assert b"".join(row[4] for row in rows) == littlefs.read_bytes()
    chip = Chip()
    for address, _, _, _, page in rows:  # as the boot drive writes them
        place = address - 0x10000000
        assert place >= OFFSET
        chip.mcu.flash[place : place + len(page)] = page
    flash = chip.flash_image()
    chip.boot().run_us(100000)
    found = chip.exec("import os; print(sorted(os.listdir('/')), open('/slot').read())")
    assert found.strip() == "['a', 'app', 'boot.py', 'slot'] a"  # app: its pack, mounted
    version = (tmp_path / "build/pico.packed/version").read_text()
    assert chip.exec("print(open('/a/version').read(), end='')").replace("\r", "") == version
    Chip(flash=flash).boot().expect(b"no settings yet: nothing is offered", _PILE_US)
