"""Everything outside the controller, wired together: set a key, let time pass, read the pins."""

from core.frame import GATE_ON, OPEN_OHM
from tools.world import keys
from tools.world.car import Car
from tools.world.clock import FAR
from tools.world.contactor import ALL_POLES, L1, L2, L3, Contactor, N
from tools.world.draw import reading_ma
from tools.world.gate import Gate
from tools.world.line import Line
from tools.world.lock import Lock
from tools.world.meter import Meter
from tools.world.noise import Noise
from tools.world.rcd import Rcd
from tools.world.sleep import DEAD
from tools.world.wave import Wave

_LIVE_MV = 50000  # more than this on the load side reads as live
_NO_VOLTS = [0, 0, 0]
_PHASES = (L1, L2, L3)
_HARDWARE = {
    "rcd": "dc6_ac30",
    "lock": True,
    "mirror_contact": True,
    "pe_monitor": True,
    "voltage_sense": True,
    "tethered": False,
    "cp_switch": False,
    "contactors": 1,
    "board_sensor": True,
    "socket_sensor": True,
}


class Pins:
    """What the board's inputs read now: the integers `hal.sample` copies into a frame."""

    def __init__(self):
        self.pp_ohm = OPEN_OHM
        self.rcd = 0
        self.estop = 0
        self.pe = 1
        self.mirror = 0
        self.live = 0
        self.bolt = 0
        self.board_dc = 250
        self.socket_dc = 250
        self.sampling = 1
        self.noise_mv = 0


class Outputs:
    """What the board's outputs are told: integers `hal.act` stores; see core.frame.Frame."""

    def __init__(self):
        self.duty = 10000
        self.coils = 0
        self.lock = 0
        self.rcd_test = 0
        self.cp_off = 0
        self.vent = 0
        self.changed = 0  # 1 = the plant has not taken them yet


