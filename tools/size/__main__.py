"""python -m tools.size: bytes of bytecode a package, and the firmware's heap while charging."""

import json
import subprocess
import sys

from tools.build import ROOT, build
from tools.build.report import packages, table
from tools.scenario.benches import interpreter

_FOLDER = ROOT / "build/flash"
_HEAP_KB = 4096  # enough for the world around the firmware too
_STEPS = (("modules", "modules loaded"), ("built", "pile built"), ("peak", "most, charging"))


def bytecode():
    """Compile; print a line a package; return the bytes of each."""
    sizes = build(_FOLDER)
    print("flash: mpy-cross -O3; boot.py and main.py as they are\n")
    for line in table(sizes):
        print(line)
    return {package: total for package, (_, total) in packages(sizes).items()}


def heap():
    """Return the bytes of heap at each of _STEPS, in MicroPython on this PC."""
    command = [interpreter(), "-X", f"heapsize={_HEAP_KB}k", "tools/size/heap_main.py"]
    done = subprocess.run(
        [*command, _FOLDER.relative_to(ROOT)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"the firmware did not charge a car in MicroPython:\n{done.stdout}{done.stderr}")
    return json.loads(done.stdout)


def main():
    """Print both tables."""
    built = bytecode()
    # bytecode is as long on a board, everything else there is pointers and small integers
    code = sum(built[package] for package in ("core", "power", "session", "shell"))
    print("\nheap after a collection, bytes: 64 bits as measured here, 32 bits as estimated:")
    print("bytecode stays, everything else halves. On a board, loading takes more for a moment\n")
    print("step               64 bits  32 bits")
    taken = heap()
    for key, text in _STEPS:
        estimate = min(code, taken[key]) + max(taken[key] - code, 0) // 2
        print(f"{text:<16} {taken[key]:>9} {estimate:>8}")


if __name__ == "__main__":
    main()
