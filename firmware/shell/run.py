"""Starts the pile and runs it. Whatever ends it: outputs safe, then reset.

A port is a module `hal.<port>` with `connect(board) -> (hal, ports)`, the same pair each time,
and `reset()`. A bench or `tools.run` brings its own pair and calls `run`.
"""

import os

import micropython

from shell.on_demand import forget
from shell.store import FileStore


def run(hal, board, store, ports):
    """Build the pile on `hal` and run it. However it ends, the outputs are safe."""
    try:
        app = _pile(hal, board, store, ports)
        if app.message:
            print(app.message)
        from shell.serve import forever

        forever(app)
    finally:
        hal.safe()


def _pile(hal, board, store, ports):
    from shell.start import pile

    forget("shell", "start")
    return pile(hal, board, store, ports)


def _board(path):
    from shell.board import load

    forget("shell", "board")
    return load(path)


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
        board = _board(board_path)
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
