"""The files of a version in one file, which firmware/unpack.py reads.

Number of rows, and the most rows that one lies from where its mark says; number of folders, and
the mark of each; a row for each file, ordered by mark: the CRC-32 of its path, its place; then
each file behind its length. All numbers have 4 bytes, the highest first.
"""

import shutil
import struct
from binascii import crc32
from pathlib import PurePosixPath

from tools.build import BOARD_FILE, VERSION, names_text, version_text

PACK = "pack"
# What must lie beside it: what is read before it is open.
LOOSE = ("boot.py", "main.py", BOARD_FILE, "unpack.mpy")


def pack(files):
    """Return the pack of {"path": bytes}. Raises ValueError for two paths of one CRC."""
    parents = {str(parent) for name in files for parent in PurePosixPath(name).parents}
    folders = sorted(parents - {"."})
    marks = {crc32(name.encode()): name for name in [*sorted(files), *folders]}
    if len(marks) < len(files) + len(folders):
        both = (set(files) | set(folders)) - set(marks.values())
        raise ValueError(f"another path has the CRC-32 of {', '.join(sorted(both))}: rename it")
    rows = sorted(mark for mark, name in marks.items() if name in files)
    reach = max(abs(row - near(mark, len(rows))) for row, mark in enumerate(rows))
    index = _numbers(len(rows), reach, len(folders), *(crc32(name.encode()) for name in folders))
    place = len(index) + 8 * len(rows)
    data = b""
    for mark in rows:
        index += _numbers(mark, place + len(data))
        data += _numbers(len(files[marks[mark]])) + files[marks[mark]]
    return index + data


def _numbers(*numbers):
    return struct.pack(f">{len(numbers)}I", *numbers)


def near(mark, count):
    """Return about which of `count` rows has this mark."""
    return (mark >> 16) * count >> 16


def packed(folder, board):
    """Pack a built folder beside itself; return the folder that a board takes.

    Beside it, NAME.names says what a board's tracebacks mean.
    """
    folder.with_name(folder.name + ".names").write_text(names_text(), encoding="utf-8")
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
