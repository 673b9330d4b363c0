"""Talks to a board through mpremote's command line; says in its own words what failed."""

import subprocess
import sys
import time
from pathlib import Path

import serial  # type: ignore[import-untyped]  # mpremote brings it

_ON_BOARD = Path(__file__).with_name("board_main.py")
_MPREMOTE = [sys.executable, "-m", "mpremote"]
_SILENCE_S = 30
_MEET_S = 12  # mpremote itself gives up after 10
_REPLUG_S = 30
_PAUSE_S = 0.05
_PROMPT = b">>> "
_HEARD = 256
_COPY_S = 600


class Refused(Exception):
    """Nothing was switched: what, why, and what to do."""


class Silent(Refused):
    """Nobody answered."""


def ports():
    """Return the serial ports of this PC that have USB behind them, for a message."""
    line = [*_MPREMOTE, "connect", "list"]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    rows = [row.split() for row in done.stdout.splitlines()]
    return ", ".join(row[0] for row in rows if "0000:0000" not in row) or "none"


# For a prompt beside a running pile, whose heap is nearly full: the file is too long there.
_RUNS = "import sys; print('shell.serve' in sys.modules)"
_STOP = (
    "import sys; flash_pile = sys.modules['shell.console']; open('/service', 'w').close(); "
    "getattr(flash_pile, 'leave', flash_pile.restart)()"
)


class Remote:
    """A board at a serial port."""

    def __init__(self, port):
        self.port = port

    def run(self, *commands, timeout_s=None):
        """Run a chain of mpremote commands on what runs now, without a reset; return the output.

        A soft reset would leave a watchdog biting, and a pile's outputs to boot.py.
        """
        chain = []
        for command in commands:
            chain += ["+", *command] if chain else command
        line = [*_MPREMOTE, "connect", self.port, "resume", *chain]
        try:
            done = subprocess.run(
                line, capture_output=True, text=True, check=False, timeout=timeout_s or _SILENCE_S
            )
        except subprocess.TimeoutExpired:
            raise Silent(self._silent()) from None
        if done.returncode:
            said = done.stdout + done.stderr
            if "could not enter raw repl" in said or "could not exec" in said:
                raise Silent(self._silent())
            raise Refused(self._explained(said))
        return done.stdout

    def pile_runs(self, timeout_s=None):
        """Return whether a pile runs behind the prompt."""
        return self.run(("exec", _RUNS), timeout_s=timeout_s).strip() == "True"

    def meet(self, say):
        """Return whether a pile runs; have a silent board plugged in again and catch its start."""
        try:
            return self.pile_runs(_MEET_S)
        except Silent:
            say(f"{self._silent()}. Waiting {_REPLUG_S} s for it")
        self._knock(time.monotonic() + _REPLUG_S)
        return self.pile_runs(_MEET_S)

    def _knock(self, until):
        # Ctrl-C all the time: a pile that starts takes it until its watchdog runs
        while time.monotonic() < until:
            try:
                with serial.serial_for_url(self.port, timeout=_PAUSE_S) as port:
                    heard = b""
                    while _PROMPT not in heard and time.monotonic() < until:
                        port.write(b"\x03")
                        heard = heard[-len(_PROMPT) :] + port.read(_HEARD)
                    return
            except OSError:  # it is unplugged
                time.sleep(_PAUSE_S)

    def stop_pile(self):
        """Have the pile stop gracefully and start once without itself: see main.py."""
        self.run(("exec", _STOP))

    def call(self, *calls):
        """Call functions of board_main.py, by their text; return what the last printed."""
        commands = [("exec", _ON_BOARD.read_text(encoding="utf-8"))]
        commands += [("exec", text) for text in calls]
        return self.run(*commands).strip()

    def leave(self, call):
        """Call a function that does not come back."""
        self.run(("exec", _ON_BOARD.read_text(encoding="utf-8")), ("exec", "--no-follow", call))

    def copy(self, pairs):
        """Copy [(file here, path there)]; what is there already with the same hash stays."""
        self.run(
            *[("fs", "cp", str(here), ":" + there) for here, there in pairs], timeout_s=_COPY_S
        )

    def _explained(self, said):
        last = said.strip().splitlines()[-1] if said.strip() else "mpremote said nothing"
        if "failed to access" in said or "no device found" in said:
            return (
                f"port {self.port} cannot be opened ({last}). It is not there, or another program "
                f"(a terminal, a monitor) has it. Ports with something on USB: {ports()}. "
                "On Linux your user must be in the group dialout"
            )
        if "ENOSPC" in said or "No space left" in said:
            return (
                "the board's file system is full. What ran before still starts. Look with "
                f"'mpremote connect {self.port} resume fs ls', remove what is not the pile's, "
                "then flash again"
            )
        return f"the board did not do it: {last}. What ran before still starts; flash again"

    def _silent(self):
        return (
            f"nothing on {self.port} answers as MicroPython does. A pile without aiorepl keeps "
            "its console shut, and a program may hang: unplug it, plug it in. No MicroPython on "
            "the board: put the image of its page on micropython.org on it first. It is another "
            f"device: ports with something on USB: {ports()}"
        )
