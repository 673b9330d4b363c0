"""The parts of a diagnostics bundle: each returns (data, next page or None). Loaded on demand."""

from service.bundle import REMOVED, paged, secret, shortened

_LOG = 24  # events in a page
_SESSIONS = 16  # the newest
_A_PAGE = 4  # of them


def unit(app, _page):
    """Who it is, since when it runs and why it started, what went wrong since."""
    from service import watch
    from service.identity import identity

    data = watch.unit(app)
    data.update(identity(app))
    trade, events = app.trade, app.watch.events
    data["reset_cause"] = app.ports.reset_cause() if hasattr(app.ports, "reset_cause") else 0
    data["dead"] = app.outlet.dead
    data["ticks"] = app.outlet.ticks
    data["journal"] = {
        "room": trade.journal.room(),
        "lost": trade.till.lost,
        "damaged": trade.damaged,
        "sequence": trade.journal.sequence,
    }
    data["events_lost"] = events.lost
    data["events_problem"] = events.problem
    data["cards"] = getattr(app.trade.cards, "count", 0)
    data["sessions"] = trade.till.number
    return data, None


def status(app, _page):
    """What status() says."""
    from shell import report

    return report.status(app), None


def why(app, _page):
    """Every reason and limit."""
    from shell import why

    return why.why(app), None


def settings(app, page):
    """Every setting, secrets removed."""
    keys, after = paged(sorted(app.values), page)
    return {key: REMOVED if secret(key) else app.values[key] for key in keys}, after


def inputs(app, _page):
    """What is measured, and what port, meter and register count of their troubles."""
    from shell import listing

    return listing.input_lines(app), None


def faults(app, _page):
    """The faults that are latched."""
    from shell import fault_report

    return fault_report.rows(app.snapshot.faults), None


def core(app, page):
    """The core's own ring of events: the last ones before this moment."""
    from shell import listing

    return paged(listing.events(app), page)


def trace(app, page):
    """The pilot around the last fault, or until now."""
    from core.journal import TRACE

    ring = app.outlet.journal.trace
    rows, after = paged(list(ring.rows()), page)
    return {"frozen": ring.frozen(), "columns": TRACE, "rows": rows}, after


def log(app, page):
    """The event log, newest page first: page is the number of an event, 0 = from the newest."""
    from service import event_list

    found = event_list.rows(app.watch.events, _LOG, page or event_list.NEVER)
    after = found[0]["n"] if len(found) == _LOG else None
    return [[row[key] for key in event_list.COLUMNS] for row in found], after


def heap(app, _page):
    """Least and most free memory of each hour."""
    from service import heap

    return heap.rows(app.watch), None


def sessions(app, page):
    """The last sessions, without who charged."""
    from shell import till_console

    found = []
    for record, is_open in till_console.records(app, _SESSIONS):
        row = till_console.data(record, is_open)
        row["who"] = shortened(row["who"])
        del row["lines"]
        found.append(row)
    end = (page + 1) * _A_PAGE
    return found[page * _A_PAGE : end], page + 1 if end < len(found) else None


def group(app, _page):
    """Who shares, where a group is set."""
    if app.values["group"] == "none":
        return None, None
    from shell import group_console

    return group_console.run(app, 0, None, None, {})[1], None


def bringup(app, _page):
    """The last report of a bring-up, None without one."""
    from service import bringup_report

    try:
        return bringup_report.report(app, 0, None)[1], None
    except ValueError:
        return None, None
