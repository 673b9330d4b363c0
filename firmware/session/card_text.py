"""The text of a card list: lines `uid,group,expiry`, the last two may be left out.

Loaded while a list is made of it, and for what is typed.
"""

import hashlib

from micropython import const

NO_GROUP = b"\0\0\0\0"
_LINE_MOST = const(80)  # bytes
_GROUP_MOST = const(20)  # letters, as in OCPP
_WORD = const(0xFFFFFFFF)


def digits(uid):
    """Return an id, hex with ":", "-" and spaces as one likes, as readers give it.

    Raises ValueError: it is none.
    """
    text = uid.replace(":", "").replace("-", "").replace(" ", "").upper()
    for letter in text:
        if letter not in "0123456789ABCDEF":
            text = ""
    if not 8 <= len(text) <= 20:
        raise ValueError("a card id must be 8 to 20 hex digits")
    return text


def group_hash(salt, name):
    """Return the 4 bytes that stand for the name of a group; NO_GROUP for ""."""
    return hashlib.sha256(salt + b"g" + name.encode()).digest()[:4] if name else NO_GROUP


def lines_of(path, opener=open):
    """Yield the lines of a file, cut where they are too long. Raises OSError."""
    with opener(path, "rb") as file:
        line = file.readline(_LINE_MOST + 2)
        while line:
            yield line
            line = file.readline(_LINE_MOST + 2)


def record(cards, line):
    """Return the record of a line, bytes. Raises ValueError that says what is wrong with it."""
    try:
        fields = str(line, "utf-8").strip().split(",")
    except UnicodeError:
        raise ValueError("it is not text") from None
    if len(line) > _LINE_MOST or len(fields) > 3:
        raise ValueError("it must be uid,group,expiry")
    uid, group, expiry = [field.strip() for field in fields + ["", ""]][:3]
    who = cards.hash(digits(uid))
    if len(group) > _GROUP_MOST:
        raise ValueError("a group must have %d letters at most" % _GROUP_MOST)
    if expiry and not (expiry.isdigit() and int(expiry) <= _WORD):
        raise ValueError("expiry must be unix seconds, or nothing")
    return who + group_hash(cards.salt, group) + int(expiry or 0).to_bytes(4, "little")
