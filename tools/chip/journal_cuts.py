"""`python -m tools.chip.journal_cuts`: the whole firmware sells energy, and its power is cut.

At any instruction and inside erases and page programs. Afterwards every visit of a car that was
charged is in the archive, once, and all of them together are what the meter has counted.
"""

import argparse
import random
import sys

from meter.register import Register
from session import record as records
from session.archive import Archive
from session.books import PROGRESS
from session.journal import Journal
from shell import board as boards
from tools import build
from tools.broken import Broken, verdict
from tools.build import filesystem
from tools.chip.files import BENCH_BOOT, image_files
from tools.chip.world import World
from tools.emulator import failures, image
from tools.emulator.chip import Chip
from tools.powercut.disk import Disk, Part
from tools.world.nor import Nor

_FITTED = {"rcd": "none", "lock": False}  # a start takes two seconds less
# a meter is named that has no map: the bench's stays, and the pile estimates nothing
_SETTINGS = {"max_current_a": 16, "meter": "custom"}
_SCENARIO = {"at": [], "end_us": 0, "settings": _SETTINGS, "hardware": _FITTED}
_RAW = b"""
import rp2
from hal.ports import Ports
raw = rp2.Flash(start=0x%06X, len=0xC000)
Ports.open_flash = lambda self, part: raw if part == "journal" else None
"""
_BLOCKS = 12
_BLOCK = 4096
_START_MS = 10000
_FOLLOW_MS = 15000  # from a start, or an unplug, to what the session makes of it
_READ_MS = 3000  # the meter has been read; until then the next car would go on with a session
_REST_MS = 20000


