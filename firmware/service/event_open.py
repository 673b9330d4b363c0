"""Finds the flash of the event log and what is in it. Loaded for a start, then dropped."""

import sys

from session.journal import Journal
from shell.on_demand import forget

BLOCKS = 2
_RESERVE = 0  # no record of it lasts: passing ones may have every page
_ALL = 0x3FFFFFFF


def open_log(app):
    """Return the EventLog of a pile that starts."""
    from service.event_log import EventLog

    problem = ""
    journal = None
    try:
        flash = _flash(app.store, app.ports)
        if flash is not None:
            journal = Journal(flash, _RESERVE)
            journal.recover()
            journal.keep_from(_ALL)
    except (OSError, ValueError) as error:
        journal = None
        problem = "events are not kept, their flash cannot be read: %s" % error
    return EventLog(journal, app.trade.clock, problem)


def _flash(store, ports):
    if not hasattr(ports, "open_flash"):  # a bench
        return None
    flash = ports.open_flash("events")
    if flash is None and store.folder:
        from session.file_flash import FileFlash

        flash = FileFlash(store.folder + "_events", BLOCKS)
    return flash


def start(app):
    """Give `app` its log and what fills it, and note the start: why, and of which version."""
    from service.event_codes import BOOT
    from service.event_watch import Watch
    from service.identity import version

    forget("service", "event_codes", "identity")
    app.watch = Watch(app, open_log(app))
    forget("hal", sys.platform + "_flash")
    cause = getattr(app.ports, "reset_cause", None)
    app.note(BOOT, cause() if cause else 0, 0, version())
