"""USB: stock keeps the chip busy with empty packets; here it sleeps until the host has data."""

from tests.emulator.bare import sleeping, without
from tools.emulator.chip import Chip
from tools.emulator.corrections.usb import correct_usb

ASLEEP_US = 20_000
ENDPOINT = 2


def bus(form, corrected):
    """Return a chip whose data endpoint is known, and the packets the host answers with."""
    machine = sleeping(form, corrected)
    machine.cdc._out_endpoint = ENDPOINT
    packets = []
    machine.mcu.usb_ctrl.endpoint_read_done = lambda endpoint, data, delay=0: packets.append(
        (endpoint, bytes(data))
    )
    return machine, packets


def test_stock_answers_with_nothing(form):
    machine, packets = bus(form, without(correct_usb))
    machine.mcu.usb_ctrl.on_endpoint_read(ENDPOINT, 64)
    assert packets == [(ENDPOINT, b"")]


def test_an_armed_transfer_waits_for_data_and_takes_it_once(form):
    machine, packets = bus(form, without())
    machine.mcu.usb_ctrl.on_endpoint_read(ENDPOINT, 64)
    assert packets == []
    machine.cdc.send_serial_byte(1)
    machine.cdc.send_serial_byte(2)
    machine.run_us(10)
    assert packets == [(ENDPOINT, b"\1\2")]
    machine.cdc.send_serial_byte(3)
    machine.run_us(10)
    assert len(packets) == 1
    machine.mcu.usb_ctrl.on_endpoint_read(ENDPOINT, 64)
    assert packets[1:] == [(ENDPOINT, b"\3")]


def test_a_reset_disarms(form):
    machine, packets = bus(form, without())
    machine.mcu.usb_ctrl.on_endpoint_read(ENDPOINT, 64)
    machine.mcu.usb_ctrl.on_reset()
    machine.cdc.send_serial_byte(1)
    machine.run_us(10)
    assert packets == []


def executed_asleep(form, corrected):
    chip = Chip(form=form, corrected=corrected).boot()
    chip.exec("import time")
    chip.start("time.sleep_ms(1000)")
    chip.run_us(5000)
    before = chip.instructions
    chip.run_us(ASLEEP_US)
    return chip.instructions - before


def test_stock_keeps_the_sleeping_chip_busy(form, firmware):
    assert executed_asleep(form, without(correct_usb)) > 500_000
    assert executed_asleep(form, without()) < 50_000


def test_what_is_typed_arrives_whole(form, firmware):
    chip = Chip(form=form).boot()
    size = 300 if form.fast else 40
    assert chip.exec(f"print(len({'x' * size!r}))") == f"{size}\r\n"
