"""Pads, listeners, resets: what stock gets wrong, and that it is mended."""

from tests.emulator.bare import APB, SIO, put, sleeping, without
from tools.emulator.corrections import ALL
from tools.emulator.corrections.pads import correct_listeners, correct_loopback, drive
from tools.emulator.corrections.reset import correct_reset

PIN = 17
BIT = 1 << PIN
GPIO_IN, OUT, OUT_SET, OUT_CLR, OE = (SIO + offset for offset in (4, 0x10, 0x14, 0x18, 0x20))
CTRL = APB + 0x14000 + 8 * PIN + 4
PAD = APB + 0x1C004 + 4 * PIN
INTR = APB + 0x140F0 + PIN // 8 * 4
EDGES = 0b1100 << PIN % 8 * 4
INPUT_ON = 0x56


def output(form, corrected=ALL):
    machine = sleeping(form, corrected)
    put(machine, (PAD, INPUT_ON), (CTRL, 5), (OUT, BIT), (OE, BIT))
    return machine


def sees(machine):
    return bool(machine.mcu.read_uint32(GPIO_IN) & BIT)


def test_an_input_sees_what_the_chip_drives(form):
    for corrected, right in ((without(correct_loopback), False), (without(), True)):
        machine = output(form, corrected)
        assert sees(machine) is right
        put(machine, (OUT_CLR, BIT))
        assert not sees(machine)


def test_released_it_sees_the_outside_again(form):
    machine = output(form)
    put(machine, (OUT_CLR, BIT))
    machine.drive(PIN, 1)
    assert not sees(machine)  # the chip is stronger
    put(machine, (OE, 0))
    assert sees(machine)
    machine.drive(PIN, 0)
    assert not sees(machine)
    machine.drive(PIN, 1)
    machine.drive(PIN, None)
    assert not sees(machine)  # its pull-down


def test_an_edge_is_a_change(form):
    machine = sleeping(form)
    put(machine, (PAD, INPUT_ON))
    pin = machine.mcu.gpio[PIN]
    machine.drive(PIN, 1)
    put(machine, (INTR, EDGES))
    machine.drive(PIN, 1)
    assert not machine.mcu.read_uint32(INTR) & EDGES
    pin.set_input_value(True)  # stock's way
    assert machine.mcu.read_uint32(INTR) & EDGES
    put(machine, (INTR, EDGES))
    drive(pin, False)
    assert machine.mcu.read_uint32(INTR) & EDGES == 0b0100 << PIN % 8 * 4


def test_listeners_are_called_in_order_and_may_change_the_list(form):
    machine = sleeping(form)
    pin = machine.mcu.gpio[PIN]
    heard = []
    remove = []
    for number in range(20):
        remove.append(pin.add_listener(lambda _new, _old, n=number: heard.append(n)))
    pin.add_listener(lambda _new, _old: remove.pop()())
    put(machine, (PAD, INPUT_ON), (CTRL, 5), (OE, BIT))
    assert heard == list(range(20))
    stock = sleeping(form, without(correct_listeners))
    assert isinstance(stock.mcu.gpio[PIN]._listeners, set)


def test_a_reset_is_heard_on_the_pins(form):
    for corrected, edges in ((without(correct_reset), []), (without(), ["INPUT_PULL_DOWN"])):
        machine = output(form, corrected)
        heard, resets = [], []
        machine.watch(PIN, lambda _t, new, _old, heard=heard: heard.append(new))
        machine.on_reset(resets.append)
        machine.reset()
        assert machine.level(PIN) == "INPUT_PULL_DOWN"
        assert heard == edges
        assert resets == [False] * len(edges)


def test_a_watchdog_reset_is_told_from_a_pulled_run_pin(form):
    machine = output(form)
    resets = []
    machine.on_reset(resets.append)
    machine.mcu.watchdog.on_watchdog_trigger()
    machine.reset()
    assert resets == [True, False]
