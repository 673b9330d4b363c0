"""Starts the pile and runs it. Whatever ends it: outputs safe, then reset.

A port is a module `hal.<port>` with `connect(board) -> (hal, ports)`, the same pair each time,
and `reset()`.
"""

import os
import sys

import micropython

from shell.on_demand import borrow, forget
from shell.store import FileStore

_CALLS = 16  # 3 KB of the stack


def run(port, boards, store):
    """Build the pile that boards[0] describes and run it. However it ends, the outputs are safe.

    `boards` is empty afterwards: while the pile runs nothing holds the board any more.
    """
    _calibrate(boards[0], store)
    hal, ports = port.connect(boards[0])
    app = ended = None
    try:
        hal.safe()  # again: boot.py may be missing
        hal.feed()
        from shell.start import pile

        forget("shell", "start")
        app = pile(boards.pop(), hal, store, ports)
        pile = None  # nor its code
        unpack = sys.modules.get("unpack")
        if unpack is not None:  # the version's files lie in one
            unpack.pack.settle()
        if app.message:
            print(app.message)
        from shell.serve import forever

        _wipe(_CALLS)
        forever(app)
    except Exception as error:
        ended = error
        raise
    finally:
        hal.safe()
        if ended is not None and app is not None:
            app.watch.last_word(ended)


def _wipe(calls):
    # What the start left on the stack would keep forgotten code alive under the frames to come.
    if calls:
        _wipe(calls - 1)


def _calibrate(board, store):
    from hal import ports

    if store.read("factory") or ports.open_flash("factory"):
        borrow("service", "calibration_scales").apply(board, store, ports)


def _boards(path):
    from shell.board import load

    forget("shell", "board")
    return [load(path)]


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
        boards = _boards(board_path)
    except ValueError as error:
        print("no pile runs here: %s" % error)
        return
    if _service(service_path):
        print("service: no pile runs here until the next reset")
        return
    port = __import__("hal." + boards[0]["port"], None, None, ("connect",))
    micropython.kbd_intr(-1)
    try:
        run(port, boards, FileStore(store_path))
    except BaseException as error:  # a pile without its shell must not stand still
        print("main ended, reset: %s: %s" % (type(error).__name__, error))
    finally:
        port.reset()
