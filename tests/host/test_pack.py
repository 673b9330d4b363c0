"""A version's files in one, read by the real MicroPython as it imports and opens them."""

import os
import struct
import subprocess
from binascii import crc32

import pytest

from tools.build import FIRMWARE, build, compile_file
from tools.build.filesystem import folder_files
from tools.build.pack import LOOSE, PACK, pack, packed
from tools.scenario import benches

_SOURCES = {
    "one.py": "NAME = 'one'",
    "deep/__init__.py": "",
    "deep/two.py": "import one\nNAME = one.NAME + ' two'",
    "deep/broken.py": "raise ValueError('as written')",
}
_DATA = {"deep/data.json": b'{"three": 3}', "empty": b""}


def run(folder, text):
    """Run a text in MicroPython, in a folder with a pack; return what it prints."""
    done = subprocess.run(
        [benches.interpreter(), "-c", "import unpack\n" + text],
        cwd=folder,
        env=os.environ | {"MICROPYPATH": "."},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout.strip()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    here = tmp_path_factory.mktemp("pack")
    files = dict(_DATA)
    for name, text in _SOURCES.items():
        (here / "source").mkdir(exist_ok=True)
        source = here / "source" / name.replace("/", "_")
        source.write_text(text)
        compiled = here / "compiled.mpy"
        compile_file(source, compiled)
        files[name.removesuffix(".py") + ".mpy"] = compiled.read_bytes()
    (here / PACK).write_bytes(pack(files))
    compile_file(FIRMWARE / "unpack.py", here / "unpack.mpy")
    return here


def test_modules_come_from_the_pack(folder):
    assert run(folder, "from deep import two; print(two.NAME)") == "one two"
    assert run(folder, "import deep.two; print(deep.two.__file__)") == "/app/deep/two.mpy"


def test_a_module_that_raises_says_what_it_raised(folder):
    text = "try:\n import deep.broken\nexcept ValueError as error:\n print(error)"
    assert run(folder, text) == "as written"


def test_all_is_there_after_a_start_too(folder):
    settled = "unpack.pack.settle()\n"
    assert run(folder, settled + "from deep import two; print(two.NAME)") == "one two"
    text = "try:\n import three\nexcept ImportError as error:\n print(error)"
    assert run(folder, settled + text) == "no module named 'three'"


def test_data_ends_where_its_file_ends(folder):
    text = "import json\nwith open('/app/deep/data.json') as file: print(json.load(file))"
    assert run(folder, text) == "{'three': 3}"
    assert run(folder, "print(open('/app/empty').read())") == "b''"


@pytest.mark.parametrize(
    "text",
    [
        "import three",
        "import deep.three",
        "open('/app/three')",
        "open('/app/deep')",
        "open('/app/empty', 'w')",
    ],
)
def test_what_is_not_there_is_not_there(folder, text):
    wanted = "try:\n %s\nexcept (ImportError, OSError) as error:\n print(type(error).__name__)"
    assert run(folder, wanted % text) in {"ImportError", "OSError"}


def test_a_place_that_looks_like_a_mark_is_none(folder, tmp_path):
    evil = crc32(b"evil")
    (tmp_path / "unpack.mpy").write_bytes((folder / "unpack.mpy").read_bytes())
    rows = struct.pack(">4I", crc32(b"a"), evil, evil ^ 1, 24)  # a mark, its place; another
    text = "try:\n open('/app/evil')\nexcept OSError as error:\n print(error.errno)"
    (tmp_path / PACK).write_bytes(struct.pack(">3I", 2, 1, 0) + rows)
    assert run(tmp_path, text) == "2"
    halves = (evil >> 16, (evil & 0xFFFF) << 16)  # across the marks of two folders
    (tmp_path / PACK).write_bytes(struct.pack(">5I", 2, 1, 2, *halves) + rows)
    assert run(tmp_path, text) == "2"


def test_two_paths_of_one_crc_are_refused():
    assert crc32(b"plumless") == crc32(b"buckeroo")
    with pytest.raises(ValueError, match=r"has the CRC-32 of (plumless|buckeroo): rename it"):
        pack({"plumless": b"", "buckeroo": b""})


def test_a_packed_version_is_a_handful_of_files_with_all_the_bytes(tmp_path):
    build(tmp_path / "pico", "pico")
    loose = folder_files(tmp_path / "pico")
    files = folder_files(packed(tmp_path / "pico", "pico"))
    assert sorted(files) == sorted([*LOOSE, PACK, "version"])
    for name in LOOSE:
        assert files[name] == loose[name]
    for name, data in loose.items():
        assert name in files or data in files[PACK], name
    lines = files["version"].decode().splitlines()
    assert len(lines) == len(files)  # the first names the tree, and the list is not in itself
