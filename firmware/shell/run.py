"""Runs the shell. Whatever ends it: outputs safe, then reset.

A port is a module `hal.<port>` with `connect(board) -> (hal, ports)`, the same pair each time,
and `reset()`. A bench or `tools.run` brings its own pair and calls `run`.
"""

import asyncio
import os

import micropython

from shell import board as boards
from shell.start import start
from shell.store import FileStore


async def _sleep_ms(ms):
    await asyncio.sleep(ms / 1000)


_pause_ms = getattr(asyncio, "sleep_ms", _sleep_ms)  # CPython's asyncio has no sleep_ms
_LAMP_MS = 50  # half of the shortest flash
_RESTART_MS = 1000
_SLICE_MS = 10


async def _repeat(app, index):
    period_ms = app.jobs[index][1]
    while not app.ended:
        app.run(index, app.ports.ticks_ms())
        await _pause_ms(period_ms)


async def _blink(app):
    while True:
        app.ports.lamp.step(app.ports.ticks_ms())
        await _pause_ms(_LAMP_MS)


async def _poll(app, index):
    # a meter on a bus: whatever it raises, it starts again (I4)
    while True:
        try:
            await app.ports.meter.run()
        except Exception as error:
            app.crashes[index] += 1
            app.last_crash = error
        await _pause_ms(_RESTART_MS)


async def _sign(app):
    # sessions, in slices, while the contactor is open
    while True:
        more = False
        try:
            more = not app.snapshot.coils and app.trade.signer.step()
        except Exception as error:
            app.crashes[1] += 1  # comms
            app.last_crash = error
        await _pause_ms(_SLICE_MS if more else _RESTART_MS)


def _aiorepl():
    try:
        import aiorepl  # type: ignore[import-not-found]
    except ImportError:
        return None
    return aiorepl


async def _talk(aiorepl, console):
    # to whoever sits at the USB port, with the pile's commands and no other names
    await aiorepl.task({name: getattr(console, name) for name in console.__all__})
    raise SystemExit("Ctrl-D")  # it has taken the event loop away with it


async def serve(app):
    """Run the jobs of `app` until a restart is asked for; what main raises comes out.

    Ctrl-D at the console of aiorepl ends everything.
    """
    from shell import console
    from shell.app import COMMS, MAIN, METER

    console.attach(app)
    jobs = [_repeat(app, COMMS), _repeat(app, METER)]
    if hasattr(app.ports.lamp, "step"):
        jobs.append(_blink(app))
    if hasattr(app.ports.meter, "run"):
        jobs.append(_poll(app, METER))
    if app.trade.signer is not None:
        jobs.append(_sign(app))
    aiorepl = _aiorepl()
    if aiorepl:
        jobs.append(_talk(aiorepl, console))
    tasks = [asyncio.create_task(job) for job in jobs]
    try:
        await _repeat(app, MAIN)
    finally:
        for task in tasks:
            task.cancel()


def run(hal, board, store, ports):
    """Build the pile on `hal` and run it. However it ends, the outputs are safe."""
    try:
        outlet, values, message = start(hal, board, store)
        problem = ""
        if values["meter"] != "none":
            from meter.fit import wire  # only now: the core ticks while it is loaded

            problem = wire(ports, values, board, outlet.config)
            hal.feed()
        if values["reader"] != "none":
            from session.readers.factory import wire as wire_reader

            problem = wire_reader(ports, values["reader"], board) or problem
            hal.feed()
        from shell.app import App

        hal.feed()
        app = App(hal, outlet, store, ports, values, message or problem)
        if app.message:
            print(app.message)
        asyncio.run(serve(app))
    finally:
        hal.safe()


def _service(path):
    # `make flash` asks for one start without the pile; a power cut ends that too
    try:
        os.remove(path)
    except OSError:
        return False
    return True


def main(board_path="board.json", store_path="/store", service_path="/service"):
    """Run the pile that `board_path` describes, then reset. A bad board file starts nothing.

    From here on Ctrl-C is a character like any other. The watchdog runs before all else.
    """
    try:
        board = boards.load(board_path)
    except ValueError as error:
        print("no pile runs here: %s" % error)
        return
    if _service(service_path):
        print("service: no pile runs here until the next reset")
        return
    port = __import__("hal." + board["port"], None, None, ("connect",))
    micropython.kbd_intr(-1)
    try:
        hal, ports = port.connect(board)
        hal.safe()  # again: boot.py may be missing
        hal.feed()
        run(hal, board, FileStore(store_path), ports)
    except BaseException as error:  # a pile without its shell must not stand still
        print("main ended, reset: %s: %s" % (type(error).__name__, error))
    finally:
        port.reset()
