"""Changes of the card list: what waits, and the slices that write it. Loaded while needed."""

from micropython import const

from core.clock import elapsed
from session import card_file

MOST = const(10000)  # cards
_NO_GROUP = b"\0\0\0\0"
_WAITING = const(16)  # single changes that wait for the contactor to open
_SLICE_MS = const(5)  # and one turn more of 10 ms at most


def put(cards, who, group=_NO_GROUP, expires_s=0):
    """Add or replace a card; return False when the list, or what waits for it, is full."""
    if cards.count + len(cards.changes) >= MOST:
        return False
    return _change(cards, who, who + group + expires_s.to_bytes(4, "little"))


def remove(cards, who):
    """Take a card off the list; return False when too much waits to be written."""
    return _change(cards, who, None)


def _change(cards, who, record):
    if len(cards.changes) >= _WAITING:
        return False
    cards.changes.append((who, record))
    cards.waiting = True
    return True


def set_master(cards, who):
    """Make `who` the master card in place of the one before; NOBODY = none."""
    cards.master = who
    cards.waiting = True


def replace(cards, lines):
    """Begin to make a new list of `lines` (bytes, "uid,group,expiry"), which steps will do.

    Raises ValueError while another list is being written.
    """
    if cards.job is not None:
        raise ValueError("a card list is being written: try again when that is done")
    from session.card_build import build

    cards.job = build(cards, lines)


def step(cards, ticks_ms, now_s):
    """Do a slice of what waits: see `Cards.step`."""
    if cards.job is None:
        from session.card_build import fold

        cards.waiting = False
        cards.job = fold(cards)
    cards.now_s = now_s
    began_ms = ticks_ms()
    try:
        next(cards.job)
        while elapsed(ticks_ms(), began_ms) < _SLICE_MS:
            next(cards.job)
        return
    except StopIteration:
        pass
    except (OSError, ValueError, MemoryError) as error:
        cards.message = "the card list was not written: %s" % error
    cards.job = None
    card_file.forget()
