"""The journal on the emulated Pico: how long it takes, and power cuts of the whole firmware."""

import json
import tempfile
from pathlib import Path

import pytest

from tools import build
from tools.broken import Broken
from tools.chip import journal_cuts
from tools.chip.journal_cuts import Shop
from tools.emulator.chip import Chip

pytestmark = pytest.mark.usefixtures("firmware")

MODULES = ("journal", "page", "replay")
RECORDS = 1760  # 8 h at 22 kW, one each 100 Wh
# The raw flash is borrowed from the end of the file system, which is not written to meanwhile.
SESSION = """
import gc, json, rp2, time
gc.collect(); before = gc.mem_alloc()
from session.journal import Journal
flash = rp2.Flash(start=1344 * 1024, len=65536)
journal = Journal(flash)
gc.collect(); heap = gc.mem_alloc() - before
def us(function, *arguments):
    begin = time.ticks_us()
    result = function(*arguments)
    return time.ticks_diff(time.ticks_us(), begin), result
journal.recover()
erase = []
while True:
    took, done = us(journal.prepare)
    if not done: break
    erase.append(took)
journal.append(1, bytes(195))
append = [us(journal.append, 128, bytes(20))[0] for _ in range(%d)]
room = journal.room()
journal = Journal(flash)
gc.collect()
recover = us(journal.recover)[0]
gc.collect()
replay, count = us(lambda: sum(1 for _ in journal.records()))
print(json.dumps([heap, max(erase), sum(append) // len(append), max(append), room, recover,
                  replay, count, journal.sequence]))
"""


def modules():
    """Return the journal's modules, compiled."""
    files = {"session/__init__.py": b""}
    with tempfile.TemporaryDirectory() as folder:
        for name in MODULES:
            target = Path(folder) / "x.mpy"
            build.compile_file(build.FIRMWARE / "session" / (name + ".py"), target)
            files[f"session/{name}.mpy"] = target.read_bytes()
    return files


@pytest.mark.parametrize("xip", (0, 64))
def test_a_long_session_is_written_scanned_and_told_in_time(xip):
    chip = Chip(files=modules(), xip=xip)
    chip.boot()
    heap, erase, mean, worst, room, recover, replay, count, sequence = json.loads(
        chip.exec(SESSION % RECORDS)
    )
    assert heap < 7000
    assert erase < 60000  # 45 ms of it are the flash's
    assert mean < 2000
    assert worst < 20000
    assert room >= 15
    assert recover < 300000
    assert replay < 700000
    assert (count, sequence) == (RECORDS + 1, RECORDS + 2)


def test_power_cuts_while_energy_is_sold():
    sessions, energy_wh = journal_cuts.cuts(2, 2)
    assert sessions >= 1
    assert energy_wh >= 0


def test_a_session_that_is_missing_is_noticed(monkeypatch):
    monkeypatch.setattr(journal_cuts, "_REST_MS", 100)
    shop = Shop(1)
    shop.visits.append(True)
    with pytest.raises(Broken, match="0 sessions of 1 cars"):
        shop.close()
