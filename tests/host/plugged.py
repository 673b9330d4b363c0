"""An emulated board at a serial port of this PC, for the real mpremote; its plug can be pulled."""

import os
import pty
import threading
import tty

from tools.emulator import failures

_STEP_US = 1000
_PAUSE_S = 0.0005  # while nobody says anything


class Plugged:
    """With a chip: a thread lets it run and carries bytes between it and `port`."""

    def __init__(self, chip):
        self.chip = chip
        self.port = ""
        self.said = bytearray()  # all the board has said
        self.writes = 0  # erases and page programs of the flash
        self._cut_at = None
        self._dice = None
        self._replug = False
        self._ends = []
        self._leaving = threading.Event()
        self._thread = threading.Thread(target=self._pump)
        chip.flash_hook = self._on_write

    def __enter__(self):
        self._ends = list(pty.openpty())
        for end in self._ends:
            tty.setraw(end)
        os.set_blocking(self._ends[0], False)
        self.port = os.ttyname(self._ends[1])
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._leaving.set()
        self._thread.join()
        self._close()

    def cut_at(self, write, dice):
        """Have the power fail in the middle of the write with this number."""
        self._cut_at, self._dice = write, dice

    def replug(self):
        """Take the board's power away and give it back."""
        self._replug = True

    def _on_write(self, command, address, data):
        self.writes += 1
        if self.writes != self._cut_at:
            return True
        failures.tear(self.chip, command, address, data, self._dice)
        self._leaving.set()
        self.chip.stop("cut")
        return False

    def _pump(self):
        while not self._leaving.is_set():
            if self._replug:
                self._replug = False
                self.chip.reset()
            self.chip.run_us(_STEP_US)
            if not self._leaving.is_set() and not self._carry():
                self._leaving.wait(_PAUSE_S)
        self._close()  # whoever waits at the port sees the board go

    def _carry(self):
        said = bytes(self.chip.rx)
        self.chip.rx.clear()
        self.said += said
        if said:
            os.write(self._ends[0], said)
        try:
            typed = os.read(self._ends[0], 4096)
        except OSError:  # nothing typed, or nobody there
            typed = b""
        if typed:
            self.chip.send(typed)
        return said or typed

    def _close(self):
        while self._ends:
            os.close(self._ends.pop())
