"""python -m tools.flash BOARD PORT: build a board's firmware and put it on the board."""

import sys

from tools.build import ROOT, build, load_board
from tools.build.pack import packed
from tools.flash.install import install
from tools.flash.remote import Refused, Remote, ports


def main(board="pico", port=""):
    """Build, install, start; say what is wrong in one sentence."""
    if not port:
        sys.exit(f"name the PORT: make flash BOARD={board} PORT=/dev/ttyACM0; on USB: {ports()}")
    try:
        module = load_board(board)["module"]
        if module == "pc":
            raise ValueError(f"board {board} is this PC; run it with: make run")
        folder = ROOT / "build" / board
        build(folder, board)
        install(Remote(port), packed(folder, board), module)
    except (Refused, ValueError) as error:
        sys.exit(f"flash: {error}.")


if __name__ == "__main__":
    main(*sys.argv[1:])
