"""What the shell is given on a bench: meter, link, lamp, clock and dice; what its till needs."""

from tools.world.counter import START_S, Archive, BenchCards, Reader
from tools.world.flap import Flap
from tools.world.flash import Flash, Pages
from tools.world.noise import Noise


class Link:
    """Claims from outside wait here until the shell asks."""

    def __init__(self):
        self.trap = 0  # 1 = the next poll raises
        self._claims = []

    def put(self, source, amps, lifetime_s):
        """Have a claim ready."""
        self._claims.append((source, amps, lifetime_s))

    def poll(self):
        """Return the next claim (source, amps, lifetime in s), or None."""
        if self.trap:
            self.trap = 0
            raise ValueError("injected into the link")
        return self._claims.pop(0) if self._claims else None


class Lamp:
    """Remembers the pattern shown."""

    def __init__(self):
        self.pattern = "none"

    def show(self, pattern):
        """Show the pattern of that name."""
        self.pattern = pattern


class Ports:
    """Everything the shell talks to but the core. Flash, archive and clock outlive a power cut."""

    def __init__(self, plant, clock, seed):
        self.meter = plant.meter
        self.link = Link()
        self.lamp = Lamp()
        self.ticks_ms = clock.ticks_ms
        self.random = Noise(seed + 104729).below
        self.flash = Flash()
        self.reader = Reader()
        self.cards = BenchCards()
        self.archive = Archive()
        self.parking_lock = Flap(clock)
        self._raw = {}
        self._socket = None
        self._clock = clock
        self._start_s = START_S  # what the battery-backed clock showed at 0 ms

    def open_udp(self, _port):
        """Return the socket of a group of piles; a neighbour may be at the other end."""
        if self._socket is None:
            from tools.world.neighbour import Socket  # few scenarios have a group

            self._socket = Socket(1)
        return self._socket

    def open_flash(self, part):
        """Return the raw flash of a part, as our own image of a Pico keeps it."""
        if part == "journal":
            return self.flash
        if part not in self._raw:
            self._raw[part] = Flash(2) if part == "events" else Pages(2)
        return self._raw[part]

    def time_s(self):
        """Return the unix time of the battery-backed clock, 0 when it has lost it."""
        return self._start_s and self._start_s + self._clock.now_us // 1000000

    def put_clock(self, unix_s):
        """Have the battery-backed clock show another time; 0: it has lost it."""
        self._start_s = unix_s and unix_s - self._clock.now_us // 1000000
