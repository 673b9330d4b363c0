"""The till as the firmware runs it, from its start to the power cut, on flash and in a World."""

import errno
from types import SimpleNamespace

from session import card_changes
from session.archive import Archive
from session.cards import Cards
from session.file_flash import FileFlash
from shell import settings
from shell.measured import Measured
from shell.store import FileStore
from shell.trade import Trade
from tools.powercut.disk import Disk, Part
from tools.powercut.world import CARD, MAINS_V, STEP_WH, settings_of, tariff_of

JOURNAL = 12  # blocks
FILES = 160
_FOLDER = "/store"
_PIECES = 3000  # of writing before somebody must have made an error
_A_SECOND = 4  # pieces that are written in a second
_TICKS = 0x3FFFFFFF


def new(flash, world):
    """Make the flash of a pile that was set up and never used."""
    disk = Disk(Part(flash, JOURNAL, FILES), new=True)
    settings.save(
        FileStore(_FOLDER, disk.open, disk), settings_of(world.kept["settings"][0], world.listed)
    )


class Pile:
    """One start. Every method may raise PowerCut; what it had done by then, `world` knows."""

    def __init__(self, flash, world):
        disk = Disk(Part(flash, JOURNAL, FILES))
        self.world = world
        self.store = FileStore(_FOLDER, disk.open, disk)
        self.values, self.message = settings.load(self.store)
        self.cards = Cards(_FOLDER, disk.open, disk)
        self.archive = Archive(_FOLDER, disk.open, disk)
        self._ms = 0
        self._measured = Measured()
        raw = Part(flash, 0, JOURNAL)
        if world.stock:
            raw = FileFlash(_FOLDER + "_journal", JOURNAL, disk.open, disk)
        ports = SimpleNamespace(
            ticks_ms=self._ticks_ms,
            time_s=lambda: world.now_s if world.clock else 0,
            flash=raw,
            cards=self.cards,
            archive=self.archive,
        )
        self.trade = Trade(self.store, ports, self.values)

    def _ticks_ms(self):
        self._ms = (self._ms + 1) & _TICKS  # who asks again and again sees time pass
        return self._ms

    def second(self, seconds=1):
        """Let time pass, then do what the jobs of the app do."""
        self.world.pass_s(seconds)
        self._ms = (self._ms + seconds * 1000) & _TICKS
        self._measured.take(self, self._ms)
        self.trade.measured(self._measured, self._ms)
        self.trade.second(self.world.snapshot(), self._ms)

    def read(self):
        """Be the meter. Raises OSError where there is none."""
        if not self.world.metered:
            raise OSError(errno.ENODEV)
        wh = self.world.energy_wh()
        return SimpleNamespace(
            current_ma=(0, 0, 0),
            voltage_mv=(MAINS_V * 1000,) * 3,
            frequency_mhz=50000,
            energy_wh=wh,
            energy_mwh=wh * 1000,
            estimated=False,
            serial="",
        )

    def number(self):
        """Return the number of the open session, 0 = none."""
        session = self.trade.session
        return session.record.number if session.open else 0

    def live(self, seconds=1):
        """Let time pass as in the app: with the contactor open some of what waits is written."""
        while seconds > 0:
            watts = self.world.flow_ma * 3 * MAINS_V // 1000 if self.world.closed else 0
            step_s = max(min(seconds, STEP_WH * 3600 // max(watts, 1)), 1)
            seconds -= step_s
            self.second(step_s)
            self.world.follow(self.number())
            for _ in range(0 if self.world.closed else _A_SECOND):
                if self.waits():
                    self.trade.write()
            if not self.waits():
                self.world.promised()

    def waits(self):
        """Return whether something waits to be written, for which nothing is offered."""
        return self.trade.wants(not self.world.plugged)

    def show(self, who):
        """Somebody shows a card, where one is asked for."""
        who = bytes((who,)) * 8
        if self.world.listed and self.trade.authorise.start(who, None, self._ms):
            self.world.who = who

    def charge(self, closed):
        """Ask for the contactor; the core closes it where the shell offers something."""
        willing = self.number() > 0 and not self.trade.refuses() and not self.waits()
        closed = int(closed and willing)
        if closed and not self.world.closed:
            self.world.closed_wh = self.world.energy_wh()
        self.world.closed = closed
        wanted_ma = self.world.watts * 1000 // 3 // MAINS_V
        self.world.flow_ma = min(wanted_ma, self.values["max_current_a"] * 1000)
        if closed:
            self.world.promised()

    def write(self):
        """Do all that waits for the contactor to open."""
        self.world.closed = 0
        for _ in range(_PIECES):
            if not self.waits():
                return
            self.trade.write()
        raise AssertionError("there is no end to what the till wants to write")

    def save_settings(self, amps):
        """Save settings, contactor open."""
        self.world.begin("settings", amps)
        settings.save(self.store, settings_of(amps, self.world.listed))
        self.world.done("settings")

    def save_tariff(self, version):
        """Set a tariff and write what waits."""
        self.world.begin("tariff", version)
        self.trade.set_tariff(tariff_of(version))
        self.write()
        self.world.done("tariff")

    def sync_cards(self, generation):
        """Put another card list in place of the one there is. Nobody is plugged in."""
        self.world.begin("cards", generation)
        lines = [CARD % generation] + ["04%08X,group,0" % (i * 7919) for i in range(30)]
        card_changes.replace(self.cards, (line.encode() for line in lines))
        while self.cards.pending():
            self.trade.write()
        if self.cards.message:
            raise AssertionError(self.cards.message)
        self.world.done("cards")
