"""`make run LIVE=1`: a pile in real time. MicroPython runs it; its console is on a pty."""

import json
import os
import select
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from tools.run.pty_end import PtyEnd
from tools.run.timeline import Timeline
from tools.scenario.benches import CONSOLE_KB, Missing, vm_command
from tools.scenario.parse import Malformed, load, normalise

LIVE = Path(__file__).with_name("live.py")
_TURN_S = 0.02  # how often the pty is looked at while nobody has it open
_STOP_S = 5  # the VM has so long to make its outputs safe
_HELP = """\
The pile's console is {path}
  mpremote connect {path}                            to talk to it; Ctrl-] leaves
  mpremote connect {path} resume exec "status()"     one command; without resume: soft reset first
There: help() lists what to ask, status(), and what to do: plug(), car("C"), fault("estop").
Ctrl-C here ends it, outputs safe."""


class Live:
    """The VM and its three streams. `serve` until it ends or Ctrl-C."""

    def __init__(self, command):
        self._pty = PtyEnd()
        self._timeline = Timeline()
        self._us = 0  # the world's time
        self._busy = False  # a command of the console runs
        self._safe = None  # its last word: the coils are off
        self._partial = b""
        stdin, self._stdin = os.pipe()
        os.set_blocking(stdin, False)  # how MicroPython reads what there is, and no more
        os.set_blocking(self._stdin, False)
        self._process = subprocess.Popen(
            command,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,  # Ctrl-C comes from here
        )
        self._streams = [self._process.stdout.fileno(), self._process.stderr.fileno()]
        os.close(stdin)

    def serve(self):
        """Serve until Ctrl-C or the end of the VM; return the exit status."""
        self._timeline.note(_HELP.format(path=self._pty.path))
        self._timeline.begin()
        try:
            while self._turn():
                pass
        except KeyboardInterrupt:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            return self._stop()
        self._timeline.note("the pile ended by itself", "red")
        self._close()
        return 1

    def _turn(self):
        """Pass on what has come; return False when the VM has ended."""
        typed, said, told = self._pty.fileno(), *self._streams
        listen = [typed, said, told] if self._pty.opened() else [said, told]
        ready = select.select(listen, [], [], _TURN_S)[0]
        if typed in ready:
            self._typed(self._pty.read())
        if said in ready:
            self._pty.send(os.read(said, 65536))
        return told not in ready or self._hear(os.read(told, 65536))

    def _typed(self, data):
        if self._busy and b"\x03" in data:  # for the command that runs, not for what comes after
            self._process.send_signal(signal.SIGINT)
            data = data.rpartition(b"\x03")[2]
        try:
            os.write(self._stdin, data)
        except OSError:  # a command runs and does not listen: what is typed is lost
            pass

    def _hear(self, data):
        """Take what the VM tells besides its console; return False at its end."""
        *lines, self._partial = (self._partial + data).split(b"\n")
        for line in lines:
            self._row(line.decode(errors="replace"))
        self._timeline.until(self._us)
        return bool(data)

    def _row(self, line):
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        if isinstance(row, list):
            self._us = row[0]
            self._timeline.hear(row)
        elif isinstance(row, dict):
            self._us = row.get("us", self._us)
            self._busy = bool(row.get("busy", self._busy))
            self._safe = row.get("safe", self._safe)
        else:
            self._timeline.note(line)

    def _stop(self):
        """End the VM; return the exit status: 0 when its outputs are safe."""
        if self._busy:
            self._process.send_signal(signal.SIGINT)
        os.close(self._stdin)
        deadline = time.monotonic() + _STOP_S
        while time.monotonic() < deadline and self._turn():
            pass
        self._close()
        self._timeline.close(self._us)
        if self._safe:
            self._timeline.note("ended: coils off, pilot at rest, contactor released")
            return 0
        self._timeline.note("ended by force: it did not answer within 5 s", "red")
        return 1

    def _close(self):
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()
        self._process.stderr.close()
        self._pty.close()


def live(path=None):
    """Run a pile; with the file at `path` its settings and its world's script are played."""
    try:
        scenario = load(path) if path else normalise({"end_ms": 1})
        with tempfile.NamedTemporaryFile("w", suffix=".json") as world:
            command, text = vm_command(scenario, LIVE, world.name, more_kb=CONSOLE_KB)
            world.write(text)
            world.flush()
            signal.signal(signal.SIGTERM, signal.default_int_handler)
            return Live(command).serve()
    except (Malformed, Missing) as error:
        print(error)
        return 2
