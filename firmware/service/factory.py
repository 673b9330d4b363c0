"""What a factory wrote into this unit: who it is, its installer's secret, its calibration.

Raw flash part "factory": two copies, both written at first, then in turn, so that a power cut
keeps the older one. Where the image keeps no raw flash it is a file of the store, gone with the
file system. Loaded for a start or a command, then dropped.
"""

import binascii
import json
import os
import struct

from micropython import const

NAME = "factory"
_HEADER = "<4sIII"  # magic, generation, length of the JSON that follows, CRC-32 of both
_HEADER_BYTES = const(16)
_MAGIC = b"unit"
_BLOCK_BYTES = const(4096)
_COPIES = const(2)  # a block each
_PAGE = const(256)
_ERASE = const(6)  # ioctl
_EIO = const(5)
_DAMAGED = "the factory area is damaged: provision the unit again"


def read(ports, store):
    """Return its keys: {} when never provisioned, {"problem": text} when nothing whole is left.

    `ports`: anything; open_flash(part) tells where. Reads only: anyone may, but the tick.
    """
    flash = _flash(ports)
    if flash is None:
        blob = store.read(NAME)
        return {"problem": _DAMAGED} if blob is None and _lies(store) else _parse(blob)
    copies = [_load(flash, block) for block in range(_COPIES)]
    newest = max(copies)
    if newest[0]:
        return _parse(newest[1])
    return {"problem": _DAMAGED} if copies[0][1] or copies[1][1] else {}


def write(ports, store, data):
    """Put `data`, all keys, in place of what is there. Only while nothing is closed or offered.

    Erases flash. Raises ValueError naming the key, OSError: then the older copy is in force.
    """
    from service.factory_check import check

    errors = check(data)
    if errors:
        raise ValueError("; ".join(errors))
    blob = json.dumps(data).encode()
    flash = _flash(ports)
    if flash is None:
        store.write(NAME, blob)
        return
    copies = [_load(flash, block) for block in range(_COPIES)]
    older = 0 if copies[0][0] <= copies[1][0] else 1
    record = _packed(max(copies)[0] + 1, blob)
    _fill(flash, older, record)
    if _load(flash, older)[1] != blob:
        raise OSError(_EIO)
    if not max(copies)[0]:  # the first of all: one that is lost later makes no unit anew of it
        _fill(flash, 1 - older, record)


def _flash(ports):
    return ports.open_flash(NAME) if hasattr(ports, "open_flash") else None


def _packed(generation, blob):
    crc = binascii.crc32(blob, generation) & 0xFFFFFFFF
    return struct.pack(_HEADER, _MAGIC, generation, len(blob), crc) + blob


def _fill(flash, block, record):
    # the first page last: it says that the others are there
    if flash.ioctl(_ERASE, block):
        raise OSError(_EIO)
    for start in range((len(record) - 1) // _PAGE * _PAGE, -1, -_PAGE):
        page = bytearray(b"\xff" * _PAGE)
        part = record[start : start + _PAGE]
        page[: len(part)] = part
        flash.writeblocks(block, page, start)


def _load(flash, block):
    # (generation, JSON); (0, b"") never written; (0, b"?") damaged
    header = bytearray(_HEADER_BYTES)
    flash.readblocks(block, header, 0)
    magic, generation, length, crc = struct.unpack(_HEADER, header)
    if magic != _MAGIC:
        return 0, b""
    if 0 < length <= _BLOCK_BYTES - _HEADER_BYTES:
        blob = bytearray(length)
        flash.readblocks(block, blob, _HEADER_BYTES)
        if binascii.crc32(blob, generation) & 0xFFFFFFFF == crc:
            return generation, bytes(blob)
    return 0, b"?"


def _lies(store):
    # there is a file, though nothing whole is in it: such a unit is not one that anybody may open
    try:
        os.stat(store.folder + "/" + NAME)
    except OSError:
        return False
    return store.folder != ""


def _parse(blob):
    if blob is None:
        return {}
    try:
        data = json.loads(blob)
    except ValueError:
        return {"problem": _DAMAGED}
    return data if type(data) is dict else {"problem": _DAMAGED}
