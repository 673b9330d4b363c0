"""Reservations of a space, their store, a pile and a clock."""

from shell.memory_store import MemoryStore
from space.reservations import Reservation, Reservations

T = 1772000000
HOUR = 3600
ANN, BOB = b"ann's id", b"bob's id"
HOUSE = b"hous"


class View:
    """What a reservation knows of its pile."""

    def __init__(self):
        self.plugged = False
        self.session = 0
        self.who = None
        self.group = None


class Space:
    """Reservations, their store, a pile and a clock; `words` says what is in force."""

    def __init__(self):
        self.store = MemoryStore()
        self.now_s = T
        self.available = True
        self.pile = View()
        self.boot()

    def boot(self):
        self.all = Reservations(self.store)

    def reserve(self, number=1, who=ANN, start=0, hours=1, grace_s=0, group=b"", hindrance=""):
        start_s = self.now_s + start
        entry = Reservation(number, who, group, start_s, start_s + hours * HOUR, grace_s)
        return self.all.reserve(entry, self.now_s, hindrance)[0]

    def run(self, seconds=1):
        """Let time pass, and write where it is due, as the shell does with an open contactor."""
        self.now_s += seconds
        self.all.second(self.now_s, self.pile, self.available)
        if self.all.to_save(self.pile.plugged):
            self.all.save()

    def charge(self, who=ANN, group=None):
        self.pile.plugged = who is not None
        self.pile.session = 7 if who else 0
        self.pile.who, self.pile.group = who, group
        self.run()

    @property
    def word(self):
        return "reserved" if self.all.live else "free"
