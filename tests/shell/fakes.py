"""A small pile without a plant: the real core and shell on a HAL of a few lines."""

from core.frame import DUTY_F, DUTY_X1, GATE_ON
from shell.memory_store import MemoryStore
from shell.start import build

# What the shell asks for waits for its turn in the core, what it tells too: two commands, an
# offer that ends for a save, a fault whose cause is forgotten.
TURNS_MS = 500
LEVEL_MV = {"A": 12000, "B": 9000, "C": 6000}
BOARD = {
    "name": "fake",
    "port": "rp2",
    "module": "pico",
    "max_current_a": 32,
    "heap_kb": 192,
    "fitted": {
        "rcd": "none",
        "lock": False,
        "mirror_contact": True,
        "pe_monitor": False,
        "voltage_sense": False,
        "tethered": True,
        "cp_switch": False,
        "contactors": 1,
        "board_sensor": False,
        "socket_sensor": False,
    },
    "pins": {"coil": 2, "cp_pwm": 0, "cp_adc": 26, "estop": 4, "mirror": 8},
    "scales": {"cp": [26400, 4095, -13200]},
}


class FakeHal:
    """Reads the letter in `car`, closes what it is told to."""

    def __init__(self, ports):
        self.ports = ports
        self.car = "A"
        self.tick = None
        self.feeds = 0
        self.safes = 0
        self.broken = False
        self._duty = DUTY_X1
        self._coils = 0
        self._armed = 0

    def start(self, tick, _glance=None):
        self.tick = tick

    def sample(self, frame):
        if self.broken:
            raise RuntimeError("fake")
        high = -12000 if self._duty == DUTY_F else LEVEL_MV[self.car]
        frame.now_ms = self.ports.now_ms
        frame.window = (frame.window + 1) & 0x3FFFFFFF
        frame.high_mv = high
        frame.low_mv = high if self._duty == DUTY_X1 else -12000
        frame.gate = GATE_ON if self._armed else 0
        frame.mirror = self._coils

    def act(self, frame):
        self._armed = self._armed or frame.arm
        self._duty = frame.duty
        self._coils = frame.coils

    def safe(self):
        self.safes += 1
        self._coils = self._armed = 0

    def feed(self):
        self.feeds += 1


class FakeMeter:
    """Registers a test writes; it is its own reading."""

    def __init__(self):
        self.online = True
        self.error = None
        self.current_ma = [0, 0, 0]
        self.voltage_mv = [230000, 230000, 230000]
        self.frequency_mhz = 50000
        self.energy_wh = 1000

    def read(self):
        if self.error is not None:
            raise self.error
        if not self.online:
            raise OSError(110)
        return self


class FakeLink:
    """Claims a test appends."""

    def __init__(self):
        self.claims = []

    def poll(self):
        return self.claims.pop(0) if self.claims else None


class FakeLamp:
    """Every pattern shown."""

    def __init__(self):
        self.shown = []

    def show(self, name):
        self.shown.append(name)


class FakePorts:
    """A clock that a test moves, dice that always show their highest face."""

    def __init__(self, now_ms=0):
        self.now_ms = now_ms
        self.meter = FakeMeter()
        self.link = FakeLink()
        self.lamp = FakeLamp()

    def ticks_ms(self):
        return self.now_ms

    def random(self, n):
        return n - 1


class Pile:
    """App, HAL and ports; `run(ms)` plays ticks and jobs as a port would."""

    def __init__(self, settings=b"{}", now_ms=0, store=None):
        self.ports = FakePorts(now_ms)
        self.hal = FakeHal(self.ports)
        self.store = store or MemoryStore()
        if settings is not None:
            self.store.write("settings", settings)
        self.app = build(self.hal, BOARD, self.store, self.ports)
        self._ms = 0

    @property
    def live(self):
        """The demand in force."""
        return self.app.outlet.mailbox.demand

    @property
    def core(self):
        """The snapshot in force."""
        return self.app.outlet.journal.live()

    def run(self, ms):
        """Let `ms` pass: a tick every 10, each job in its period."""
        for _ in range(ms // 10):
            self._ms += 10
            self.ports.now_ms = (self.ports.now_ms + 10) & 0x3FFFFFFF
            self.hal.tick()
            for index in range(len(self.app.jobs)):
                if self._ms % self.app.jobs[index][1] == 0:
                    self.app.run(index, self.ports.now_ms)

    def charge(self):
        """Plug a car and let it charge."""
        self.run(2000)
        self.hal.car = "B"
        self.run(2000)
        self.hal.car = "C"
        self.run(3000)
