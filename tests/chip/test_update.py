"""Parts of an update on the emulated Pico: the signature's slices, starts on trial, the way back.

A whole update with power cuts: python -m tools.update.chip --cuts 10.
"""

import json

import pytest

from tests.chip import pico
from tests.update.device import KEY, header
from tools.emulator.chip import Chip
from update.header import Header

pytestmark = pytest.mark.usefixtures("firmware")

SLICE_US = 20_000  # with a collection in it
TOTAL_US = 4_000_000
BITES_US = 9e6
VERIFY = """
import gc, json, time
from hashlib import sha256
from session.p256_verify import verify

def good(key, digest, signature):
    work = verify(key, digest, signature)
    longest = total = 0
    while True:
        start = time.ticks_us()
        try:
            next(work)
        except StopIteration as end:
            return end.value, longest, total
        took = time.ticks_diff(time.ticks_us(), start)
        longest = max(took, longest)
        total += took

print(json.dumps(good(%r, sha256(%r).digest(), %r)))
"""


def test_a_signature_is_checked_in_slices():
    chip = Chip(files=pico.files(pico.board()), xip=64).boot()
    found = Header(header())
    code = VERIFY % (KEY, found.signed, found.signature)
    good, longest, total = json.loads(chip.exec(code, 60e6))
    assert good is True
    assert longest < SLICE_US
    assert total < TOTAL_US


def trial(new_main):
    """Return a chip whose version on trial has this main.py."""
    old = {"boot.py": b"", "main.py": b"RUNS = 'old'", "board.json": b"{}"}
    files = {f"a/{name}": data for name, data in old.items()}
    files |= {f"b/{name}": data for name, data in (old | {"main.py": new_main}).items()}
    return Chip(files=files | {"boot.py": pico.source("boot.py"), "slot": b"b0a"}).boot()


def test_a_version_that_ends_at_the_prompt_is_reset_and_after_three_the_old_one_runs():
    chip = trial(b"RUNS = 'new'")
    resets = []
    chip.on_reset(lambda from_watchdog: resets.append((chip.us, from_watchdog)))
    while len(resets) < 3:
        before = chip.us
        chip.run_us(BITES_US)
        assert resets and resets[-1][1]
        assert resets[-1][0] - before < BITES_US
    chip.wait_connected(5e6)
    chip.run_us(5e5)
    assert chip.exec("print(RUNS, open('/slot').read(), LAUNCHER)").split() == ["old", "a!b", "1"]
