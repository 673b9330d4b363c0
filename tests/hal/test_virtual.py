"""The virtual port: the conformance suite, and what only it has."""

from core.frame import Frame
from hal.virtual import VirtualHAL
from tests.hal import conformance
from tools.world.clock import FAR, Clock
from tools.world.plant import Plant

BARE = {
    "rcd": "none",
    "lock": False,
    "mirror_contact": False,
    "pe_monitor": False,
    "voltage_sense": False,
    "tethered": True,
    "board_sensor": False,
    "socket_sensor": False,
}


class Bed:
    """See tests/hal/conformance.py."""

    def __init__(self, hardware=None):
        self.clock = Clock()
        self.plant = Plant(hardware or {}, 1)
        self.hal = VirtualHAL(self.plant, self.clock)
        self.frame = Frame()
        self._reset = False

    def pass_ms(self, ms):
        self.plant.apply()
        for _ in range(ms):
            self.clock.now_us += 1000
            now_us = self.clock.now_us
            self.plant.advance(now_us)
            if self.clock.watchdog_us <= now_us:
                self.clock.watchdog_us = FAR
                self._reset = True
                self.plant.release()
            if self.hal.tick and now_us % 10000 == 0:
                self.hal.tick()
                self.plant.apply()

    def coil(self):
        self.plant.apply()
        return self.plant.driver

    def rcd(self, bad):
        self.plant.set("rcd.output", "stuck_on" if bad else "ok")

    def estop(self, bad):
        self.plant.set("estop", bool(bad))

    def stream(self, runs):
        self.plant.set("pilot.sampling", bool(runs))

    def duty(self):
        self.plant.apply()
        return self.plant.duty

    def lock(self):
        return self.plant.outputs.lock

    def was_reset(self):
        return self._reset

    def bare(self):
        return Bed(BARE)


def test_conformance():
    conformance.run(Bed)


def test_noise_is_on_both_plateaus_and_within_its_peak():
    bed = Bed()
    bed.plant.set("pilot.noise_mv", 100)
    bed.plant.set("ev.state", "C")
    bed.frame.duty = 5333
    bed.hal.act(bed.frame)
    highs, lows = [], []
    for _ in range(300):
        bed.pass_ms(10)
        bed.hal.sample(bed.frame)
        highs.append(bed.frame.high_mv)
        lows.append(bed.frame.low_mv)
    assert 5896 <= min(highs) < 5910
    assert 6086 < max(highs) <= 6096
    assert -12100 <= min(lows) < -12086
    assert -11914 < max(lows) <= -11900


def test_the_trap_raises_once_in_the_tick_and_in_the_feed():
    bed = Bed()
    for task, call in (("core", bed.hal.sample), ("main", None)):
        bed.hal.trap = task
        caught = 0
        for _ in range(3):
            try:
                if call:
                    call(bed.frame)
                else:
                    bed.hal.feed()
            except RuntimeError:
                caught += 1
        assert caught == 1


def test_nothing_acts_between_safe_and_start():
    bed = Bed()
    bed.hal.safe()
    bed.frame.arm = bed.frame.coils = 1
    bed.hal.act(bed.frame)
    assert bed.coil() == 0
    bed.hal.start(lambda: None)
    bed.hal.act(bed.frame)
    assert bed.coil() == 1


def test_every_input_reaches_the_frame():
    bed = Bed()
    for key, value, field, seen in (
        ("cable.pp_ohm", 680, "pp_ohm", 680),
        ("mains.pe", False, "pe", 0),
        ("estop", True, "estop", 1),
        ("contactor.welded", ["L2"], "live", 2),
        ("contactor.welded", ["N"], "mirror", 1),
        ("lock.feedback", "closed", "bolt", 1),
        ("temperature_c", {"board": -3.25}, "board_dc", -33),
        ("temperature_c", {"socket": 81.5}, "socket_dc", 815),
        ("rcd.output", "error", "rcd", 7),
    ):
        bed.plant.set(key, value)
        bed.hal.sample(bed.frame)
        assert getattr(bed.frame, field) == seen, key
