"""MicroPython's console over the emulated USB: the prompt, the raw REPL, files."""

from tools.emulator.machine import Machine

_PUMP_NS = 200_000
_FIFO_BYTES = 512
_LAST = 300  # bytes of output a failure shows
_CHUNK = 256
_MINUTE_US = 60e6


class Timeout(Exception):
    """The chip has not said in time what was waited for."""


class RemoteError(Exception):
    """The code on the chip has raised; the text is its traceback."""


class Console(Machine):
    """A chip and who sits at its USB serial port; `rx` holds what has come and is not yet read."""

    def __init__(self, **machine):
        super().__init__(**machine)
        self.rx = bytearray()
        self.connected = False
        self._wanted = None
        self._to_send = bytearray()
        self._raw = False
        self._pump_alarm = self.clock.create_alarm(self._pump)
        self.cdc.on_serial_data = self._on_data
        self.cdc.on_device_connected = self._on_connected
        self.on_reset(self._on_chip_reset)

    def _on_data(self, data):
        self.rx += data
        if self._wanted is not None and self._wanted in self.rx:
            self.stop("match")

    def _on_connected(self):
        self.connected = True
        self.stop("usb")

    def _on_chip_reset(self, _):
        self.connected = self._raw = False
        self._to_send.clear()

    def _pump(self):
        room = _FIFO_BYTES - self.cdc.tx_fifo.item_count
        for byte in self._to_send[:room]:
            self.cdc.send_serial_byte(byte)
        del self._to_send[:room]
        if self._to_send:
            self._pump_alarm.schedule(_PUMP_NS)

    def wait_connected(self, timeout_us):
        """Run until the chip has enumerated."""
        until = self.us + timeout_us
        while not self.connected:
            left = until - self.us
            if left <= 0:
                raise Timeout(f"no USB in {timeout_us:.0f} us")
            self.run_us(left)

    def send(self, data):
        """Type bytes."""
        self._to_send += data
        self._pump()

    def expect(self, text, timeout_us=5e6):
        """Run until the chip has said these bytes; return all it said up to and with them."""
        until = self.us + timeout_us
        self._wanted = text
        try:
            while text not in self.rx:
                left = until - self.us
                if left <= 0:
                    said = bytes(self.rx[-_LAST:])
                    raise Timeout(f"no {text!r} in {timeout_us:.0f} us; it said {said!r}")
                self.run_us(left)
        finally:
            self._wanted = None
        end = self.rx.index(text) + len(text)
        said = bytes(self.rx[:end])
        del self.rx[:end]
        return said

    def raw(self):
        """Enter the raw REPL, if the chip is not in it: interrupts what runs."""
        if not self._raw:
            self.send(b"\r\x03\x03\x01")
            self.expect(b"raw REPL; CTRL-B to exit\r\n>")
            self._raw = True

    def start(self, code):
        """Let the chip run code; return as soon as it has it."""
        self.raw()
        self.send(code.encode() + b"\x04")
        self.expect(b"OK", _MINUTE_US)

    def finish(self, timeout_us=_MINUTE_US):
        """Run until that code has ended; return its output, or raise RemoteError."""
        output = self.expect(b"\x04", timeout_us)[:-1]
        error = self.expect(b"\x04", timeout_us)[:-1]
        self.expect(b">")
        if error:
            raise RemoteError(error.decode())
        return output.decode()

    def exec(self, code, timeout_us=_MINUTE_US):
        """Run code on the chip; return its output."""
        self.start(code)
        return self.finish(timeout_us)

    def put(self, path, data):
        """Write a file on the chip."""
        self.exec(f"f=open({path!r},'wb')")
        for start in range(0, len(data), _CHUNK):
            self.exec(f"f.write({bytes(data[start : start + _CHUNK])!r})")
        self.exec("f.close()")

    def leave_raw(self):
        """Go back to the friendly prompt, whoever shows it."""
        self.send(b"\x02")
        self._raw = False
