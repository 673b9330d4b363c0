"""The parts wired together: what the board's pins read, what the world does in return."""

from core.frame import (
    GATE_ESTOP,
    GATE_ON,
    GATE_RCD,
    GATE_STARVED,
    OPEN_OHM,
    RCD_DC,
    SENSOR_OPEN,
    SENSOR_SHORT,
)
from tools.world.contactor import ALL_POLES, L1, L2, L3, N
from tools.world.plant import Plant

MS = 1000


class Board:
    """A plant whose outputs a test sets; time in ms. Feeds the gate every 10 ms."""

    def __init__(self, **hardware):
        self.plant = Plant(hardware, 1)
        self.outputs = self.plant.outputs
        self.ms = 0
        self.feeding = True

    def run(self, ms):
        end = self.ms + ms
        while self.ms < end:
            step = min(10, end - self.ms)
            self.ms += step
            self.plant.advance(self.ms * MS)
            if self.feeding:
                self.plant.gate.feed(self.ms * MS)
        return self

    def put(self, **outputs):
        for name, value in outputs.items():
            setattr(self.outputs, name, value)
        self.plant.apply()
        return self

    def close(self, coils=1):
        self.plant.gate.arm(self.ms * MS)
        return self.put(coils=coils, duty=2666).run(30)

    def set(self, key, value):
        self.plant.set(key, value)
        return self

    def window(self):
        self.plant.wave.take(self.ms * MS)
        return self.plant.wave.top_mv, self.plant.wave.bottom_mv


def test_every_key_of_the_world_is_taken():
    board = Board()
    for key, value in (
        ("ev.state", "C"),
        ("ev.resistance_ohm", 2740),
        ("ev.diode", True),
        ("ev.capacitance_pf", 1000),
        ("ev.draws_a", [16, 16.5, 0]),
        ("ev.obeys", True),
        ("ev.model", "plain"),
        ("cable.pp_ohm", 680),
        ("mains.volts", [230, 229.5, 0]),
        ("mains.hertz", 49.9),
        ("mains.pe", False),
        ("rcd.dc_ma", 2.9),
        ("rcd.ac_ma", 10),
        ("rcd.self_test_works", False),
        ("rcd.output", "ok"),
        ("cp.leak_ohm", 0),
        ("cp.disconnected", False),
        ("contactor.welded", []),
        ("contactor.mirror", "true"),
        ("contactor.stuck_open", False),
        ("contactor.release_ms", 15),
        ("contactor.close_ms", 20.5),
        ("lock.jammed", False),
        ("lock.feedback", "true"),
        ("temperature_c", {"board": 30.5, "socket": "open"}),
        ("temperature_c", {"board": "short"}),
        ("estop", False),
        ("meter.online", True),
        ("pilot.noise_mv", 100),
        ("pilot.sampling", True),
        ("power", True),
    ):
        board.set(key, value)
    pins = board.plant.pins
    assert (pins.pp_ohm, pins.pe) == (680, 0)
    assert (pins.board_dc, pins.socket_dc) == (SENSOR_SHORT, SENSOR_OPEN)
    assert board.plant.volts_mv == [230000, 229500, 0]


def test_an_unknown_key_is_refused():
    for key in ("ev.color", "cpu.reset", ""):
        try:
            Board().set(key, 1)
        except ValueError:
            continue
        raise AssertionError(key)


def test_states_of_the_car_in_a_window():
    board = Board()
    for state, high_mv in (("A", 12000), ("B", 8979), ("C", 5996), ("D", 2931), ("short", 0)):
        board.set("ev.state", state).run(10)
        assert board.window() == (high_mv, high_mv), state
    board.set("ev.state", "C").put(duty=5333).run(10)
    assert board.window() == (5996, -12000)
    board.set("ev.diode", False).run(10)
    assert board.window() == (5624, -5624)
    board.set("ev.diode", True).set("cp.leak_ohm", 120).run(10)
    assert board.window() == (1222, -1286)
    board.set("cp.disconnected", True).run(10)
    assert board.window() == (12000, -12000)
    board.put(duty=0).run(10)
    assert board.window() == (-12000, -12000)


def test_a_short_goes_with_the_next_state():
    board = Board().set("ev.state", "short").set("ev.state", "B").run(10)
    assert board.window() == (8979, 8979)
    assert Board().set("ev.resistance_ohm", 0).run(10).window() == (0, 0)


def test_an_open_pilot_switch_shows_the_open_line_and_the_car_nothing():
    board = Board(cp_switch=True).set("ev.state", "B").put(cp_off=1).run(10)
    assert board.window() == (12000, 12000)
    assert board.plant.car.view == -1


def test_the_coil_needs_an_armed_gate():
    board = Board().put(coils=1).run(100)
    assert (board.plant.driver, board.plant.poles) == (0, 0)
    board.close()
    assert (board.plant.driver, board.plant.poles) == (1, ALL_POLES)
    assert board.plant.pins.mirror == 1
    assert board.plant.pins.live == 7


def test_a_starved_gate_opens_the_contacts_after_50_ms():
    board = Board().close()
    board.feeding = False
    end_us = board.plant.gate.due_us
    board.plant.advance(end_us - 1)
    assert board.plant.driver == 1
    board.plant.advance(end_us)
    assert board.plant.driver == 0
    board.plant.advance(end_us + 15 * MS - 1)
    assert board.plant.poles == ALL_POLES
    board.plant.advance(end_us + 15 * MS)
    assert board.plant.poles == 0
    assert board.plant.gate.bits == GATE_STARVED


