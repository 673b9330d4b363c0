"""What stands in the flash of the chip bench: a build, a store with settings, our boot.py."""

import contextlib
import functools
import json
import tempfile
from pathlib import Path

from service.event_open import BLOCKS as EVENT_BLOCKS
from session.file_flash import FileFlash
from session.journal import Journal
from shell import settings
from shell.opening import FILES as JOURNAL_FILES
from shell.store import FileStore
from tools import build
from tools.build.filesystem import folder_files

_HERE = Path(__file__).parent


BENCH_BOOT = b"\nimport device_main\n"
_OWN = ("device_main", "core_main", "gate_main", "companies_main")


def prepare(flash):
    """Erase a journal ahead, as a pile does that has been idle."""
    journal = Journal(flash)
    journal.recover()
    while journal.prepare():
        pass


def image_files(board, changes, records=()):
    """Return {path: bytes} of the firmware built for `board` (a dict) with these settings.

    `records`: (name, bytes) of what else its store holds. main.py is the pile's; the bench's own
    modules stand beside it, and boot.py starts the first.
    """
    files = core_files(board) | stored(changes, records)
    files["boot.py"] += BENCH_BOOT
    return files


def stored(changes, records=()):
    """Return what a pile has kept that ran before: these settings, a journal, an event log."""
    with tempfile.TemporaryDirectory() as folder:
        store = FileStore(folder)
        settings.save(store, changes)
        for name, data in records:
            store.write(name, data)
        kept = {"store/" + path.name: path.read_bytes() for path in Path(folder).iterdir()}
    return kept | _log("store_journal", JOURNAL_FILES) | _log("store_events", EVENT_BLOCKS)


@functools.cache
def _log(name, blocks):
    with contextlib.ExitStack() as opened, tempfile.TemporaryDirectory() as folder:
        prepare(FileFlash(folder, blocks, lambda *how: opened.enter_context(open(*how))))
        return {f"{name}/{path.name}": path.read_bytes() for path in Path(folder).iterdir()}


def core_files(board):
    """Return the same without a store, and with nothing of the bench started."""
    return _built(board["name"]) | {"board.json": json.dumps(board).encode()}


@functools.cache
def _built(name):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        build.build(root, name)
        for own in _OWN:
            build.compile_file(_HERE / (own + ".py"), root / (own + ".mpy"))
        return folder_files(folder)
