"""Commands of the console that only tell: each prints lines for people, or one of JSON.

Loaded for a command, then dropped, as what it needs.
"""

from shell import desk
from shell.desk import uses


@uses("help()")
def help():
    """List the commands."""
    from shell import texts

    for usage, en, zh in texts.COMMANDS:
        desk.say("%s: %s" % (usage, (en, zh)[desk.lang()]))
    desk.say(texts.COMMANDS_END[desk.lang()])


@uses("status()")
def status():
    """Say what the pile is doing."""
    from shell import report

    if desk.as_json:
        desk.put(report.status(desk.app))
    else:
        desk.lines(report.status_lines(desk.app, desk.lang()))


@uses("why()")
def why():
    """Say why it is not charging, or what limits the current, who wins and until when."""
    from shell import why

    if desk.as_json:
        desk.put(why.why(desk.app))
    else:
        desk.lines(why.why_lines(desk.app, desk.lang()))


@uses("faults()")
def faults():
    """Say which faults are latched, why, and what to do."""
    from shell import fault_report
    from shell.report import snapshot_of

    found = fault_report.rows(snapshot_of(desk.app).faults)
    if desk.as_json:
        desk.put(found)
        return
    if not found:
        desk.say(("no fault", "无故障")[desk.lang()])
    for row in found:
        desk.lines(fault_report.lines(desk.app, row["number"], desk.lang()))


@uses("events()")
def events():
    """Say what happened lately, oldest first."""
    from shell import listing

    if desk.as_json:
        desk.put(listing.events(desk.app))
    else:
        desk.lines(listing.event_lines(desk.app))


@uses("log(n=20, before=None)")
def log(n=20, before=None):
    """Say the event log, oldest first: what happened, across resets."""
    from service import event_list

    lines, found = event_list.log(desk.app, desk.lang(), n, before)
    if desk.as_json:
        desk.put(found)
    else:
        desk.lines(lines)


@uses("bundle(part, page=0)")
def bundle(part=None, page=0):
    """Say a page of what support wants to know: for `python -m tools.report`."""
    from service import bundle

    if desk.as_json:
        desk.put(bundle.bundle(desk.app, part, page))
    else:
        desk.lines(bundle.lines(desk.lang()))


@uses("inputs()")
def inputs():
    """Say everything that is measured."""
    from shell import listing

    if desk.as_json:
        desk.put(dict(listing.inputs(desk.app)))
    else:
        desk.lines(listing.input_lines(desk.app))


@uses("trace()")
def trace():
    """Dump the ring around the last fault, a line every 20 ms: pilot, state and current."""
    from shell import listing

    listing.write_trace(desk.app, desk.say, desk.as_json)


@uses("settings()")
def settings():
    """Say every setting, its value and what is allowed."""
    from shell import setting_list

    if desk.as_json:
        desk.put(desk.app.values)
    else:
        desk.lines(setting_list.setting_lines(desk.app))


@uses("sessions(number=None)")
def sessions(number=None):
    """Say the last sessions, or all of one: its lines, and the power of each minute."""
    from shell import till_console

    till_console.sessions(desk.app, desk.say, number, desk.as_json, desk.lang())


@uses("space(what=None)")
def space(what=None):
    """Say whose the parking space is and who has reserved it; 'drop' or 'raise' its lock."""
    from shell import space_console

    lines, data = space_console.space(desk.app, desk.lang(), what)
    desk.answer(lines, **data)


@uses("export()")
def export():
    """Say every session as a row of CSV, with the bytes that are chained and the signature.

    Only with the contactor open: no other job runs meanwhile, and the meter is not read.
    """
    from session import export

    app = desk.app
    try:
        for row in export.rows(app.trade.open_archive()):
            if app.snapshot.coils:
                raise ValueError("a car charges: export() ends here, do it when it has ended")
            desk.say(row.rstrip())
            app.jobs[0][2](app.ports.ticks_ms())  # a row takes 50 ms, the watchdog waits 2 s
    finally:
        app.trade.forget_archive()
