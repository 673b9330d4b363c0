"""What stands in the flash of the chip bench: a build, a store with settings, our boot.py."""

import json
import tempfile
from pathlib import Path

from shell import settings
from shell.store import FileStore
from tools import build

_HERE = Path(__file__).parent


BENCH_BOOT = b"\nimport device_main\n"
_OWN = ("device_main", "core_main", "gate_main", "companies_main")


def image_files(board, changes):
    """Return {path: bytes} of the firmware built for `board` (a dict) with these settings.

    main.py is the pile's; the bench's own modules stand beside it, and boot.py starts the first.
    """
    files = core_files(board)
    with tempfile.TemporaryDirectory() as folder:
        settings.save(FileStore(folder), changes)
        for path in Path(folder).iterdir():
            files["store/" + path.name] = path.read_bytes()
    files["boot.py"] += BENCH_BOOT
    return files


def core_files(board):
    """Return the same without a store, and with nothing of the bench started."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        build.build(root, board["name"])
        for name in _OWN:
            build.compile_file(_HERE / (name + ".py"), root / (name + ".mpy"))
        files = {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in root.rglob("*")
            if path.is_file()
        }
    files["board.json"] = json.dumps(board).encode()
    return files
