"""Runs the shell. Whatever ends it: outputs safe, then reset.

A port is a module `hal.<port>` with `connect(board) -> (hal, ports)`, the same pair each time,
and `reset()`. A bench or `tools.run` brings its own pair and calls `run`.
"""

import asyncio

from shell import board as boards
from shell import console
from shell.app import COMMS, MAIN, METER, build
from shell.store import FileStore


async def _sleep_ms(ms):
    await asyncio.sleep(ms / 1000)


_pause_ms = getattr(asyncio, "sleep_ms", _sleep_ms)  # CPython's asyncio has no sleep_ms


async def _repeat(app, index):
    period_ms = app.jobs[index][1]
    while not app.ended:
        app.run(index, app.ports.ticks_ms())
        await _pause_ms(period_ms)


async def serve(app):
    """Run the jobs of `app` until a restart is asked for; what main raises comes out."""
    tasks = [asyncio.create_task(_repeat(app, index)) for index in (COMMS, METER)]
    try:
        await _repeat(app, MAIN)
    finally:
        for task in tasks:
            task.cancel()


def run(hal, board, store, ports):
    """Build the pile on `hal` and run it. However it ends, the outputs are safe."""
    try:
        app = build(hal, board, store, ports)
        console.attach(app)
        if app.message:
            print(app.message)
        asyncio.run(serve(app))
    finally:
        hal.safe()


def main(board_path="board.json", store_path="store"):
    """Run the pile that `board_path` describes, then reset."""
    board = boards.load(board_path)
    port = __import__("hal." + board["port"], None, None, ("connect",))
    try:
        hal, ports = port.connect(board)
        run(hal, board, FileStore(store_path), ports)
    except BaseException as error:  # Ctrl-C too: a pile without its shell must not stand still
        print("main ended, reset: %s: %s" % (type(error).__name__, error))
    finally:
        port.reset()


if __name__ == "__main__":
    main()
