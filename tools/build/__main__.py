"""python -m tools.build: the firmware, compiled, in build/flash."""

import shutil

from tools.build import ROOT, build


def main():
    """Build from nothing and say how to put it on a board."""
    folder = ROOT / "build/flash"
    shutil.rmtree(folder, ignore_errors=True)
    sizes = build(folder)
    total = sum(size for _, size in sizes)
    print(f"build/flash: {len(sizes)} files, {total} bytes")


if __name__ == "__main__":
    main()
