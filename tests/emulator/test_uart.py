"""UART: what stock gets wrong, and that the corrected one does not."""

import pytest

from tests.emulator.bare import APB, put, sleeping, without
from tools.emulator.chip import Chip
from tools.emulator.console import Timeout
from tools.emulator.corrections import ALL
from tools.emulator.corrections.uart import correct_uart

DR, FR, IBRD, FBRD, LCR, CR, IMSC, ICR = (
    APB + 0x34000 + offset for offset in (0, 0x18, 0x24, 0x28, 0x2C, 0x30, 0x38, 0x44)
)
BIT_US = 1e6 / 19200
CHAR_US = 10 * BIT_US
TX_BIT, RX_BIT, TIMEOUT_BIT = 1 << 5, 1 << 4, 1 << 6
IRQ = 1 << 20
TXFE, RXFE, TXFF, BUSY = 1 << 7, 1 << 4, 1 << 5, 1 << 3


def at_19200(form, corrected=ALL):
    """48 MHz / 16 / 19200 = 156.25; 8N1 with FIFOs."""
    machine = sleeping(form, corrected)
    put(machine, (IBRD, 156), (FBRD, 16), (LCR, 3 << 5 | 1 << 4), (CR, 0x301))
    return machine


def test_stock_never_ends_its_transmit_interrupt(form):
    for corrected, pending in ((without(correct_uart), True), (without(), False)):
        machine = at_19200(form, corrected)
        put(machine, (IMSC, TX_BIT), (DR, 0x55), (ICR, TX_BIT))
        assert bool(machine.core.pending_interrupts & IRQ) is pending


def test_a_byte_takes_its_time_on_the_line(form):
    machine = at_19200(form)
    heard = []
    machine.mcu.uart[0].on_byte = lambda byte: heard.append((byte, machine.us))
    put(machine, (DR, 0x41), (DR, 0x42))
    assert machine.mcu.read_uint32(FR) & (BUSY | TXFE) == BUSY
    machine.run_us(3 * CHAR_US)
    assert [byte for byte, _ in heard] == [0x41, 0x42]
    assert [us for _, us in heard] == pytest.approx([CHAR_US, 2 * CHAR_US], rel=1e-4)
    assert machine.mcu.read_uint32(FR) & (BUSY | TXFE) == TXFE


def test_the_transmit_fifo_fills_and_interrupts_when_half_empty(form):
    machine = at_19200(form)
    put(machine, (IMSC, TX_BIT), *[(DR, 0)] * 33)
    assert machine.mcu.read_uint32(FR) & TXFF
    machine.run_us(15 * CHAR_US)
    assert not machine.core.pending_interrupts & IRQ
    machine.run_us(2 * CHAR_US)
    assert machine.core.pending_interrupts & IRQ


def test_few_bytes_raise_the_time_out_and_many_the_level(form):
    machine = at_19200(form)
    put(machine, (IMSC, RX_BIT | TIMEOUT_BIT))
    uart = machine.mcu.uart[0]
    uart.send_in(b"\x01\x02")
    machine.run_us(2 * CHAR_US + 31 * BIT_US)
    assert not machine.core.pending_interrupts & IRQ
    machine.run_us(2 * BIT_US)
    assert machine.core.pending_interrupts & IRQ
    assert [machine.mcu.read_uint32(DR) for _ in range(2)] == [1, 2]
    assert not machine.core.pending_interrupts & IRQ
    uart.send_in(bytes(4))
    machine.run_us(4 * CHAR_US + BIT_US)
    assert machine.core.pending_interrupts & IRQ


def test_more_than_32_unread_bytes_are_lost_and_counted(form):
    machine = at_19200(form)
    machine.mcu.uart[0].send_in(bytes(35))
    machine.run_us(36 * CHAR_US)
    assert machine.mcu.uart[0].overruns == 3


def test_what_comes_while_the_chip_starts_anew_is_lost(form):
    machine = at_19200(form)
    machine.mcu.uart[0].send_in(bytes(3))
    machine.reset()
    machine.core.waiting = True
    machine.run_us(4 * CHAR_US)
    assert machine.mcu.read_uint32(FR) & RXFE
    assert machine.mcu.uart[0].overruns == 0


CODE = """
from machine import UART
u = UART(1, 19200, tx=8, rx=9)
u.write(b"ping")
u.flush()
print(u.read(4))
"""


def test_micropython_hangs_on_stock_and_talks_when_corrected(firmware, fast):
    stock = Chip(form=fast, corrected=without(correct_uart)).boot()
    stock.start(CODE)
    with pytest.raises(Timeout):
        stock.finish(timeout_us=300_000)
    chip = Chip(form=fast).boot()
    sent = bytearray()

    def answer(byte):
        sent.append(byte)
        if len(sent) == 4:
            chip.mcu.uart[1].send_in(b"pong", gap_ns=1000)

    chip.mcu.uart[1].on_byte = answer
    # flush() ends with the last stop bit; the answer comes after it
    assert (
        chip.exec(
            CODE.replace("u.read(4)", "(time.sleep_ms(5), u.read(4))[1]").replace(
                "from", "import time\nfrom", 1
            )
        )
        == "b'pong'\r\n"
    )
    assert sent == b"ping"
