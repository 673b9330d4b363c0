"""python -m tools.update.campaign: the power fails in every flash operation of a whole update.

An update is: begin, all parts, end, the starts of the version on trial, its confirmation; on NOR
flash under littlefs as MicroPython mounts it. After each cut old or new starts, whole, settings
and key are as they were, and the same package then goes on to its end (REQ-OTA-2, H18).
"""

import argparse
import hashlib
import sys

from cryptography.hazmat.primitives.asymmetric import ec

from shell.store import FileStore
from tools.broken import Broken, verdict
from tools.build import version_text
from tools.powercut.disk import Disk, Part
from tools.update.package import Package, sign
from tools.update.start import Start
from tools.verify import keys
from tools.world.nor import AFTER, BEFORE, MIDDLE, Nor, PowerCut
from update.engine import FAILED, RECEIVING, SWITCHED, Engine
from update.mark import Mark
from update.trial import FellBack, Trial

_BLOCKS = 96
_TURNS = 3000
_PART_BYTES = 512
_STARTS = 6
_SETTINGS = b'{"max_current_a": 16}'
_WHERES = (BEFORE, MIDDLE, AFTER)


class _Files(Disk):
    def statvfs(self, _path):
        """Return a row with the size of a block at 0 and how many are free at 3."""
        return (4096, 4096, _BLOCKS, _BLOCKS // 2)


class Board:
    """One start: files, marker, an app as small as an engine and a trial need it."""

    def __init__(self, flash):
        self.disk = _Files(Part(flash, 0, _BLOCKS))
        self.start = Start(self.disk)
        self.store = FileStore("/store", self.disk.open, self.disk)
        self.ports = self
        self.update = None
        self.leaving = False

    def ticks_ms(self):
        """Return the time, which stands still."""
        return 0

    def note(self, code, what, more, text):
        """Events are kept elsewhere."""

    def mark(self):
        """Return the marker."""
        return Mark("", self.disk.open, self.disk)

    def runs(self):
        """Return the name of the version that starts. Raises Broken when it is not whole."""
        lines = self._read("version").decode().splitlines()
        for line in lines[1:]:
            digest, _, name = line.split(" ")
            if hashlib.sha256(self._read(name)).hexdigest() != digest:
                raise Broken(f"{self.start.folder}/{name} is not whole")
        if self.store.read("settings") != _SETTINGS or not self.store.read("update_key"):
            raise Broken("settings or key are not what they were")
        return lines[0].split(" ")[0]

    def _read(self, name):
        with self.disk.open(f"{self.start.folder}/{name}", "rb") as file:
            return file.read()

    def install(self, package):
        """Do a whole update but the restart; what is here already is not sent again."""
        key = self.store.read("update_key")
        engine = self.update = Engine(self, self.mark(), key, "", self.disk.open, self.disk)
        engine.begin(package.header.text, "bench", 1)
        self._turns(lambda: engine.state == RECEIVING)
        while engine.next < len(package.body):
            if not engine.part(engine.next, package.body[engine.next :][:_PART_BYTES]):
                engine.write()
        engine.end()
        self._turns(lambda: engine.state == SWITCHED)

    def settle(self):
        """Confirm what is on trial, note what fell back: as the app does at rest."""
        mark = self.mark()
        if mark.starts is not None:
            Trial(self, mark).write()
        elif mark.fell_back and not mark.told:
            FellBack(self, mark).write()

    def _turns(self, done):
        for _ in range(_TURNS):
            if done():
                return
            self.update.write()
            if self.update.state == FAILED:
                raise Broken(f"the update failed: {self.update.message}")
        raise Broken(f"the update stands still: {self.update.state}")


class Bench:
    """An old version on a flash, and the package of a new one."""

    def __init__(self, folder, seed=1, pages=12):
        self.seed = seed
        key = ec.generate_private_key(ec.SECP256R1())
        self.old = _version(folder / "old", "1.0.0", pages)
        self.package = Package(sign(_version(folder / "new", "1.1.0", pages), key))
        flash = Nor(_BLOCKS, seed=seed)
        disk = Disk(Part(flash, 0, _BLOCKS), new=True)
        disk.mkdir("/a")
        for name, data in self.old.items():
            _write(disk, f"/a/{name}", data)
        _write(disk, "/slot", b"a")
        store = FileStore("/store", disk.open, disk)
        store.write("settings", _SETTINGS)
        store.write("update_key", keys.point(key.public_key()))
        self._before = bytes(flash.data)

    def flash(self, seed):
        """Return a new flash with the old version on it."""
        flash = Nor(_BLOCKS, seed=seed)
        flash.data[:] = self._before
        return flash

    def operations(self):
        """Return the flash operations of a whole update, its starts and its confirmation."""
        flash = self.flash(self.seed)
        _update(flash, self.package)
        return flash.operations

    def cut(self, number, where):
        """Cut once, see what starts, go on to the end; return what started."""
        flash = self.flash(self.seed + number)
        flash.cut(number, where)
        try:
            _update(flash, self.package)
            raise Broken("the power did not fail")
        except PowerCut:
            flash.power_on()
        board = Board(flash)
        started = board.runs()
        if started == "1.0.0":
            board.settle()
            board.install(self.package)
        _finish(flash)
        return started

    def fall_back(self, number, where):
        """Never confirm, cut once meanwhile; the old version must be back in the end."""
        flash = self.flash(self.seed + number)
        Board(flash).install(self.package)
        flash.cut(number, where)
        runs = []
        for _ in range(_STARTS):
            try:
                board = Board(flash)
                if board.runs() == "1.0.0":
                    board.settle()
            except PowerCut:
                flash.power_on()
                continue
            runs.append(board.runs())
        if runs != sorted(runs, reverse=True) or runs[-1] != "1.0.0" or runs[0] != "1.1.0":
            raise Broken(f"started {runs}")


def _update(flash, package):
    Board(flash).install(package)
    _finish(flash)


def _finish(flash):
    board = Board(flash)
    board.settle()
    board = Board(flash)
    if board.runs() != "1.1.0" or board.mark().starts is not None:
        raise Broken(f"{board.runs()} runs in the end")


def _version(folder, number, pages):
    folder.mkdir(parents=True)
    for name in ("board.json", "boot.py", "main.py"):
        (folder / name).write_text('{"name": "bench"}' if name == "board.json" else number)
    (folder / "pack").write_bytes(number.encode() * (pages * 256 // 5))
    text = version_text(folder, "bench").split(" ", 1)[1]
    (folder / "version").write_text(f"{number} {text}")
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _write(disk, path, data):
    with disk.open(path, "wb") as file:
        file.write(data)


def run(folder, step=1, seed=1, pages=12, say=print):
    """Cut in every `step`th operation, each in three ways. Raises Broken, which names the cut."""
    bench = Bench(folder, seed, pages)
    count = bench.operations()
    cuts = old = 0
    for number in range(1 + seed % step, count + 1, step):
        for where in _WHERES:
            try:
                old += bench.cut(number, where) == "1.0.0"
                if number <= _STARTS:
                    bench.fall_back(number, where)
            except Exception as broken:
                raise Broken(f"operation {number} of {count}, way {where}: {broken}") from broken
            cuts += 1
    say(
        f"update: {cuts} cuts in {count} operations: {old} started the old version, "
        f"{cuts - old} the new one, all whole, settings kept, and each went on to the new one"
    )
    return cuts


def main(argv=None):
    """Return the exit status."""
    import tempfile
    from pathlib import Path

    parser = argparse.ArgumentParser(prog="python -m tools.update.campaign", description=__doc__)
    parser.add_argument("--step", type=int, default=1, help="every so manyth operation; default 1")
    parser.add_argument("--pages", type=int, default=120, help="of a version; default 120")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        return verdict(lambda: run(place, options.step, options.seed, options.pages))


if __name__ == "__main__":
    sys.exit(main())
