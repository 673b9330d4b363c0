"""The core at work, before anything that may take its time is even loaded; then the rest.

Loaded for a start, then dropped.
"""

from shell.on_demand import borrow, forget


def start(hal, board, store):
    """Return (outlet, settings, message): it ticks, with what a reset must not clear.

    `board` is checked. The watchdog runs from here on: a core that never ticks resets the pile.
    """
    from core.tick import Outlet
    from shell import settings
    from shell.kept import Kept
    from shell.outlet_config import outlet_config

    forget("shell", "settings", "schema", "check", "outlet_config")
    values, message = settings.load(store)
    outlet = Outlet(hal, outlet_config(values, board))
    forget("core", "profiles", "parts", "room")
    outlet.latch.restore(Kept(store).bits)
    hal.start(outlet.tick, outlet.glance)
    hal.feed()
    return outlet, values, message


def pile(board, hal, store, ports):
    """Return the App on `hal`, ready to be run."""
    outlet, values, message = start(hal, board, store)
    problem = ""
    if values["meter"] != "none":
        from meter.fit import wire

        problem = wire(ports, values, board, outlet.config)
        hal.feed()
    if values["reader"] != "none":
        from session.readers.factory import wire as wire_reader

        problem = wire_reader(ports, values["reader"], board) or problem
        hal.feed()
    if values["rtc"] != "none":
        from dates.rtc import wire as wire_rtc

        problem = wire_rtc(ports, values["rtc"], board) or problem
        hal.feed()
    if values["parking_lock_s"]:
        from space.fit import wire as wire_flap

        wire_flap(ports, board)
    if values["modbus"] == "rtu" or values["group"] == "rs485":
        from comms.bus import wire as wire_bus

        problem = wire_bus(ports, values, board) or problem
        hal.feed()
    if values["group_fuse_a"] and values["group"] != "none":
        from group.feeder_meter import wire as wire_feeder

        problem = wire_feeder(ports, values, board, outlet.config) or problem
        hal.feed()
    # One after the other: imports within imports take much of the stack, and ticks need some.
    from core import journal, mailbox  # noqa: F401
    from session import record, session, tariff, till  # noqa: F401
    from shell import trade  # noqa: F401
    from shell.app import App

    hal.feed()
    return _fitted(hal, App(hal, outlet, store, ports, values, message or problem))


def _fitted(hal, app):
    hal.feed()
    borrow("shell", "kept_claims").restore(app)
    borrow("shell", "sources").fit(app, hal.feed)
    borrow("service", "event_open").start(app)
    if _marked(app.ports):
        borrow("update", "trial").fit(app)
    return app


def _marked(ports):
    # more than a letter in the marker: a version on trial, or one that was not confirmed
    if getattr(ports, "root", None) is None:
        return False
    try:
        with open(ports.root + "/slot") as file:
            return file.read(3)[1:2] not in ("", ".")
    except OSError:
        return False


def build(hal, board, store, ports):
    """Return the App, its outlet ticking. Raises ValueError when `board` is not good.

    `ports`: meter.read(), link.poll(), lamp.show(name), ticks_ms(), random(n).
    """
    from shell import board as boards
    from shell.app import App

    errors = boards.check(board)
    if errors:
        raise ValueError("; ".join(errors))
    outlet, values, message = start(hal, board, store)
    return _fitted(hal, App(hal, outlet, store, ports, values, message))
