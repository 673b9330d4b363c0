"""python -m tools.size: bytes of bytecode a package, and the firmware's heap while charging."""

import json
import subprocess
import sys

from tools.build import BOARDS, ROOT, build, compiled_text
from tools.build.report import table
from tools.scenario.benches import interpreter

_FOLDER = ROOT / "build/flash"
_HEAP_KB = 4096  # enough for the world around the firmware too
_STEPS = (("modules", "modules loaded"), ("built", "pile built"), ("peak", "most, charging"))


def bytecode():
    """Compile; print a line a package."""
    print("flash: mpy-cross -O3; boot.py and main.py as they are\n")
    for line in table(build(_FOLDER)):
        print(line)


def _around():
    # the world, with the names that are left in what was compiled
    for path in sorted((ROOT / "tools/world").glob("*.py")):
        place = _FOLDER / path.relative_to(ROOT)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(compiled_text(path), encoding="utf-8")
    (_FOLDER / "boards").symlink_to(BOARDS)


def heap():
    """Return the bytes of heap at each of _STEPS, in MicroPython on this PC. After `bytecode`."""
    _around()
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
    bytecode()
    print(
        "\nheap after a collection, bytes, with 64 bits and the source's names; the emulated Pico"
    )
    print("what a board has left: make bench BENCH=chip ARGS='--only memory'\n")
    taken = heap()
    for key, text in _STEPS:
        print(f"{text:<16} {taken[key]:>9}")


if __name__ == "__main__":
    main()
