"""`make run LIVE=1` as a tool meets it: a pile in real time behind a serial port."""

import contextlib
import signal
import subprocess
import sys
import time

from tools.link import Link, LinkError

_START_S = 30
_END_S = 20


@contextlib.contextmanager
def live_pile():
    """Yield the port of a pile that is idle."""
    command = [sys.executable, "-u", "-m", "tools.run", "--live"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as pile:
        try:
            port = pile.stdout.readline().split()[-1]
            wait(lambda: _state(port) == "idle")
            yield port
        finally:
            pile.send_signal(signal.SIGINT)
            pile.communicate(timeout=_END_S)


def wait(wanted):
    """Wait until `wanted()` holds."""
    until = time.monotonic() + _START_S
    while not wanted():
        assert time.monotonic() < until
        time.sleep(0.1)


def _state(port):
    try:
        with Link(port) as link:
            return link.ask("status")["state"]
    except LinkError:  # it starts
        return None
