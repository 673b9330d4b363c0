"""What really happened: the car, the meter, and what the firmware had said was done by then."""

from types import SimpleNamespace

from core import states
from session import tariff
from shell import settings
from tools.world.counter import START_S

CARD = "04A1B2C3%02X"
MAINS_V = 230
FIRST_MWH = 1234567890  # the meter's, when the pile was new
STEP_WH = 20  # energy flows in steps of so much
INTERVAL_WH = 100 + STEP_WH  # between two records at most (REQ-TX-1)


class Known:
    """A session that had begun before a cut, seen from the meter."""

    def __init__(self, start_wh, who):
        self.start_wh = start_wh
        self.who = who
        self.stop_wh = -1  # not over yet
        self.may_lose_wh = 0  # without a meter


class World:
    """All that a power cut does not touch. It is copied at each operation of the flash."""

    def __init__(self, metered=True, stock=False, clock=True, listed=False):
        self.metered = metered  # otherwise the pile estimates what it offers
        self.stock = stock  # an image of MicroPython that keeps no raw flash for the journal
        self.clock = clock  # otherwise nobody knows how long a cut was
        self.listed = listed  # a card is asked for
        self.who = b""  # whose card it was last
        self.now_s = START_S
        self.cuts = 0
        self.mwh = FIRST_MWH  # the meter's
        self.watts = 0  # what the car would draw
        self.flow_ma = 0  # what it draws on each of three phases while the contactor is closed
        self.plugged = 0
        self.plugged_at_cut = 0  # the last one
        self.closed = 0
        self.closed_wh = 0  # the meter when it last closed
        self.starting = False  # a session has begun, or not: its start may still be lost
        self.sessions = {}  # number -> Known
        self.open = 0  # number of the one that is open
        self.ending = 0  # of one that has ended, which may not be written down yet
        self.last = 0  # highest number that the firmware had told
        # what is kept in files: (what was written, what is being written or None)
        self.kept = {"settings": (16, None), "tariff": (0, None), "cards": (0, None)}

    def pass_s(self, seconds):
        """Let time pass: energy flows through closed contacts."""
        self.now_s += seconds
        if self.closed:
            self.mwh += self.flow_ma * 3 * MAINS_V * seconds // 3600

    def energy_wh(self):
        """Return what the meter shows."""
        return self.mwh // 1000

    def outage(self, seconds, leaves):
        """The power is gone for so long; the car may leave meanwhile."""
        self.closed = 0
        self.cuts += 1
        self.plugged_at_cut = self.plugged
        self.now_s += seconds
        if leaves:
            self.plugged = 0
        for number in {self.open, self.ending} - {0}:
            since_wh = self.energy_wh() - self.closed_wh if self.stock else 0
            self.sessions[number].may_lose_wh += INTERVAL_WH + since_wh
        self.ending = 0

    def snapshot(self):
        """Return what the core tells the shell."""
        return SimpleNamespace(
            state=states.CHARGING if self.closed else states.IDLE,
            plugged=self.plugged,
            closed=self.closed,
            coils=self.closed,
            why=0,
            fault=-1,
            faults=0,
            limit_ma=self.flow_ma,
            phases=3,
        )

    def follow(self, number):
        """The firmware says that session `number` is open, 0 = none is."""
        if self.open and number != self.open:
            self.sessions[self.open].stop_wh = self.energy_wh()
            self.ending = self.open
        if number and number not in self.sessions:
            self.sessions[number] = Known(self.energy_wh(), self.who)
            self.last = number
            self.starting = True
        self.open = number

    def promised(self):
        """The firmware has nothing left to write: what it has said is so."""
        self.starting = False
        self.ending = 0

    def forget(self):
        """The session that has just begun is lost, which it may be."""
        del self.sessions[self.last]
        self.open = self.ending = 0
        self.last -= 1

    def begin(self, key, value):
        """The firmware is about to write what is kept."""
        self.kept[key] = (self.kept[key][0], value)

    def done(self, key):
        """It says that it has."""
        old, new = self.kept[key]
        self.kept[key] = (old if new is None else new, None)


def settings_of(amps, listed):
    """Return complete settings with that current: what tells one version from the other."""
    values = settings.defaults()
    values["max_current_a"] = amps
    if listed:
        values["authorise"] = "list"
    return values


def tariff_of(version):
    """Return the tariff of that version; 0 is what holds where there is none."""
    data = tariff.flat(1000 * version)
    data["version"] = version
    return data