def test_an_emergency_stop_opens_at_the_instant():
    board = Board().close().set("estop", True)
    assert (board.plant.driver, board.plant.gate.bits) == (0, GATE_ESTOP)
    assert board.plant.pins.estop == 1
    assert board.set("estop", False).run(100).plant.driver == 0


def test_a_residual_current_opens_at_the_microsecond():
    board = Board().close()
    begin_us = board.ms * MS
    board.set("rcd.dc_ma", 60)
    due_us = board.plant.rcd.due_us
    assert due_us - begin_us <= 200 * MS
    while board.plant.driver:
        at_us = min(board.plant.next_us(), board.plant.now_us + 10 * MS)
        board.plant.advance(at_us)
        board.plant.gate.feed(at_us)
        assert at_us <= due_us
    assert at_us == due_us
    assert (board.plant.gate.bits, board.plant.pins.rcd) == (GATE_RCD, RCD_DC)


def test_two_contactors_switch_their_own_poles():
    board = Board(contactors=2).close(1)
    assert (board.plant.poles, board.plant.pins.mirror, board.plant.pins.live) == (L1 | N, 1, 1)
    board.put(coils=3).run(30)
    assert (board.plant.poles, board.plant.pins.mirror, board.plant.pins.live) == (15, 3, 7)
    board.set("contactor.welded", ["L2"]).put(coils=0).run(30)
    assert (board.plant.poles, board.plant.pins.mirror, board.plant.pins.live) == (L2, 2, 2)
    assert board.plant.driver == 0


def test_the_second_coil_of_a_board_with_one_contactor_is_nothing():
    board = Board().close(2)
    assert (board.plant.poles, board.plant.driver) == (0, 0)
    assert board.put(coils=3).run(30).plant.driver == 1


def test_live_needs_mains_and_power():
    board = Board().set("contactor.welded", ["L1", "L3"])
    assert board.plant.poles == L1 | L3
    assert board.plant.pins.live == 5
    board.set("mains.volts", [0, 230, 230])
    assert board.plant.pins.live == 4
    board.set("power", False)
    assert board.plant.pins.live == 0


def test_what_is_not_fitted_reads_as_good():
    board = Board(
        rcd="none",
        lock=False,
        mirror_contact=False,
        pe_monitor=False,
        voltage_sense=False,
        tethered=True,
        board_sensor=False,
        socket_sensor=False,
    )
    board.set("mains.pe", False).set("rcd.dc_ma", 300).set("lock.feedback", "closed")
    board.set("contactor.welded", ["L1"]).set("temperature_c", {"board": 95, "socket": "open"})
    board.run(5000)
    pins = board.plant.pins
    assert (pins.pe, pins.rcd, pins.bolt, pins.mirror, pins.live) == (1, 0, 0, 0, 0)
    assert (pins.board_dc, pins.socket_dc, pins.pp_ohm) == (250, 250, OPEN_OHM)


def test_power_off_drops_everything_but_the_bolt():
    board = Board().set("ev.state", "C").put(lock=1).run(400).put(lock=0).close().run(3000)
    assert board.plant.currents_ma == [15996, 15996, 15996]
    board.set("power", False)
    plant = board.plant
    assert (plant.driver, plant.gate.bits, plant.bolt) == (0, 0, 1)
    assert plant.currents_ma == [0, 0, 0]
    assert (plant.duty, plant.limit_ma) == (0, 0)
    board.run(15)
    assert plant.poles == 0
    assert board.window() == (0, 0)
    board.put(lock=-1, coils=1, duty=5000).run(1000)  # nobody is there to do that
    assert (plant.driver, plant.bolt) == (0, 1)
    board.put(lock=0, coils=0, duty=10000).set("power", True).run(10)
    assert (plant.duty, plant.poles) == (10000, 0)


def test_release_is_what_a_reset_does():
    board = Board().close().put(lock=1, rcd_test=1, cp_off=1, vent=1)
    board.plant.release()
    outputs = board.outputs
    assert (outputs.coils, outputs.duty, outputs.lock) == (0, 10000, 0)
    assert (outputs.rcd_test, outputs.cp_off, outputs.vent) == (0, 0, 0)
    assert board.plant.driver == 0


def test_current_flows_through_conducting_poles_only():
    board = Board().set("ev.state", "C").set("ev.draws_a", [10, 11, 12]).close()
    assert board.plant.currents_ma == [10000, 11000, 12000]
    assert board.set("mains.volts", [230, 0, 230]).plant.currents_ma == [10000, 0, 12000]
    board.set("mains.volts", [230, 230, 230]).set("contactor.welded", ["L1"])
    board.put(coils=0, duty=2666).run(15)
    assert board.plant.poles == L1
    assert board.plant.currents_ma == [0, 0, 0]  # no way back
    board.set("contactor.welded", ["L1", "N"])
    assert board.plant.currents_ma == [10000, 0, 0]
    assert board.set("ev.state", "A").plant.currents_ma == [0, 0, 0]
    assert board.plant.poles & (L2 | L3) == 0


def test_the_self_test_trips_an_armed_gate_but_not_an_idle_one():
    board = Board().put(rcd_test=1).run(250).put(rcd_test=0).run(600)
    assert (board.plant.pins.rcd, board.plant.gate.bits) == (RCD_DC, 0)
    board.run(1300)
    assert board.plant.pins.rcd == 0
    board.close()
    assert board.plant.gate.bits == GATE_ON
    board.put(rcd_test=1).run(800)
    assert board.plant.gate.bits == GATE_RCD


def test_limit_is_what_a_car_reads():
    board = Board().put(duty=5333)
    assert (board.plant.duty, board.plant.limit_ma) == (5333, 31998)
    assert board.put(duty=10000).plant.limit_ma == 0
