"""python -m tools.build [BOARD]: the firmware of a board, compiled, in build/BOARD."""

import sys

from tools.build import ROOT, VERSION, build
from tools.build.report import table


def main(board="pico"):
    """Build from nothing and say how large it is."""
    folder = ROOT / "build" / board
    try:
        sizes = build(folder, board)
    except ValueError as error:
        sys.exit(str(error))
    for line in table(sizes):
        print(line)
    text = (folder / VERSION).read_text(encoding="utf-8")
    print(f"\nbuild/{board}: {text.splitlines()[0]}")


if __name__ == "__main__":
    main(*sys.argv[1:])
