"""Reads a journal from its oldest record to its newest. Needed at a start, then dropped."""

from session import page


def replay(journal, since):
    """Yield (sequence, kind, payload): see Journal.records.

    Up to two pages of passing records and those of lasting ones in between are under way at a
    time: a page is begun once all that is older has been told.
    """
    journal.damaged = 0
    told = since - 1
    heads = []  # of the pages under way: [sequence, offset, data, the places after it]
    for data, limit in journal.pages(since):
        head = [0, 0, data, page.places(data, limit)]
        if _step(journal, head):
            for record in _merged(journal, heads, head[0]):
                if record[0] > told:  # a page that refused a record may have it all the same
                    told = record[0]
                    yield record
            heads.append(head)
    for record in _merged(journal, heads, journal.sequence):
        if record[0] > told:
            told = record[0]
            yield record


def _merged(journal, heads, below):
    """Yield what is older than `below`, oldest first."""
    while heads:
        low = heads[0]
        for head in heads:
            if head[0] < low[0]:
                low = head
        sequence, offset, data, _ = low
        if sequence >= below:
            return
        yield sequence, data[offset], page.payload(data, offset)
        if not _step(journal, low):
            heads.remove(low)


def _step(journal, head):
    """Go to the next record of a page; return whether there is one."""
    for offset, sequence in head[3]:
        if sequence:
            head[0] = sequence
            head[1] = offset
            return True
        journal.damaged += 1
    return False
