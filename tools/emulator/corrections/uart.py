"""UART: a transmitter that takes its time, interrupts that can be cleared, a receive time-out.

Stock sends in no time and keeps the transmit interrupt pending for ever: `machine.UART` hangs
MicroPython. It also derives the baud rate from 125 MHz; MicroPython runs clk_peri from 48 MHz.
"""

from collections import deque

from rp2040py.peripherals.uart import (
    FEN,
    RXFE,
    RXFF,
    TXFE,
    UARTDR,
    UARTRXINTR,
    UARTTXINTR,
)

from tools.emulator.corrections.adopt import Peripheral, adopt

_CLK_PERI_HZ = 48_000_000
_TXFF = 1 << 5
_BUSY = 1 << 3
_UARTRTINTR = 1 << 6  # receive time-out
_PARITY = 1 << 1
_TWO_STOPS = 1 << 3
_DEPTH = 32
_TX_LEVEL = 16  # interrupt when the FIFO drains through it: the reset value of UARTIFLS
_RX_LEVEL = 4
_TIMEOUT_BITS = 32


class Uart(Peripheral):
    """Registers of the PL011 as the datasheet's 4.2 has them; put in front of the stock ones."""

    def begin(self, clock):
        """Add what a timed UART needs; called once, before the first access."""
        self._clock = clock
        self._to_send = deque()
        self._sending = None
        self._sent_alarm = clock.create_alarm(self._on_sent)
        self._timeout_alarm = clock.create_alarm(self._on_timeout)
        self._fed_until_ns = 0.0
        self.overruns = 0  # bytes lost because the receive FIFO was full

    def reset(self):
        """Forget what was on its way, as a chip reset does."""
        super().reset()
        self._to_send.clear()
        self._sending = None
        self._sent_alarm.cancel()
        self._timeout_alarm.cancel()

    @property
    def bit_ns(self):
        """Length of a bit at the programmed baud rate."""
        return 1e9 / max(self.baud_rate, 1)

    @property
    def char_ns(self):
        """Length of a character: start, data, parity, stop."""
        lcr = self._line_ctrl_register
        stops = 2 if lcr & _TWO_STOPS else 1
        return (1 + self.word_length + bool(lcr & _PARITY) + stops) * self.bit_ns

    @property
    def flags(self):
        """UARTFR."""
        depth = _DEPTH if self._line_ctrl_register & FEN else 1
        return (
            (RXFF if self.rx_fifo.full else 0)
            | (RXFE if self.rx_fifo.empty else 0)
            | (TXFE if not self._to_send else 0)
            | (_TXFF if len(self._to_send) >= depth else 0)
            | (_BUSY if self._sending is not None else 0)
        )

    def check_interrupts(self):
        """Tell the core, without stock's eternal transmit interrupt."""
        pending = bool(self._interrupt_status & self._interrupt_mask)
        self.rp2040.set_interrupt(self.irq, pending)

    def write_uint32(self, offset, value):
        """Queue data; other registers as stock."""
        if offset == UARTDR:
            if len(self._to_send) < _DEPTH:
                self._to_send.append(value & 0xFF)
            self._send_next()
            self.check_interrupts()
        else:
            super().write_uint32(offset, value)

    def _send_next(self):
        if self._sending is None and self._to_send:
            self._sending = self._to_send.popleft()
            if len(self._to_send) == _TX_LEVEL:
                self._interrupt_status |= UARTTXINTR
            self._sent_alarm.schedule(self.char_ns)

    def _on_sent(self):
        byte, self._sending = self._sending, None
        if self.on_byte:
            self.on_byte(byte)
        self._send_next()
        self.check_interrupts()

    def feed_byte(self, value):
        """A byte has arrived on the line, complete; a UART that is off does not hear it."""
        if not self.enabled or not self.rx_enabled:
            return
        if self.rx_fifo.full:
            self.overruns += 1
            return
        self.rx_fifo.push(value)
        if self.rx_fifo.item_count >= _RX_LEVEL or not self.fifos_enabled:
            self._interrupt_status |= UARTRXINTR
        self.check_interrupts()
        self._timeout_alarm.schedule(_TIMEOUT_BITS * self.bit_ns)

    def _on_timeout(self):
        if not self.rx_fifo.empty:
            self._interrupt_status |= _UARTRTINTR
            self.check_interrupts()

    def read_uint32(self, offset):
        """Take received data; other registers as stock."""
        value = super().read_uint32(offset)
        if offset == UARTDR:
            if self.rx_fifo.item_count < _RX_LEVEL:
                self._interrupt_status &= ~UARTRXINTR
            if self.rx_fifo.empty:
                self._interrupt_status &= ~_UARTRTINTR
                self._timeout_alarm.cancel()
            else:
                self._timeout_alarm.schedule(_TIMEOUT_BITS * self.bit_ns)
            self.check_interrupts()
        return value

    def send_in(self, data, gap_ns=0):
        """The far end sends bytes at the programmed rate; return when the last one ends, in ns."""
        now = self._clock.nanos
        until = max(now, self._fed_until_ns) + gap_ns
        for byte in data:
            until += self.char_ns
            alarm = self._clock.create_alarm(lambda byte=byte: self.feed_byte(byte))
            alarm.schedule(until - now)
        self._fed_until_ns = until
        return until


def correct_uart(machine):
    """Give both UARTs real bit times and the clock MicroPython gives them."""
    machine.mcu.clk_peri = _CLK_PERI_HZ
    for uart in machine.mcu.uart:
        adopt(uart, Uart)
        uart.begin(machine.clock)
