"""python -m tools.update.chip: a whole update on the emulated Pico, as `tools.update` does it.

Real firmware, packed, runs and is updated to the same with another number; most of it is staged
already, which is what an interrupted update leaves. Then with --cuts power cuts, each inside a
random flash operation; old or new starts, and the update goes on to its end (REQ-OTA-2).
"""

import argparse
import contextlib
import json
import random
import sys
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec

from shell.store import FileStore
from tools.broken import Broken, verdict
from tools.build import BOARD_FILE, ROOT, VERSION, build, load_board, slots, version_text
from tools.build.filesystem import folder_files
from tools.build.pack import packed
from tools.emulator import failures, image
from tools.emulator.chip import Chip
from tools.emulator.console import RemoteError, Timeout
from tools.link import LinkError
from tools.link.link import call_text
from tools.update.package import Package, sign
from tools.update.send import Refused, Sender
from tools.verify import keys

_LEFT = 3000  # bytes that are not staged yet
_CONSOLE = "tests/host/raw_console.py"
_FITTED = {  # the least there is to see: nothing but the pilot and the emergency stop
    "rcd": "none",
    "lock": False,
    "mirror_contact": False,
    "pe_monitor": False,
    "voltage_sense": False,
    "tethered": True,
    "socket_sensor": False,
}
_PINS = ("cp_pwm", "coil", "estop", "cp_adc")
_HIGH_V = 3.15  # of the pilot, nobody there: 12 V and -12 V
_LOW_V = 0.15
_START_US = 4e6
_BETWEEN_US = 1e6
_ASK_US = 3e6
_NEW = "9.0.0"
_SETTINGS = b'{"max_current_a": 16}'


class Port:
    """The console of a pile on a chip, in use as a Link. Time passes while it is asked."""

    def __init__(self, flash=None, files=None):
        self.chip = Chip(flash=flash, files=files)
        self.writes = 0
        self._cut_at = None
        self._dice = None
        self.cut = False
        self.chip.flash_hook = self._on_write
        pins = load_board("pico")["pins"]
        self.chip.drive(pins["estop"], 1)
        self.chip.pilot(pins["cp_adc"] - 26, pins["cp_pwm"], _HIGH_V, _LOW_V, 1.0)
        self.chip.boot()
        self.chip.run_us(_START_US)

    def cut_in(self, writes, dice):
        """Have the power fail inside that many flash operations from now."""
        self._cut_at, self._dice = self.writes + writes, dice

    def __call__(self):
        return contextlib.nullcontext(self)

    def ask(self, name, *words, **options):
        """Return what the command answers. Raises LinkError when the pile does not."""
        if self.cut:
            raise KeyboardInterrupt
        chip = self.chip
        try:
            if not chip.connected:
                chip.wait_connected(_START_US)
                chip.run_us(_START_US)
            chip.raw()
            said = chip.exec(call_text(name, words, options | {"json": True}), _ASK_US)
            chip.leave_raw()
            until = chip.us + _BETWEEN_US
            while chip.us < until and not self.cut:
                chip.run_us(until - chip.us)
            return json.loads(said)
        except (Timeout, RemoteError, ValueError) as error:
            chip.leave_raw()
            raise LinkError(str(error)) from None

    def _on_write(self, command, address, data):
        self.writes += 1
        if self.writes != self._cut_at:
            return not self.cut
        failures.tear(self.chip, command, address, data, self._dice)
        self.cut = True
        self.chip.stop("cut")
        return False


class Bench:
    """A flash with the old version, most of the new one staged, and the package."""

    def __init__(self):
        key = ec.generate_private_key(ec.SECP256R1())
        with tempfile.TemporaryDirectory() as folder:
            build(Path(folder) / "pico", "pico")
            old = _reduced(packed(Path(folder) / "pico", "pico"))
            store = FileStore(folder + "/store")
            store.write("settings", _SETTINGS)
            store.write("update_key", keys.point(key.public_key()))
            kept = folder_files(folder + "/store")
        self.old, _, rows = old["version"].decode().partition("\n")
        new = old | {"version": f"{_NEW} pico ffffffffffff\n{rows}".encode()}
        self.package = Package(sign(new, key))
        files = slots.tree(old) | {f"store/{name}": data for name, data in kept.items()}
        files |= {"lib/aiorepl.py": (ROOT / _CONSOLE).read_bytes()}
        files |= {"b/update": self.package.header.text.encode()} | self._staged()
        self.files = files

    def _staged(self):
        body = self.package.body[:-_LEFT]
        found = {}
        at = 0
        for name, size, _ in self.package.header.files:
            if at < len(body):
                found[f"b/{name}"] = body[at : at + size]
            at += size
        return found

    def update(self, port, say=print):
        """Update to the end. Raises Broken."""
        try:
            Sender(port, self.package, say).run()
        except (Refused, LinkError) as error:
            raise Broken(f"{error}; it said {bytes(port.chip.rx[-300:])!r}") from error
        found = port.ask("settings")
        if found["max_current_a"] != json.loads(_SETTINGS)["max_current_a"]:
            raise Broken("settings are not what they were")

    def cut(self, number, dice, say):
        """Cut in that flash operation, start again, go on to the end."""
        port = Port(files=self.files)
        port.cut_in(number, dice)
        try:
            Sender(port, self.package, str).run()
            return False
        except (KeyboardInterrupt, LinkError, Refused):
            if not port.cut:
                raise
        again = Port(flash=port.chip.flash_image())
        found = again.ask("update")
        say(f"  cut in operation {number}: {found['runs'] or 'nothing'} starts")
        if found["runs"].startswith(self.old):
            self.update(again, str)
        elif not found["runs"].startswith(_NEW):
            raise Broken(f"{found} starts")
        return True


def _reduced(folder):
    # for a board of which nothing but the pilot is played
    board = json.loads((folder / BOARD_FILE).read_text())
    board["fitted"].update(_FITTED)
    board["pins"] = {role: board["pins"][role] for role in _PINS if role in board["pins"]}
    del board["scales"]["socket"]
    (folder / BOARD_FILE).write_text(json.dumps(board))
    (folder / VERSION).write_text(version_text(folder, "pico"))
    return folder_files(folder)


def run(cuts, seed, say=print):
    """Update once, then as often with the power cut. Raises Broken."""
    bench = Bench()
    port = Port(files=bench.files)
    before = port.writes
    bench.update(port)
    count = port.writes - before
    say(f"update: {count} flash operations, {port.chip.us / 1e6:.0f} s emulated")
    dice = random.Random(seed)
    for _ in range(cuts):
        bench.cut(dice.randrange(1, count + 1), dice, say)


def main(argv=None):
    """Return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.update.chip", description=__doc__)
    parser.add_argument("--cuts", type=int, default=0, help="default 0")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(argv)
    if image.find() is None:
        print(image.need(), file=sys.stderr)
        return 2
    return verdict(lambda: run(options.cuts, options.seed))


if __name__ == "__main__":
    sys.exit(main())
