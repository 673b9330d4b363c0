"""The whole core on the ESP32 port, in its thread: a car charges, and whatever ends it opens."""

from core import faults, states
from core.config import BOARD_SENSOR, IEC, MIRROR_FITTED, PE_FITTED, SOCKET_SENSOR, Config
from core.tick import Outlet
from tests.hal.esp32_bed import Bed


class Pile:
    """An outlet on a bed; the shell renews its demand every 100 ms, at 16 A."""

    def __init__(self):
        self.bed = bed = Bed()
        self.board = bed.board
        self.board.slow_mv[bed.pins["pp_adc"]] = 3300 * 220 // 1220  # a cable of 32 A
        self.limit_ma = 16000
        config = Config(IEC)
        config.fitted = MIRROR_FITTED | PE_FITTED | BOARD_SENSOR | SOCKET_SENSOR
        self.outlet = Outlet(bed.hal, config)
        self.shell_runs = True
        outside, mirror = self.board.outside, bed.pins["mirror"]

        def feedback(pin):
            return self.board.coils() & 1 if pin == mirror else outside(pin)

        self.board.outside = feedback
        bed.hal.start(self.outlet.tick)

    def pass_ms(self, ms):
        for _ in range(ms // 10):
            if self.shell_runs:
                self._publish()
            self.bed.pass_ms(10)

    def _publish(self):
        demand = self.outlet.mailbox.idle()
        demand.enable = 1
        demand.limit_ma = self.limit_ma
        demand.phases = 3
        demand.expires_ms = self.bed.chip.now_us // 1000 + 1000 & 0x3FFFFFFF
        self.outlet.mailbox.publish()

    def car(self, mv):
        self.board.pilot_mv = mv

    def state(self):
        return self.outlet.charger.state

    def faults(self):
        return [n for n in range(faults.COUNT) if self.outlet.latch.has(n)]

    def ms_until_open(self):
        for ms in range(200):
            if not self.bed.coil():
                return ms
            self.bed.pass_ms(1)
        return -1

    def end(self):
        self.bed.hal.safe()
        self.bed.pass_ms(20)
        assert not self.outlet.dead


def _charging():
    pile = Pile()
    pile.pass_ms(2500)
    assert (pile.state(), pile.faults()) == (states.IDLE, [])
    pile.car(9000)
    pile.pass_ms(1000)
    assert abs(pile.bed.duty() - 2667) <= 10
    pile.car(6000)
    pile.pass_ms(1500)
    assert pile.state() == states.CHARGING
    assert pile.bed.coil()
    return pile


def test_a_car_charges_and_its_limit_follows_the_demand():
    pile = _charging()
    pile.pass_ms(5000)
    assert pile.faults() == []
    pile.limit_ma = 10000
    pile.pass_ms(100)
    assert abs(pile.bed.duty() - 1667) <= 10
    assert pile.bed.hal.ticker.dropouts == 0
    pile.end()


def test_what_ends_a_charge_opens_in_time():
    for name, change, limit_ms in (
        ("unplugged", lambda pile: pile.car(12000), 40),
        ("S2 opens", lambda pile: pile.car(9000), 40),
        ("pilot shorted", lambda pile: pile.car(0), 40),
        ("diode lost", lambda pile: setattr(pile.board, "low_mv", -6000), 40),
        ("no earth", lambda pile: pile.board.put("pe", 0), 40),
        ("emergency stop", lambda pile: pile.board.put("estop", 0), 0),
        ("tick stands still", lambda pile: pile.bed.chip.hog(400000), 50),
        ("no samples", lambda pile: pile.bed.stream(0), 70),
        ("soft reset", lambda pile: pile.bed.chip.soft_reset(), 50),
        ("reset", lambda pile: pile.bed.port.reset(), 0),
    ):
        pile = _charging()
        change(pile)
        assert 0 <= pile.ms_until_open() <= limit_ms, name
        pile.shell_runs = name[-5:] != "reset"
        pile.pass_ms(600)
        assert not pile.bed.coil(), name
        pile.end()


def test_a_gate_that_starved_is_a_fault_that_names_it():
    pile = _charging()
    pile.bed.chip.hog(100000)
    pile.pass_ms(200)
    assert faults.GATE in pile.faults()
    assert pile.bed.hal.ticker.dropouts == 1
    pile.end()


def test_without_the_gate_circuit_the_car_never_gets_energy():
    pile = Pile()
    pile.board.has_gate = False
    pile.pass_ms(2500)
    pile.car(9000)
    pile.pass_ms(1000)
    pile.car(6000)
    pile.pass_ms(3000)
    assert faults.GATE in pile.faults()
    assert not pile.bed.chip.pad(pile.bed.pins["coil"])
    pile.end()


def test_a_thousand_torn_windows_in_a_row_end_in_a_fault_not_in_a_guess():
    pile = _charging()
    pile.bed.chip.adc_us = 200  # a converter slower than the port can use
    assert 0 <= pile.ms_until_open() <= 70
    pile.pass_ms(100)
    assert faults.SAMPLER in pile.faults()
    pile.end()


def test_a_flash_erase_with_the_contactor_open_is_no_fault():
    pile = Pile()
    pile.pass_ms(2500)
    pile.car(9000)
    pile.pass_ms(1000)
    for hold_ms in (45, 400):
        pile.bed.chip.hog(hold_ms * 1000)
        pile.pass_ms(600)
        assert pile.faults() == [], hold_ms
    pile.car(6000)
    pile.pass_ms(1500)
    assert pile.state() == states.CHARGING
    pile.end()
