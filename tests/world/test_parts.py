"""Contactor, gate, lock, meter and noise, each alone."""

from core.frame import GATE_ESTOP, GATE_ON, GATE_RCD, GATE_STARVED
from tools.world.clock import FAR, Clock, micros
from tools.world.contactor import ALL_POLES, L1, L2, Contactor, N, pole_bits, pole_names
from tools.world.gate import Gate
from tools.world.lock import Lock
from tools.world.meter import Meter
from tools.world.noise import Noise


def test_contacts_follow_the_coil():
    one = Contactor(ALL_POLES)
    one.drive(1000, 1)
    assert (one.due_us, one.conducting(), one.mirror()) == (21000, 0, 0)
    one.step(21000)
    assert (one.conducting(), one.mirror(), one.due_us) == (ALL_POLES, 1, FAR)
    one.drive(50000, 0)
    assert one.due_us == 65000
    assert one.conducting() == ALL_POLES
    one.step(65000)
    assert one.conducting() == 0


def test_a_coil_released_on_the_way_leaves_the_contacts_open():
    one = Contactor(ALL_POLES)
    one.drive(0, 1)
    one.drive(5000, 0)
    assert one.due_us == FAR
    assert one.conducting() == 0


def test_welded_poles_conduct_and_a_true_mirror_tells():
    one = Contactor(ALL_POLES)
    one.welded = L1 | N
    assert one.conducting() == L1 | N
    assert one.mirror() == 1
    half = Contactor(L1 | N)
    half.welded = L2
    assert half.conducting() == 0


def test_a_mirror_lies():
    one = Contactor(ALL_POLES)
    one.told = "closed"
    assert one.mirror() == 1
    one.welded = L1
    one.told = "open"
    assert one.mirror() == 0


def test_stuck_open_releases_and_never_closes():
    one = Contactor(ALL_POLES)
    one.drive(0, 1)
    one.step(20000)
    one.stuck_open = 1
    one.drive(30000, 1)
    assert one.due_us == 45000
    one.step(45000)
    assert one.conducting() == 0
    one.drive(50000, 0)
    one.drive(60000, 1)
    assert one.due_us == FAR


def test_pole_names():
    assert pole_names(pole_bits(["N", "L1"])) == ["L1", "N"]
    assert pole_names(ALL_POLES) == ["L1", "L2", "L3", "N"]


def test_a_gate_starves_50_ms_after_the_last_feed():
    gate = Gate()
    gate.feed(0)
    assert (gate.bits, gate.due_us) == (0, FAR)
    gate.arm(1000)
    assert (gate.bits, gate.due_us) == (GATE_ON, 51000)
    gate.feed(11000)
    assert gate.due_us == 61000
    gate.step(61000)
    assert (gate.bits, gate.due_us) == (GATE_STARVED, FAR)
    gate.feed(62000)
    assert (gate.bits, gate.due_us) == (GATE_STARVED, FAR)
    gate.arm(70000)
    assert gate.bits == GATE_ON


def test_a_gate_trips_on_a_bad_input_and_stays_off():
    for rcd_bad, estop, latch in ((1, 0, GATE_RCD), (0, 1, GATE_ESTOP), (1, 1, 6)):
        gate = Gate()
        gate.arm(0)
        gate.inputs(rcd_bad, estop)
        assert gate.bits == latch
        gate.inputs(0, 0)
        for us in range(100):
            gate.feed(us)
        assert gate.bits == latch


def test_arming_with_a_bad_input_does_not_grant():
    gate = Gate()
    gate.inputs(4, 0)
    assert gate.bits == 0  # an idle gate latches nothing
    gate.arm(0)
    assert gate.bits == GATE_RCD
    gate.inputs(0, 0)
    assert gate.bits == GATE_RCD
    gate.arm(0)
    assert gate.bits == GATE_ON
    gate.disarm()
    assert (gate.bits, gate.due_us) == (0, FAR)


def test_the_bolt_takes_300_ms():
    lock = Lock()
    lock.move(0, 1, 0)
    assert lock.due_us == 300000
    lock.step(300000)
    assert (lock.locked, lock.feedback(), lock.due_us) == (1, 1, FAR)
    lock.move(400000, 0, 0)
    lock.move(500000, -1, 0)
    assert lock.due_us == 800000
    assert lock.locked == 1
    lock.step(800000)
    assert lock.locked == 0


def test_a_bolt_stopped_on_the_way_goes_on_from_there():
    lock = Lock()
    lock.move(0, 1, 0)
    lock.move(100000, 0, 0)
    assert lock.due_us == FAR
    lock.move(200000, 1, 0)
    assert lock.due_us == 400000
    lock.move(250000, -1, 0)
    assert lock.due_us == 400000  # 150 ms of way back


def test_a_jammed_bolt_stays_and_feedback_lies():
    lock = Lock()
    lock.move(0, 1, 1)
    assert lock.due_us == FAR
    lock.told = "closed"
    assert lock.feedback() == 1
    lock.move(100000, 1, 0)
    assert lock.due_us == 400000
    lock.step(400000)
    lock.told = "open"
    assert (lock.locked, lock.feedback()) == (1, 0)


def test_the_meter_follows_every_100_ms_and_keeps_energy_exactly():
    meter = Meter()
    volts = [230000, 230000, 230000]
    meter.wires(50000, [10000, 10000, 10000], volts, 50000)
    assert meter.read().current_ma[0] == 0
    assert meter.due_us == 100000
    meter.step(100000)
    assert meter.read().current_ma[2] == 10000
    for us in range(200000, 3600050001, 100000):
        meter.step(us)
    meter.wires(3600050000, [0, 0, 0], volts, 50000)
    meter.step(meter.due_us)
    assert meter.due_us == FAR
    assert meter.read().energy_wh == 6900  # 3 x 230 V x 10 A for an hour


def test_a_meter_off_line_raises_oserror():
    meter = Meter()
    meter.online = 0
    try:
        meter.read()
    except OSError:
        return
    raise AssertionError("it answered")


def test_the_tick_counter_wraps():
    clock = Clock((1 << 30) - 2)
    clock.now_us = 3999
    assert clock.ticks_ms() == 1
    assert micros(0.5) == 500
    assert micros(5012.0) == 5012000


def test_noise_is_the_same_everywhere_and_stays_within_its_peak():
    noise = Noise(1)
    assert [noise.below(1000) for _ in range(6)] == [739, 732, 573, 140, 139, 517]
    seen = [noise.about(50) for _ in range(2000)]
    assert min(seen) == -50
    assert max(seen) == 50
    assert abs(sum(seen)) < 4000
    assert Noise(2).below(100000) != Noise(3).below(100000)
