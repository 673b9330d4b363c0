"""The fake pile with all that makes it a till."""

from session.record import unpack
from shell.start import build
from tests.shell.fakes import BOARD, Pile
from tools.world.counter import START_S, Archive, BenchCards, Reader
from tools.world.flash import Flash


class Sold(Pile):
    """A pile with a journal, an archive, a reader and cards; `boot` again after a cut."""

    def __init__(self, settings=b"{}"):
        Pile.__init__(self, settings)
        ports = self.ports
        ports.flash = Flash()
        ports.archive = Archive()
        ports.reader = Reader()
        ports.cards = BenchCards()
        ports.time_s = lambda: START_S + ports.now_ms // 1000
        self.boot()

    def boot(self):
        self.hal.safe()
        self.hal.tick = None
        self.app = build(self.hal, BOARD, self.store, self.ports)

    def draw(self, ms, wh=0):
        for _ in range(ms // 1000):
            self.ports.meter.energy_wh += wh
            self.run(1000)

    def leave(self):
        self.hal.car = "A"
        self.run(4000)

    def records(self):
        return [unpack(record) for record in self.ports.archive.records]
