"""Archive and signing on the emulated Pico: right, in slices, and what they cost.

Emulated, never measured on hardware: processor time is a model. The firmware's modules lie on
the heap as they do in a pile, so a garbage collection that falls into a slice counts with it.
"""

import io
import json

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, decode_dss_signature

from shell.store import FileStore
from tests.chip import pico
from tests.session import sold
from tools import build
from tools.emulator.chip import Chip
from tools.provision.key import make
from tools.verify.check import check

pytestmark = pytest.mark.usefixtures("firmware")

SLICE_US = 4_000  # so that a slice and a collection stay within a task's 20 ms
TOTAL_US = 2_000_000
LOADED_BYTES = 4096  # while it signs; then the module is dropped
LIVE_BYTES = 8192  # and of numbers, not yet garbage: a slice's at most
PRIVATE = bytes(range(1, 33))
DIGEST = bytes(range(32))
MEASURE = """
import gc, json, time
import shell.app
gc.collect()
empty = gc.mem_alloc()
from session import p256
gc.collect()
loaded = gc.mem_alloc() - empty
signature = bytearray(64)

def slices(work, collect=False):
    longest = total = count = most = 0
    done = False
    while not done:
        if collect:
            gc.collect()
            most = max(most, gc.mem_alloc() - empty)
        start = time.ticks_us()
        try:
            next(work)
        except StopIteration:
            done = True
        took = time.ticks_diff(time.ticks_us(), start)
        longest = max(took, longest)
        total += took
        count += 1
    return longest, total, count, most

def work():
    return p256.sign(bytes(range(1, 33)), bytes(range(32)), signature)

collected, total, count, _ = slices(work())
longest, _, _, most = slices(work(), True)
start = time.ticks_us()
gc.collect()
collects = time.ticks_diff(time.ticks_us(), start)
print(json.dumps(dict(loaded=loaded, longest=longest, collected=collected, total=total,
    count=count, most=most, empty=empty, collects=collects, signature=signature.hex())))
"""


@pytest.mark.parametrize("xip", [0, 64])
def test_it_signs_in_slices(xip):
    chip = Chip(files=pico.files(pico.board()), xip=xip)
    chip.boot()
    found = json.loads(chip.exec(MEASURE, 60e6))
    key = ec.derive_private_key(int.from_bytes(PRIVATE), ec.SECP256R1())
    made = key.sign(DIGEST, ec.ECDSA(Prehashed(hashes.SHA256()), deterministic_signing=True))
    r, s = decode_dss_signature(made)
    assert found["signature"] == f"{r:064x}{s:064x}"
    assert found["longest"] < SLICE_US
    assert found["collected"] < SLICE_US + 1.2 * found["collects"]  # not two in one slice
    assert found["total"] < TOTAL_US
    assert found["loaded"] < LOADED_BYTES
    assert found["most"] < LOADED_BYTES + LIVE_BYTES


SOLD = 2
LOADING_US = 45_000  # of a module; nothing else takes so long
SIGNER_BYTES = 8192
SELL = """
import gc, time
import shell.app, session.record
from shell.store import FileStore
from tests.session.sold import archived
from session.archive import Archive
archived(Archive("/store"), 2)
from session.signer import Signer

signer = Signer(FileStore("/store"), "/store")
gc.collect()
empty = gc.mem_alloc()
longest = most = 0
while True:
    while True:
        start = time.ticks_us()
        more = signer.step()
        longest = max(longest, time.ticks_diff(time.ticks_us(), start))
        if not more:
            break
    if not signer.wants():
        break
    signer.write()
assert signer.message == "", signer.message
archived(Archive("/store"), 1, 3)
signer.look()
count = 0
while signer.step():
    count += 1
    if count < 24 or count % 16 == 0:
        gc.collect()
        most = max(most, gc.mem_alloc())
print(longest, most - empty)
"""
EXPORT = """
from session import export
from session.shelf import Shelf
for row in export.rows(Shelf("/store")):
    print(row.rstrip())
"""


def test_what_it_sells_signs_and_exports_is_verified_here(tmp_path):
    key = make(tmp_path)
    more = {"store/key": (tmp_path / "key").read_bytes()}
    source = pico.ROOT / "tests/session/sold.py"
    more["tests/session/sold.py"] = build.compiled_text(source).encode()
    chip = Chip(files=pico.files(pico.board(), more=more), xip=64)
    chip.boot()
    longest, most = (int(word) for word in chip.exec(SELL, 120e6).split())
    assert longest < LOADING_US
    assert most < SIGNER_BYTES
    text = chip.exec(EXPORT).replace("\r\n", "\n").replace("\r", "")
    found = check(io.StringIO(text), key)
    assert found.problems == []
    assert found.notes == [f"no good signature vouches for what comes after {SOLD}"]
    assert (found.records, found.verified) == (SOLD + 1, SOLD)
    assert FileStore(str(tmp_path)).read("key")[:32].hex() not in text
    assert sold.METER in text
