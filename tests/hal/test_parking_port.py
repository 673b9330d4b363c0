"""The wires of a parking lock: never both ways at once, a closed switch is an end."""

import sys

from space import fit


class Pin:
    OUT = 1
    IN = 0
    PULL_UP = 1
    levels = {}  # of each pin
    worst = 0  # outputs high at the same time

    def __init__(self, number, mode, pull=None, value=None):
        self.number = number
        if mode == Pin.OUT:
            Pin.levels[number] = value
        else:
            assert pull == Pin.PULL_UP
            Pin.levels[number] = 1

    def value(self, level=None):
        if level is None:
            return Pin.levels[self.number]
        Pin.levels[self.number] = level
        Pin.worst = max(Pin.worst, Pin.levels[2] + Pin.levels[3])
        return None


class Machine:
    pass


class Ports:
    parking_lock = None


def wired(pins):
    """Return the ports that space.fit wires where `machine` is a fake."""
    Machine.Pin = Pin
    before = sys.modules.get("machine")
    sys.modules["machine"] = Machine
    ports = Ports()
    try:
        fit.wire(ports, {"pins": pins})
    finally:
        del sys.modules["machine"]
        if before is not None:
            sys.modules["machine"] = before
    return ports.parking_lock


def port(car=True):
    pins = {"up": 2, "down": 3, "raised": 4, "lowered": 5}
    if car:
        pins["car"] = 6
    return wired({"parking_lock_" + role: pins[role] for role in pins})


def test_a_board_without_pins_has_none():
    assert wired({"coil": 2}) is None


def test_the_motor_turns_one_way_at_a_time():
    wires = port()
    assert (Pin.levels[2], Pin.levels[3]) == (0, 0)
    for direction, up, down in ((1, 1, 0), (-1, 0, 1), (1, 1, 0), (0, 0, 0)):
        wires.drive(direction)
        assert (Pin.levels[2], Pin.levels[3]) == (up, down)
    assert Pin.worst == 1


def test_a_closed_switch_is_an_end_and_a_broken_wire_is_none():
    wires = port()
    assert (wires.raised(), wires.lowered()) == (0, 0)
    Pin.levels[4] = 0
    assert (wires.raised(), wires.lowered()) == (1, 0)
    Pin.levels[5] = 0
    assert (wires.raised(), wires.lowered()) == (1, 1)


def test_a_sensor_with_a_broken_wire_is_a_car():
    wires = port()
    assert wires.car() == 1
    Pin.levels[6] = 0  # closed: the space is free
    assert wires.car() == 0


def test_without_a_sensor_there_is_no_car():
    assert port(car=False).car() == 0