class Plant:
    """One outlet's world. Times in microseconds, never backwards; the caller steps from
    `next_us()` to `next_us()`.

    Observables: `poles` (bits that conduct), `driver` (coils after the gate), `duty` on the
    wire, `limit_ma` a car reads there, `bolt`, `power`, `currents_ma`.
    """

    def __init__(self, hardware, seed):
        fitted = dict(_HARDWARE)
        fitted.update(hardware)
        self.fitted = fitted
        self.noise = Noise(seed)
        self.line = Line()
        self.wave = Wave()
        self.gate = Gate()
        self.rcd = Rcd(fitted["rcd"])
        self.lock = Lock()
        self.car = Car()
        self.meter = Meter()
        two = fitted["contactors"] == 2
        poles = (L1 | N, L2 | L3) if two else (ALL_POLES,)
        self.contactors = tuple([Contactor(bits) for bits in poles])
        # all but the gate, whose end is put off in every tick
        self._slow: tuple = self.contactors + (self.rcd, self.lock, self.car, self.meter)
        self.pins = Pins()
        self.outputs = Outputs()
        self.now_us = 0
        self.power = 1
        self.poles = 0
        self.driver = 0
        self.duty = 10000
        self.limit_ma = 0
        self.bolt = 0
        self.live = 0  # bit a phase on the load side
        self.currents_ma = [0, 0, 0]
        self.version = 0  # counts changes of the observables
        # keys of a scenario that are plain values here
        self.jammed = 0
        self.volts_mv = [230000, 230000, 230000]
        self.frequency_mhz = 50000
        self.pe = 1
        self.estop = 0
        self.pp_ohm = 220
        self._due_us = FAR
        self._settle()

    # time

    def next_us(self):
        """Return when something happens by itself; FAR when nothing will."""
        gate_us = self.gate.due_us
        return gate_us if gate_us < self._due_us else self._due_us

    def advance(self, now_us):
        """Let everything happen that is due up to and at `now_us`, in order of time."""
        while True:
            due_us = self.next_us()
            if due_us > now_us:
                break
            self.now_us = due_us
            if self.gate.due_us <= due_us:
                self.gate.step(due_us)
            for part in self._slow:
                if part.due_us <= due_us:
                    part.step(due_us)
            self._settle()
        self.now_us = now_us

    # the script

    def set(self, key, value):
        """Set one key of scenarios.md at the present instant; ValueError if there is no such."""
        keys.put(self, key, value)
        self._settle()

    # the board

    def apply(self):
        """Take `outputs` at the present instant. Called right after the tick."""
        self.outputs.changed = 0
        self._settle()

    def release(self):
        """Put the outputs where a reset of the chip leaves them."""
        outputs = self.outputs
        outputs.duty = 10000
        outputs.coils = outputs.lock = outputs.rcd_test = outputs.cp_off = outputs.vent = 0
        self.gate.disarm()
        self.apply()

    # inside

    def _settle(self):
        """Carry every change through to everything that hangs on it."""
        now_us = self.now_us
        self._inputs(now_us)
        self._switch(now_us)
        self._wire(now_us)
        self._flow(now_us)
        self._due_us = min([part.due_us for part in self._slow])

    def _inputs(self, now_us):
        outputs, fitted = self.outputs, self.fitted
        on = self.power
        self.rcd.request(now_us, outputs.rcd_test if on else 0)
        lines = self.rcd.lines()
        self.gate.inputs(lines, self.estop)
        self.lock.move(now_us, outputs.lock if on else 0, self.jammed)
        pins = self.pins
        pins.rcd = lines
        pins.estop = self.estop
        pins.pe = self.pe if fitted["pe_monitor"] else 1
        pins.pp_ohm = OPEN_OHM if fitted["tethered"] else self.pp_ohm
        locks = fitted["lock"] and not fitted["tethered"]
        pins.bolt = self.lock.feedback() if locks else 0
        if self.bolt != self.lock.locked:
            self.bolt = self.lock.locked
            self.version += 1

    def _switch(self, now_us):
        driver = self.outputs.coils if self.power and self.gate.bits & GATE_ON else 0
        poles = mirror = 0
        for number, contactor in enumerate(self.contactors):
            contactor.drive(now_us, driver >> number & 1)
            poles |= contactor.conducting()
            mirror |= contactor.mirror() << number
        if len(self.contactors) == 1:
            driver &= 1
        if driver != self.driver or poles != self.poles:
            self.driver, self.poles = driver, poles
            self.version += 1
        pins = self.pins
        live = 0
        for phase in range(3):
            if poles & _PHASES[phase] and self.power and self.volts_mv[phase] > _LIVE_MV:
                live |= 1 << phase
        self.live = live
        pins.live = live if self.fitted["voltage_sense"] else 0
        pins.mirror = mirror if self.fitted["mirror_contact"] else 0

    def _wire(self, now_us):
        outputs, line, car = self.outputs, self.line, self.car
        duty = outputs.duty if self.power else 10000
        line.switched_off = outputs.cp_off
        view = duty
        if not self.power or outputs.cp_off or line.broken or line.shorted:
            view = DEAD
        if view != car.view:
            car.pilot(now_us, view)
        line.car_ohm = car.ohm
        if self.power:
            line.solve(duty)
            self.wave.put(now_us, duty, line.high_mv, line.low_mv)
        else:
            self.wave.put(now_us, duty, 0, 0)
        seen = duty if self.power else 0
        if seen != self.duty:
            self.duty = seen
            self.limit_ma = reading_ma(seen)
            self.version += 1

    def _flow(self, now_us):
        car, currents = self.car, self.currents_ma
        live = 1 if self.live and car.plugged else 0
        if live != car.energised:
            car.supply(now_us, live)
        circuit = self.poles & N or self.live not in (0, 1, 2, 4)  # a way back for the current
        for phase in range(3):
            flows = circuit and self.live >> phase & 1
            currents[phase] = car.draw.level_ma[phase] if flows else 0
        voltages = self.volts_mv if self.power else _NO_VOLTS
        self.meter.wires(now_us, currents, voltages, self.frequency_mhz)
