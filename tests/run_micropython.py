"""Run the tests of every folder but PC_ONLY's in the real MicroPython, with a board's heap.

python -m tests.run_micropython [FILE...]: exit status 0 when all pass.
"""

import os
import subprocess
import sys
from pathlib import Path

from tools.scenario import benches

ROOT = Path(__file__).resolve().parent.parent
LIMIT_S = 600
TESTS_KB = 64  # of test code, compiled from source: what no board carries
PC_ONLY = ("host", "emulator", "chip")
PLANT = ("tools.", ".sold", ".space.pile")  # a file that names one of them uses the plant


def files():
    """Return every test file that MicroPython must pass, relative to the project."""
    found = sorted(ROOT.glob("tests/*/test_*.py"))
    return [path.relative_to(ROOT) for path in found if path.parent.name not in PC_ONLY]


def heap_kb(path):
    """Return the heap a test file gets: a board's, its own, and the plant's where it uses that."""
    text = (ROOT / path).read_text(encoding="utf-8")
    plant = benches.PLANT_KB if any(name in text for name in PLANT) else 0
    return benches.heap_kb("virtual") + TESTS_KB + plant


def run(path):
    """Run one file; return its exit status and what it printed."""
    heap = f"heapsize={heap_kb(path)}k"
    done = subprocess.run(
        [benches.interpreter(), "-X", heap, "tests/micropython_main.py", path.as_posix()],
        cwd=ROOT,
        env=os.environ | {"MICROPYPATH": "firmware"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    return done.returncode, done.stdout


def main(names):
    """Run the named files, or all; print a line a file; return the exit status."""
    failed = 0
    paths = [Path(name) for name in names] or files()
    for path in paths:
        status, output = run(path)
        failed += status != 0
        print(f"{path} ({heap_kb(path)} KB heap): {output}", end="", flush=True)
    print(f"MicroPython: {len(paths) - failed} files passed, {failed} failed")
    return 1 if failed or not paths else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
