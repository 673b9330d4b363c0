"""A batch: the units of a list, made of the boards that are plugged in."""

import threading
from dataclasses import dataclass, field
from pathlib import Path

from tools.provision import progress
from tools.provision.pile import Trouble
from tools.provision.results import Results


@dataclass
class Batch:
    """What all units of a run share. `board`: its checked board file.

    `folder`: the version to flash, None for a simulated pile; `version`: its first line.
    """

    units: list
    results: Results
    board: dict
    folder: Path | None = None
    version: str = "simulated"
    update_key: str = ""  # x and y, hex; "" = none
    _taken: set = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, serial, board_id):
        """Return the unit for a board, None when nothing is left to make.

        `serial`: what the board says it is, "" = nothing yet. A board that was begun gets its
        own unit. Raises Trouble, and ValueError for a damaged file.
        """
        with self._lock:
            unit = self._named(serial) if serial else self._next(board_id)
            if unit is not None and unit.serial in self._taken:
                raise Trouble(f"{unit.serial} is at another port of this run: two boards claim it")
            if unit is not None:
                self._taken.add(unit.serial)
            return unit

    def _named(self, serial):
        if serial in self.results.serials():
            raise Trouble(f"this board is {serial}, and in the results: plug in another one")
        found = [unit for unit in self.units if unit.serial == serial]
        if not found or serial not in progress.begun(self.results.folder):
            raise Trouble(
                f"this board is {serial} already, which was not begun with this list and this "
                "results file. A pile keeps its serial: plug in another one"
            )
        return found[0]

    def _next(self, board_id):
        made = self.results.serials()
        begun = progress.begun(self.results.folder)
        for unit in self.units:
            if begun.get(unit.serial) == board_id:
                return unit
        for unit in self.units:
            if unit.serial not in made | begun.keys() | self._taken:
                return unit
        return None

    def left(self):
        """Return (serials nobody has begun, serials that were begun and are not finished)."""
        made = self.results.serials()
        begun = progress.begun(self.results.folder)
        new = [one.serial for one in self.units if one.serial not in made | begun.keys()]
        return new, sorted(begun)
