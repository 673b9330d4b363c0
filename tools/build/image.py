"""python -m tools.build.image [BOARD]: a new board's whole file system, for its boot drive.

Writes build/BOARD.littlefs, as the emulator takes it, and build/BOARD.uf2, to be dropped on the
drive that an RP2040 shows with BOOTSEL held. It replaces the file system, settings too.
"""

import struct
import sys

from tools.build import ROOT, build, load_board, slots
from tools.build.filesystem import BLOCK_BYTES, BLOCKS, OFFSET, folder_files, image
from tools.build.pack import packed

# Module: file system's place in the flash and its blocks, as MicroPython's own images have it.
REGIONS = {"pico": (OFFSET, BLOCKS), "pico_w": (0x12C000, 212)}
_FLASH = 0x10000000  # where flash stands in the address space of an RP2040
_FAMILY = 0xE48BFF56  # RP2040
_HEAD = (0x0A324655, 0x9E5D5157, 0x2000)  # two magic numbers; the family is given
_TAIL = 0x0AB16F30
_PAYLOAD = 256
_BLOCK = 512


def uf2(data, offset):
    """Return UF2 blocks that put `data` at `offset` of an RP2040's flash."""
    count = -(-len(data) // _PAYLOAD)
    blocks = []
    for number in range(count):
        part = data[number * _PAYLOAD : (number + 1) * _PAYLOAD].ljust(_PAYLOAD, b"\xff")
        address = _FLASH + offset + number * _PAYLOAD
        head = struct.pack("<8I", *_HEAD, address, _PAYLOAD, number, count, _FAMILY)
        blocks.append((head + part).ljust(_BLOCK - 4, b"\0") + struct.pack("<I", _TAIL))
    return b"".join(blocks)


def make(board):
    """Build a board and write both images; return their paths. Raises ValueError."""
    module = load_board(board)["module"]
    if module not in REGIONS:
        raise ValueError(
            f"board {board} is not an RP2040 ({module}) and has no image; "
            "make flash fills the file system of an ESP32, make run is the pile on this PC"
        )
    folder = ROOT / "build" / board
    build(folder, board)
    offset, blocks = REGIONS[module]
    data = image(slots.tree(folder_files(packed(folder, board))), blocks)
    paths = (folder.with_suffix(".littlefs"), folder.with_suffix(".uf2"))
    paths[0].write_bytes(data)
    paths[1].write_bytes(uf2(data, offset))
    return paths


def main(board="pico"):
    """Make both and say what to do with them."""
    try:
        paths = make(board)
    except ValueError as error:
        sys.exit(str(error))
    for path in paths:
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} KB")
    offset, blocks = REGIONS[load_board(board)["module"]]
    print(
        f"file system of {blocks * BLOCK_BYTES // 1024} KB at {offset:#x}: hold BOOTSEL, plug in "
        "USB, drop the .uf2 on the drive.\nMicroPython must be on the board already; the file "
        "system there, settings included, is replaced. There is no aiorepl in it: the console of "
        "its pile is shut until the first make flash."
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
