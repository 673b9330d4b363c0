"""The end of the card list's file: index, trailer, CRC-32. Loaded while it is needed."""

import os
import struct
from binascii import crc32

from micropython import const

from shell import on_demand

BUCKETS = const(256)
INDEX = "<HI"  # first record, CRC-32 of the bucket; one more row than buckets: the end
TRAILER = "<4sHII16s8s"  # magic, cards, generation, made at (unix s), salt, master card
MAGIC = b"card"
NOBODY = b"\0\0\0\0\0\0\0\0"
_INDEX_BYTES = const(1542)
_END_BYTES = const(1584)
_EIO = const(5)


def load(cards):
    """Take what the file says of itself. Without a file, or a whole one, there are no cards."""
    cards.message = ""
    cards.count = cards.generation = cards.made_s = 0
    cards.master = NOBODY
    cards.salt = os.urandom(16)
    try:
        _, cards.count, cards.generation, cards.made_s, cards.salt, cards.master = trailer(cards)
    except OSError as error:
        if error.args[0] == _EIO:
            cards.message = "the card list is damaged: import it again"


def trailer(cards, suffix=""):
    """Return the values of TRAILER. Raises OSError: no file, or 5: it is damaged."""
    with cards.open(cards.path + suffix, "rb") as file:
        if file.seek(0, 2) < _END_BYTES:
            raise OSError(_EIO)
        file.seek(-_END_BYTES, 2)
        end = file.read()
    values = struct.unpack(TRAILER, end[_INDEX_BYTES:-4])
    if values[0] != MAGIC or crc32(end[:-4]) & 0xFFFFFFFF != int.from_bytes(end[-4:], "little"):
        raise OSError(_EIO)
    return values


def forget():
    """Give back the heap of this module and of those that change the list."""
    on_demand.forget("session", "card_changes", "card_build", "card_text", "card_file", "learning")
