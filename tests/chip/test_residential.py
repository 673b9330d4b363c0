"""What a flat's pile is set to, all at once on a Pico: it comes up, and charges undisturbed."""

import json
import tempfile

import pytest

from shell import settings
from shell.store import FileStore
from tests.chip import pico
from tests.chip.pico import Pico
from tests.chip.test_rp2_main import _FITTED, _WITHOUT, charge
from tests.chip.test_rp2_meter import SINGLES, Slave

pytestmark = pytest.mark.usefixtures("firmware")

SETTINGS = {
    "max_current_a": 16,
    "meter": "sdm630",
    "schedule": "limit",
    "orderly": True,
    "default_kwh": 0,
    "time_sharing": True,
    "windows": "owner mon-fri 18:00-08:00; rest community",
}
SLOTS = [{"hours": "%02d:00-%02d:30" % (hour, hour), "amps": 10} for hour in range(24)]
LEAST_FREE = 44 * 1024  # at rest, without aiorepl; a command takes up to 40 KB for a moment
# What aiorepl of micropython-lib does with a line, and nothing else of it: it reads letters.
AIOREPL = b"""
import asyncio, sys
async def task(names, prompt="--> "):
    lines = asyncio.StreamReader(sys.stdin)
    print("--> ")
    while True:
        line = ""
        while line[-1:] != "\\n":
            line += await lines.read(1)
        try:
            exec(line, names)
        except BaseException as error:
            print("raised", error)
        print("--> ")
"""
HEAP = b"""
def heap(_):
    import gc
    gc.collect()
    print("HEAP", gc.mem_free())
from machine import Timer
_timer = Timer(-1, mode=Timer.ONE_SHOT, period=6000, callback=heap)
"""
COMMANDS = (
    "status()",
    "clock('2026-11-23 12:00:00')",
    "schedule()",
    "schedule('remove', place=24)",
    "plan()",
    "plan('now')",
    "profile()",
    "space()",
    "reserve(5, '04A1B2C3', '2026-11-25 10:00', '2026-11-25 12:00')",
    "unreserve(5)",
    "limit(8)",
    "why()",
)


def pile():
    """Return a Pico set so."""
    board = pico.board(_FITTED, _WITHOUT)
    del board["scales"]["socket"]
    with tempfile.TemporaryDirectory() as folder:
        store = FileStore(folder)
        values, _ = settings.load(store)
        settings.save(store, {**values, **SETTINGS})
        store.write("schedule", json.dumps(SLOTS).encode())
        kept = {f"store/{name}": data for name, data in pico.folder_files(folder).items()}
    made = Pico(
        board,
        start=None,
        boot=pico.source("boot.py") + HEAP,
        main=pico.source("main.py"),
        more=kept | {"lib/aiorepl.py": AIOREPL},
    )
    return made


def test_a_flats_pile_comes_up_and_its_console_disturbs_no_charging(monkeypatch):
    for register in (6, 8, 10, 0x34):
        monkeypatch.setitem(SINGLES, register, bytes(4))
    made = pile()
    resets = []
    made.chip.on_reset(resets.append)
    Slave(made)
    made.chip.expect(b"HEAP", 9e6)
    assert int(made.chip.expect(b"\n")) >= LEAST_FREE
    charge(made)
    edges = made.edges("coil")
    for command in COMMANDS:
        made.chip.rx.clear()
        made.chip.send(command.encode() + b"\n")
        said = made.chip.expect(b"--> ", 5e6)
        assert b"raised" not in said
        assert b"memory" not in said, said
    made.chip.run_us(4e6)  # a stop leaves the car so long
    assert edges == []
    assert resets == []
