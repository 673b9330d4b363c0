"""Reads a journal from its oldest record to its newest. Needed at a start, then dropped."""

from micropython import const

from session import page

_HEAD = const(6)  # bytes of a record before its payload


def replay(journal, since):
    """Yield (sequence, kind, payload): see Journal.records.

    Up to two pages of passing records and those of lasting ones in between are under way at a
    time: a page is begun once all that is older has been told.
    """
    journal.damaged = 0
    told = since - 1
    waiting = []
    for data, limit in _and_the_end(journal.pages(since)):
        found = []
        journal.damaged += page.collect(data, limit, found)
        if not found and limit:
            continue
        first = found[0][0] if found else journal.sequence
        waiting.sort()
        count = 0
        for sequence, where, at in waiting:
            if sequence >= first:
                break
            count += 1
            if sequence > told:  # a page that refused a record may have it all the same
                told = sequence
                yield sequence, where[at], where[at + _HEAD : at + _HEAD + where[at + 1]]
        waiting = waiting[count:] + found


def _and_the_end(pages):
    yield from pages
    yield b"", 0
