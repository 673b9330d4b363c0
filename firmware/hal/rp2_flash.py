"""The raw flash that our own image keeps beside its file system: see boards/pico/_boot.py."""

import rp2

import __main__  # type: ignore[import-not-found]

_KB = 1024
_PARTS = {  # first byte, bytes
    "journal": (0, 48 * _KB),
    "events": (48 * _KB, 8 * _KB),
    "factory": (56 * _KB, 8 * _KB),
}


def flash(part):
    """Return a part's block device; None on a stock image, which has a file system there."""
    start, size = _PARTS[part]
    if getattr(__main__, "RAW_BYTES", 0) < start + size:  # the frozen _boot.py's names
        return None
    return rp2.Flash(start=start, len=size)
