"""Many ends of one beginning: each in a child process that has inherited all of this one's state.

A chip boots and charges once; what can befall it then is tried in children, one after the other
or side by side. No child gets back into the code that called.
"""

import json
import os
import select
import signal
import traceback


class Failed(RuntimeError):
    """A child raised or died; the text is its traceback, or its exit status."""


def each(count, act, jobs=1, before=None):
    """Return [act(0), act(1), ...], each from a child of its own, at most `jobs` at a time.

    `before()` runs here ahead of each fork: what it lets happen, every later child has seen. So
    results do not depend on `jobs`. They come as JSON. Raises Failed, and ends the other children.
    """
    found = [None] * count
    running: dict[int, tuple[int, int]] = {}  # pipe: number, process
    try:
        for number in range(count):
            if len(running) >= jobs:
                _collect(running, found)
            if before is not None:
                before()
            _start(running, act, number)
        while running:
            _collect(running, found)
    finally:
        for reader, (_, process) in running.items():
            os.close(reader)
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
    return found


def _start(running, act, number):
    reader, writer = os.pipe()
    process = os.fork()
    if process:
        os.close(writer)
        running[reader] = number, process
        return
    status = 1
    try:
        try:
            text, passed = json.dumps(act(number)), 0
        except BaseException:
            text, passed = traceback.format_exc(), 1
        with os.fdopen(writer, "w", encoding="utf-8") as pipe:
            pipe.write(text)
        status = passed
    finally:
        os._exit(status)


def _collect(running, found):
    """Wait for a child, take what it says."""
    for reader in select.select(list(running), [], [])[0]:
        number, process = running.pop(reader)
        with os.fdopen(reader, encoding="utf-8") as pipe:
            text = pipe.read()
        code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        if code or not text:
            raise Failed(f"child {number} ended with status {code}: {text or 'it said nothing'}")
        found[number] = json.loads(text)
