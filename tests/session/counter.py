"""A till without a pile: its journal in flash or in a list, and a hand on every wheel."""

from core import states
from core.journal import Snapshot
from session import trace
from session.books import ARCHIVE, ERASE, FLUSH
from session.record import unpack
from session.recovery import Recovery
from session.tariff import flat
from session.till import Till
from shell.clock import RTC, Clock
from shell.memory_store import MemoryStore

START_S = 1767225600
FULL_W = 22080 * 1000  # mW: 6133 mWh a second
SECOND_MWH = FULL_W // 3600


class ListJournal:
    """The journal's promises in a list; `rows` outlive a power cut."""

    def __init__(self, rows=None, room=240):
        self.while_closed = True
        self.rows = rows if rows is not None else []
        self.sequence = len(self.rows) + 1
        self.free = room
        self.kept = 0
        self.prepared = 0

    def append(self, kind, payload):
        if self.free <= 0:
            raise OSError(28)
        self.free -= 1 if kind < 128 else 0
        self.rows.append((self.sequence, kind, payload))
        self.sequence += 1
        return self.sequence - 1

    def records(self, since=0):
        return iter([row for row in self.rows if row[0] >= since])

    def room(self):
        return self.free

    def keep_from(self, sequence):
        self.kept = sequence

    def prepare(self):
        if self.free >= 224:
            return False
        self.free += 16
        self.prepared += 1
        return True


class Register:
    """A lifetime register whose meter counts on through a power cut."""

    KEEP_BYTES = 5

    def __init__(self, meter):
        self.meter = meter
        self.mwh = 0
        self.read = False
        self.estimated = False
        self.estimates = False
        self.lost = False
        self.jumps = 0
        self._raw = -1

    def take(self):
        raw = self.meter.mwh
        if 0 <= self._raw <= raw:  # a fall is no energy
            self.mwh += raw - self._raw
        self._raw = raw
        self.read = True

    def keep(self):
        return (self._raw + 1).to_bytes(5, "little")

    def restore(self, mwh, kept):
        self.mwh = mwh
        self._raw = int.from_bytes(kept, "little") - 1


class Meter:
    """What is in the world: no cut changes it."""

    def __init__(self):
        self.mwh = 123000


class Anybody:
    """session.authorise for plug and charge."""

    def __init__(self):
        self.good = True
        self.holder = b"card-one"
        self.asked = 0
        self.started = []

    def allowed(self):
        return self.good

    def who(self):
        return self.holder

    def group(self):
        return None

    def stop_asked(self):
        return self.asked

    def take_up(self, who, group, now_ms):
        self.started.append((who, group))


class Archive:
    """Finished sessions; `full`: it takes none."""

    def __init__(self):
        self.rows = []
        self.full = False
        self.asked = 0

    def last(self):
        return self.rows[-1][0] if self.rows else 0

    def add(self, number, record, meter):
        self.asked += 1
        if self.full:
            raise OSError(28)
        if number <= self.last():
            return False
        self.rows.append((number, record))
        return True


class Counter:
    """One outlet's till; `boot` again is what a power cut leaves of it."""

    def __init__(self, journal=None, tariff=None, clock=True):
        self.meter = Meter()
        self.archive = Archive()
        self.store = MemoryStore()
        self.tariff = tariff or flat(30000)
        self.journal = journal or ListJournal()
        self.now_s = START_S
        self.has_clock = clock
        self.boot()

    def boot(self, journal=None):
        """Start the firmware on what the journal has."""
        self.journal = journal or self.journal
        self.snapshot = Snapshot()
        self.authorise = Anybody()
        self.clock = Clock(0)
        self.register = Register(self.meter)
        if self.has_clock:
            self.clock.set(self.now_s, RTC)
        self.till = Till(self.journal, self.register, self.clock, self.tariff)
        self.recovery = Recovery(self.till, self.register, self.archive.last())
        self.recovery.run(self.journal.records())
        self.session = self.till.session

    def be(self, seconds=1, plugged=1, mw=0, why=-1, fault=-1, state=states.CHARGING):
        """Let seconds pass with a car, or without, that draws so much."""
        snapshot = self.snapshot
        snapshot.plugged = plugged
        snapshot.closed = 1 if mw else 0
        snapshot.why = why
        snapshot.fault = fault
        snapshot.state = state if plugged else states.IDLE
        for _ in range(seconds):
            self.meter.mwh += mw // 3600
            self.now_s += 1
            self.register.take()
            passed_s = self.clock.step((self.clock.up_s + 1) * 1000)
            self.till.step(snapshot, self.authorise, passed_s, 0)
            if self.till.writes():
                self.till.flush()
            self.rest(plugged)

    def write(self):
        """Do one piece of work, as shell.trade does."""
        till = self.till
        work = till.work()
        if work == FLUSH:
            till.flush()
        elif work == ERASE:
            till.erased(self.journal.prepare())
        elif work == ARCHIVE:
            _, record, kept = till.finished[0]
            try:
                self.archive.add(record.number, record.pack(), "M1")
            except OSError:
                till.archived(False)
                return
            if kept is not None:
                self.store.write(trace.name(record.number), kept.pack(record.number))
            till.archived(True)

    def rest(self, plugged):
        """Write what waits, as the app does with nothing on offer."""
        while not self.snapshot.closed and self.till.wants(not plugged):
            self.write()


def kinds(counter):
    """Return the kind of each record in its journal."""
    return [row[1] for row in counter.journal.rows]


def archived(counter):
    """Return the records in its archive."""
    return [unpack(record) for _, record in counter.archive.rows]