def flash():
    """Return (flash, where the journal lies in it) of a new pile.

    A stock image keeps no raw flash. So 12 files of a block each lie side by side in its file
    system, which never touches them again, and the firmware is told that they are the journal.
    """
    board = boards.fit(build.load_board("pico"), _FITTED)
    files = image_files(board, _SCENARIO["settings"])
    boot = files["boot.py"]
    for i in range(_BLOCKS):
        files["0/%02d" % i] = b"block %02d" % i * (_BLOCK // 8)
    start = 0
    for _ in range(2):  # where they lie does not depend on what boot.py says of it
        raw = _RAW % max(start - filesystem.OFFSET, 0)
        files["boot.py"] = boot.replace(BENCH_BOOT, raw + BENCH_BOOT)
        blob = bytearray(Chip(files=files).flash_image())
        start = blob.index(files["0/00"])
    whole = b"".join(files["0/%02d" % i] for i in range(_BLOCKS))
    if blob[start : start + len(whole)] != whole:
        raise Broken("the file system did not lay the journal's blocks side by side")
    blob[start : start + len(whole)] = b"\xff" * len(whole)
    return bytes(blob), start


class Shop:
    """A pile on the chip, and the cars that come."""

    def __init__(self, seed, **machine):
        self.dice = random.Random(seed)
        blob, self.start = flash()
        self.deaths = []  # of the tick, ms
        self.world = World(_SCENARIO, self._hear, flash=blob, **machine)
        self.visits = []  # of each car: whether it was charged
        self.here = False
        self.known = {}  # number -> Record, as the journal had it last
        self.torn = 0
        self.failed = False  # within a flash operation: nothing more gets into the flash
        self.world.run()

    def _hear(self, us, signal, value):
        if signal == "fault" and value == "internal":
            self.deaths.append(us // 1000)

    def come(self):
        """A car comes, or leaves."""
        self.here = not self.here
        self.world.set("ev.state", "C" if self.here else "A")
        if self.here:
            self.visits.append(False)

    def run(self, ms):
        """Let time pass, or less when the power fails; note whether the car was charged."""
        world = self.world
        end_us = world.now() + ms * 1000
        while world.now() < end_us and not self.failed:
            world.run_ms(20)
            if world.plant.poles and self.visits:
                self.visits[-1] = True

    def follow(self):
        """Wait until the session is open, or closed, as the car is here or not."""
        for _ in range(_FOLLOW_MS // 100):
            app = self.world.app
            if self.failed or (app is not None and bool(app.session.open) == self.here):
                return
            self.run(100)
        raise TimeoutError(f"the car is {'here' if self.here else 'gone'}, the session is not")

    def cut(self):
        """Do something, and let the power fail meanwhile, or inside a flash operation."""
        dice = self.dice
        if dice.random() < 0.7:
            self._tear(dice.randrange(1, 9))
        for _ in range(dice.randrange(1, 4)):
            self.come()
            self.follow()
            self.run(dice.randrange(4500))
            if self.failed:
                break
        self.world.chip.run_instr(dice.randrange(100000))
        self.power(0)
        if self.here and dice.random() < 0.4:
            self.come()
        self.failed = False
        self.run(dice.randrange(20, 400))
        self.world.chip.flash_hook = None
        self.power(1)
        self.follow()
        if not self.here:
            self.run(_READ_MS)

    def power(self, on):
        """Take the supply away, or give it back and wait for the start."""
        self.world._play([("power", on)])
        if on:
            self.world.until(lambda: self.world.app is not None, _START_MS, 20)

    def _tear(self, number):
        chip, dice = self.world.chip, self.dice
        left = [number]

        def hook(command, address, data):
            left[0] -= 1
            if left[0] == 0:
                self.torn += 1
                self.failed = True
                failures.tear(chip, command, address, data, dice)
            return left[0] > 0  # from here on nothing is written

        chip.flash_hook = hook

    def check(self):
        """Look for energy between two sessions; the journal need not have all of them."""
        nor = Nor(_BLOCKS)
        nor.data[:] = self.world.chip.flash_image()[self.start : self.start + len(nor.data)]
        journal = Journal(nor)
        journal.recover()
        for _, kind, payload in journal.records():
            if kind < PROGRESS:
                record = records.unpack(payload[: -1 - Register.KEEP_BYTES])
                self.known[record.number] = record
        for number, record in self.known.items():
            before = self.known.get(number - 1)
            if before and before.stop_mwh() != record.start_mwh:
                raise Broken(
                    f"session {before.number} ends at {before.stop_mwh()} mWh (flags "
                    f"{before.flags}, reason {before.reason}), {number} begins at "
                    f"{record.start_mwh} mWh (flags {record.flags})"
                )

    def close(self):
        """Send the last car away, wait until all is archived, and judge."""
        if self.here:
            self.come()
            self.follow()
        self.run(_REST_MS)
        if self.deaths:
            raise Broken(f"the tick died at {self.deaths} ms")
        found = self._archived()
        energy_wh = sum(each.energy_mwh() for each in found.values()) // 1000
        counted_wh = self.world.plant.meter.energy_wh
        charged = sum(self.visits)
        if sorted(found) != list(range(1, len(found) + 1)):
            raise Broken(f"sessions {sorted(found)}")
        if not charged <= len(found) <= len(self.visits):
            raise Broken(f"{len(found)} sessions of {charged} cars of {len(self.visits)}")
        if energy_wh != counted_wh:
            raise Broken(f"{energy_wh} Wh were sold and {counted_wh} Wh counted")
        return len(found), energy_wh

    def _archived(self):
        nor = Nor(filesystem.BLOCKS)
        blob = self.world.chip.flash_image()
        nor.data[:] = blob[filesystem.OFFSET : filesystem.OFFSET + len(nor.data)]
        disk = Disk(Part(nor, 0, filesystem.BLOCKS))
        found = {}
        for entry in Archive("/store", disk.open, disk).entries():
            if entry.number in found:
                raise Broken(f"session {entry.number} is archived twice")
            found[entry.number] = records.unpack(entry.record)
        return found


def cuts(count, seed, say=print, **machine):
    """Cut the power so often; return (sessions, Wh)."""
    shop = Shop(seed, **machine)
    for number in range(count):
        try:
            shop.cut()
            shop.check()
        except TimeoutError as late:
            raise Broken(f"cut {number}: {late}: {shop.world.chip.rx[-300:]!r}") from late
        except Broken as broken:
            raise Broken(f"cut {number}: {broken}") from broken
        if number % 20 == 19:
            say(f"  {number + 1} power cuts, {len(shop.visits)} cars")
    sessions, energy_wh = shop.close()
    say(
        f"  {count} power cuts, {shop.torn} inside a flash operation: {sessions} sessions of "
        f"{len(shop.visits)} cars, each once, {energy_wh} Wh as the meter counted"
    )
    return sessions, energy_wh


def main(argv=None):
    """Return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.chip.journal_cuts", description=__doc__)
    parser.add_argument("--cuts", type=int, default=200, help="default 200")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args(argv)
    if image.find() is None:
        print(image.need(), file=sys.stderr)
        return 2
    return verdict(lambda: cuts(arguments.cuts, arguments.seed))


if __name__ == "__main__":
    sys.exit(main())
