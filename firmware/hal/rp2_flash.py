"""The raw flash that our own image keeps for the journal: see boards/pico/_boot.py."""

import rp2

import __main__  # type: ignore[import-not-found]


def flash():
    """Return its block device; None on a stock image, which has a file system there."""
    size = getattr(__main__, "JOURNAL_BYTES", 0)  # what the frozen _boot.py calls its names
    return rp2.Flash(start=0, len=size) if size else None
