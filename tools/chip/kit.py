"""The core alone on the chip, in a company, with a car that can be moved at any instant."""

import struct

from rp2040py.memory_map import RAM_START_ADDRESS

from shell import board as boards
from tools import build
from tools.chip.files import core_files
from tools.chip.stage import Stage
from tools.emulator.console import Timeout

COMPANIES = ("idle", "busy", "collect", "churn", "console", "tasks", "flash", "modbus")
_SIMPLE = {"rcd": "none", "lock": False}  # a closing takes a second less
TRIGGER = 22  # as in core_main
_TIMES = "<5i"  # core_main's `times`, but for the last
_ANSWER = b"\x01\x04\x0c" + bytes(14)


class Kit(Stage):
    """Powered on, ticking, the car away. `edges` lists (us, level) of the coil."""

    def __init__(
        self,
        company="idle",
        what="core_main",
        trigger="None",
        fitted=None,
        filter_us=50,
        **machine,
    ):
        board = boards.fit(build.load_board("pico"), _SIMPLE if fitted is None else fitted)
        board["rcd_filter_us"] = filter_us
        files = core_files(board)
        files["main.py"] = b""
        super().__init__(board, files, **machine)
        self.pins = board["pins"]
        self.edges = []
        self.chip.watch(self.pins["coil"], self._coil)
        self.chip.boot()
        self.chip.exec(f"import {what} as what, companies_main, uctypes")
        found = self.chip.exec("print(uctypes.addressof(getattr(what, 'times', b'0')))")
        self._times = int(found) - RAM_START_ADDRESS
        self.plant.set("ev.state", "A")
        self.begin()
        self.settle()
        self.chip.exec(f"what.start({trigger})")
        self.chip.start(f"companies_main.{company}()")
        if company == "modbus":
            self.chip.every(20000.0, lambda: self.chip.mcu.uart[0].send_in(_ANSWER))

    def _coil(self, t_ns, new, _old):
        self.edges.append((t_ns / 1000, 1 if new == 1 else 0))
        if new != 1:
            self.chip.stop("off")

    def coil(self):
        """Return whether the coil is driven."""
        return bool(self.edges) and self.edges[-1][1] == 1

    def charge(self):
        """Plug a car in and let it ask; return when the coil has been on for a while."""
        self.set("ev.state", "B")
        self.run_ms(150)
        self.until(lambda: 0 < self.wiring.duty < 10000, 4000)
        self.set("ev.state", "C")
        self.until(self.coil, 3000)
        self.run_ms(60)

    def leave(self, ms=1800):
        """Take the car away, put everything right, and wait so long."""
        for key, value in (("ev.diode", True), ("ev.state", "A")):
            self.set(key, value)
        self.run_ms(ms)

    def off_after(self, act, limit_ms=1000):
        """Do `act()` now; return the us from it to the coil's fall."""
        if not self.coil():
            raise RuntimeError("the coil is off before anything has happened")
        start_us = self.chip.us
        act()
        until_us = start_us + limit_ms * 1000
        while self.coil() and self.chip.us < until_us:
            self.chip.run_us(until_us - self.chip.us)
        self.arrive()
        if self.coil():
            raise TimeoutError(f"the coil is still on after {limit_ms} ms")
        return self.edges[-1][0] - start_us

    def trigger(self):
        """Raise the pin that core_main listens to."""
        self.chip.drive(TRIGGER, False)
        self.chip.drive(TRIGGER, True)

    def ticks(self):
        """Return (worst, mean, jitter) of the ticks since the last call, in us.

        Read from the chip's memory: the company goes on undisturbed.
        """
        sram = self.chip.mcu.sram
        worst, total, count, early, late = struct.unpack_from(_TIMES, sram, self._times)
        struct.pack_into(_TIMES, sram, self._times, 0, 0, 0, 0, 0)
        return worst, total / count, max(-early, late)

    def stop_company(self):
        """Press Ctrl-C until the console is back: a tick or a timer may take some of them."""
        for turn in range(40):
            self.chip.send(b"\x03")
            try:
                self.chip.expect(b"\x04>", 150e3 + 7e3 * turn)
                return
            except Timeout:
                pass
        raise TimeoutError("the company does not stop")
