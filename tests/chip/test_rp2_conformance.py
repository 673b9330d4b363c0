"""The RP2040 port on the emulated chip: the conformance suite, a test a check."""

import pytest

from core.frame import Frame
from tests.chip import pico
from tests.hal import conformance

pytestmark = pytest.mark.usefixtures("firmware")

_BARE = {
    "rcd": "none",
    "lock": False,
    "mirror_contact": False,
    "pe_monitor": False,
    "voltage_sense": False,
    "tethered": True,
    "board_sensor": False,
    "socket_sensor": False,
}
_BARE_WITHOUT = (
    *("rcd", "rcd_ac", "rcd_test", "mirror", "mirror_2", "live", "live_2", "live_3"),
    *("bolt", "lock_in", "lock_out", "pe", "pp_adc", "socket_adc"),
)
_MEASURED = ("now_ms", "window", "high_mv", "low_mv", "pp_ohm", "rcd", "gate", "estop", "pe")
_MEASURED += ("mirror", "live", "bolt", "board_dc", "socket_dc")
_DECIDED = ("duty", "coils", "arm", "lock", "rcd_test", "cp_off", "vent")
_MARK = 23  # a pin no role has
_LEAD_US = 1250  # from a line at the console to its call
_SETTLE_US = 20  # of a pin after the code that drove it


_HELPERS = f"""
import machine
mark = machine.Pin({_MARK}, machine.Pin.OUT, value=0)
lock, unlock = micropython.heap_lock, micropython.heap_unlock
def s(stale):
    for name, value in stale: setattr(frame, name, value)
    lock()
    hal.sample(frame)
    unlock()
    print(*[getattr(frame, name) for name in {_MEASURED}])
def a(*decided):
    for name, value in decided: setattr(frame, name, value)
    lock()
    hal.act(frame)
    unlock()
    mark.toggle()
    print(count.ticks)
def safe():
    lock()
    hal.safe()
    unlock()
class Count:
    def __init__(self):
        self.ticks = 0
    def tick(self):
        self.ticks += 1
count = Count()
dma = 0x50000010 + 64 * hal._pilot._dma.channel
def stream(runs):
    machine.mem32[dma] = machine.mem32[dma] & -2 | runs
"""


class Port:
    """The verbs, run on the chip with the heap locked; the frames are kept equal."""

    def __init__(self, chip):
        self._chip = chip
        self._known = dict(vars(Frame()))  # as the chip's is
        self.tick = None
        self._ticks = 0

    def _changed(self, frame, names):
        now = [(name, getattr(frame, name)) for name in names]
        changed = [(name, value) for name, value in now if self._known.get(name) != value]
        self._known.update(changed)
        return changed

    def catch_up(self, ticks):
        for _ in range(ticks - self._ticks):
            self.tick()
        self._ticks = ticks

    def sample(self, frame):
        said = self._chip.exec(f"s({self._changed(frame, _MEASURED)})").split()
        for name, value in zip(_MEASURED, said, strict=True):
            self._known[name] = int(value)
            setattr(frame, name, int(value))

    def act(self, frame):
        changed = self._changed(frame, _DECIDED)
        self.catch_up(int(self._chip.exec("a(%s)" % ",".join(map(str, changed)))))

    def safe(self):
        self._chip.exec("safe()")

    def feed(self):
        self._chip.exec("hal.feed()")

    def start(self, tick, _glance=None):
        self.tick = tick
        self._chip.exec("hal.start(count.tick)")


class Bed:
    """See tests/hal/conformance.py.

    The console's own time counts as none: `pass_ms` runs on from the last `act`, which toggles
    a pin, to where the console has to start the next call.
    """

    def __init__(self, of_board=None):
        self.pico = pico.Pico(of_board)
        self.chip = self.pico.chip
        self.hal = Port(self.chip)
        self.frame = Frame()
        self._reset = False
        self.chip.exec(_HELPERS)
        self._until_us = self.chip.us + _LEAD_US
        self.chip.watch(_MARK, self._acted)
        self.chip.on_reset(self._heard_reset)

    def _acted(self, t_ns, _new, _old):
        self._until_us = t_ns / 1000

    def _run_on(self, lead_us=0.0):
        while self._until_us - lead_us > self.chip.us:
            self.chip.run_us(self._until_us - lead_us - self.chip.us)

    def _heard_reset(self, _from_watchdog):
        self._reset = True

    def pass_ms(self, ms):
        self._until_us += 1000 * ms
        self._run_on(_LEAD_US)
        if self.hal.tick:
            self.hal.catch_up(int(self.chip.exec("print(count.ticks)")))

    def coil(self):
        self._run_on()
        if self._reset:
            return int(self.pico.level("coil") == 1)
        self.chip.run_us(_SETTLE_US)
        assert self.pico.level("coil_2") == 0
        return self.pico.level("coil")

    def rcd(self, bad):
        self.pico.line("rcd", 0 if bad else 1)
        self.chip.run_us(60)  # the filter

    def estop(self, bad):
        self.pico.line("estop", 0 if bad else 1)
        self.chip.run_us(60)

    def stream(self, runs):
        self.chip.exec(f"stream({runs})")

    def duty(self):
        self.chip.run_us(1100)  # the period under way
        edges = self.pico.edges("cp_pwm")
        self.chip.run_us(4000)
        if not edges:
            return 10000 * self.pico.level("cp_pwm")
        rises = [t for t, level in edges if level == 1]
        falls = [t for t, level in edges if level == 0 and t > rises[0]]
        return round((falls[0] - rises[0]) * 10000 / (rises[1] - rises[0]))

    def lock(self):
        return int(self.pico.level("lock_in") == 1) - int(self.pico.level("lock_out") == 1)

    def was_reset(self):
        return self._reset

    def bare(self):
        return Bed(pico.board(_BARE, _BARE_WITHOUT))


@pytest.mark.parametrize("check", conformance.CHECKS, ids=lambda check: check.__name__)
def test_conforms(check):
    check(Bed())
