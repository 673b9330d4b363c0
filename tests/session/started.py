"""The journal as a start finds it."""

from session.journal import Journal


def started(device, prepare=True):
    """Return the journal of a start, everything erased ahead that may be."""
    journal = Journal(device)
    journal.recover()
    while prepare and journal.prepare():
        pass
    return journal


def all_of(journal, since=0):
    """Return its records, oldest first."""
    return list(journal.records(since))
