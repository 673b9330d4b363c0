"""A pile that is being made: asked over its console, flashed and told apart by mpremote."""

import time

from tools.flash.install import install
from tools.flash.remote import Refused, Remote
from tools.link import Link, LinkError

_POLL_S = 0.1
_PATIENCE_S = 10
_RESTART_S = 2  # what is typed while a board restarts is lost
_START_S = 30  # from a reset to an answer, files compiled by nobody yet
_TRIES = 40
_AGAIN_S = 0.2
_LIVE = "virtual"  # board of `make run LIVE=1`: nothing to flash, no chip to name it by
_BOARD_ID = "import machine, binascii; print(binascii.hexlify(machine.unique_id()).decode())"


class Trouble(Exception):
    """A step was not done: what, why, and what to do."""


class Pile:
    """At a serial port. Every method raises Trouble or LinkError.

    `connect`, `pause` and `clock` are for tests, which play time instead of waiting for it.
    """

    def __init__(self, port, board, connect=Link, pause=time.sleep, clock=time.monotonic):
        self.port = port
        self.pause = pause
        self._board = board
        self._connect = connect
        self._clock = clock
        self._link = None
        self._secret = None

    def close(self):
        """Leave the port to others."""
        if self._link is not None:
            self._link.close()
            self._link = None

    # before there is a pile of ours

    def meet(self):
        """Return (serial, board id): "" for a serial where none was written yet."""
        try:
            found = self.ask("factory")
        except (LinkError, Trouble):
            self.close()
            found = {"serial": "", "problem": ""}
        if found["problem"]:
            raise Trouble(
                f"{found['problem']}. Nobody can log in to it: erase the board's whole flash "
                "(picotool erase, esptool erase_flash), put MicroPython on it, and give it a new "
                "serial"
            )
        serial = found["serial"]
        return (serial, "") if serial else ("", self._board_id())

    def _board_id(self):
        if self._board["name"] == _LIVE:
            self.ask("status")  # a sentence, where there is no pile
            return self.port
        self.close()
        try:
            return Remote(self.port).run(("exec", _BOARD_ID)).strip()
        except Refused as error:
            raise Trouble(str(error)) from error

    def flash(self, folder):
        """Install the version in `folder` and wait for its console."""
        if self._board["name"] != _LIVE:
            self.close()
            try:
                install(Remote(self.port), folder, self._board["module"], lambda _line: None)
            except Refused as error:
                raise Trouble(str(error)) from error
        self._answers("the pile does not answer after it was flashed", lambda _row: True)

    # its console

    def ask(self, name, *args, **options):
        """Return what a command answers as JSON."""
        answer = self._open().ask(name, *args, **options)
        if type(answer) is dict and not answer.get("ok", True):
            raise Trouble(f"{name}: {'; '.join(answer['errors'])}")
        return answer

    def lines(self, name, *args):
        """Return what a command says to people."""
        return self._open().lines(name, *args)

    def do(self, name, *args, **options):
        """Have a command done that the pile may have to put off for some seconds."""
        for _ in range(_TRIES):
            try:
                return self.ask(name, *args, **options)
            except Trouble:
                self.pause(_AGAIN_S)
        return self.ask(name, *args, **options)

    def _open(self, patience_s=_PATIENCE_S):
        if self._link is None:
            self._link = self._connect(self.port, patience_s)
            if self._secret is not None:
                self._link.login(self._secret)
        return self._link

    def login(self, secret):
        """Be the installer from now on, after restarts too."""
        self._secret = secret
        if self._link is not None:
            self._link.login(secret)

    def logout(self):
        """Be nobody again."""
        if self._secret is not None:
            self._secret = None
            self.ask("logout")

    def until(self, seconds, good):
        """Return status() as soon as it is `good`, or as it is after `seconds`."""
        end = self._clock() + seconds
        while True:
            status = self.ask("status")
            if good(status) or self._clock() >= end:
                return status
            self.pause(_POLL_S)

    def restart(self):
        """Restart it, once what was set is saved."""
        status = self.until(_START_S, lambda row: not row["unsaved"])
        if status["unsaved"]:
            raise Trouble(f"the settings are not saved: {status['message'] or 'no reason told'}")
        up_s = self.ask("factory")["up_s"]
        self.do("restart")
        self._answers("the pile does not come back after restart()", lambda up: up < up_s)

    def _answers(self, complaint, good):
        # a board leaves the bus and comes back
        end = self._clock() + _START_S
        error = "it still runs as before"
        while self._clock() < end:
            self.close()
            self.pause(_POLL_S)
            try:
                self._open(_RESTART_S)
                if good(self.ask("factory")["up_s"]):
                    break
            except LinkError as said:
                error = str(said)
        else:
            raise Trouble(f"{complaint}: {error}")
        self.close()  # the next link is as patient as ever
