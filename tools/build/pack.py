"""The files of a version in one file, which firmware/unpack.py reads.

Number of rows, and the most rows that one lies from where its mark says; a row for each path,
ordered by mark: the CRC-32 of the path and its place, 0 for a folder; then each file behind its
length. All numbers have 4 bytes, the highest first.
"""

import shutil
import struct
from binascii import crc32
from pathlib import PurePosixPath

from tools.build import BOARD_FILE, VERSION, version_text

PACK = "pack"
# What must lie beside it: what is read before it is open.
LOOSE = ("boot.py", "main.py", BOARD_FILE, "unpack.mpy")


def pack(files):
    """Return the pack of {"path": bytes}. Raises ValueError for two paths of one CRC."""
    folders = {str(parent) for name in files for parent in PurePosixPath(name).parents}
    names = sorted(files) + sorted(folders - {"."})
    marks = {crc32(name.encode()): name for name in names}
    if len(marks) < len(names):
        both = set(names) - set(marks.values())
        raise ValueError(f"another path has the CRC-32 of {', '.join(sorted(both))}: rename it")
    rows = sorted(marks)
    reach = max(abs(row - near(mark, len(rows))) for row, mark in enumerate(rows))
    index = struct.pack(">II", len(rows), reach)
    place = len(index) + 8 * len(rows)
    data = b""
    for mark in rows:
        name = marks[mark]
        index += struct.pack(">II", mark, place + len(data) if name in files else 0)
        if name in files:
            data += struct.pack(">I", len(files[name])) + files[name]
    return index + data


def near(mark, count):
    """Return about which of `count` rows has this mark."""
    return (mark >> 16) * count >> 16


def packed(folder, board):
    """Pack a built folder beside itself; return the folder that a board takes."""
    target = folder.with_name(folder.name + ".packed")
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    files = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if name in LOOSE:
            shutil.copyfile(path, target / name)
        elif path.is_file() and name != VERSION:
            files[name] = path.read_bytes()
    (target / PACK).write_bytes(pack(files))
    (target / VERSION).write_text(version_text(target, board), encoding="utf-8")
    return target
