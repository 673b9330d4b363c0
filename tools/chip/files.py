"""What stands in the flash of the chip bench: a build, a store with settings, our boot.py."""

import json
import tempfile
from pathlib import Path

from shell import settings
from shell.store import FileStore
from tools import build

_HERE = Path(__file__).parent
_STORE = "store"


def image_files(board, changes):
    """Return {path: bytes} of the firmware built for `board` (a dict) with these settings."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        build.build(root, board["name"])
        store = root / _STORE
        settings.save(FileStore(str(store)), changes)
        build.compile_file(_HERE / "device_main.py", root / "device_main.mpy")
        files = {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in root.rglob("*")
            if path.is_file()
        }
    files["board.json"] = json.dumps(board).encode()
    files["boot.py"] += b"\nimport device_main\n"
    return files
