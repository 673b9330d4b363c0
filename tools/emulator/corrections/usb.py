"""USB: the emulated host sends data when it has some.

Stock answers every armed OUT endpoint with an empty packet after 10 us, for ever: an interrupt
and a run of TinyUSB every 30 us, which slows all loops 2.3 times and adds 5 us to hard interrupts.
"""

_DELAY_US = 50  # from the data to its interrupt
_KICK_NS = 1000


class _Host:
    """Holds an armed transfer until there is data for it."""

    def __init__(self, machine):
        self._cdc = machine.cdc
        self._usb = machine.mcu.usb_ctrl
        self._answer = self._usb.on_endpoint_read
        self._forget = self._usb.on_reset
        self._queue = machine.cdc.send_serial_byte
        self._armed = None
        self._kick = machine.clock.create_alarm(self._complete)
        self._usb.on_endpoint_read = self._on_armed
        self._usb.on_reset = self._on_reset
        machine.cdc.send_serial_byte = self._send

    def _on_armed(self, endpoint, size):
        if endpoint and endpoint == self._cdc._out_endpoint:
            self._armed = size
            self._complete()
        else:
            self._answer(endpoint, size)

    def _complete(self):
        fifo = self._cdc.tx_fifo
        if self._armed is None or fifo.empty:
            return
        data = bytearray(fifo.pull() for _ in range(min(self._armed, fifo.item_count)))
        self._armed = None
        self._usb.endpoint_read_done(self._cdc._out_endpoint, data, delay=_DELAY_US)

    def _send(self, byte):
        self._queue(byte)
        if self._armed is not None:
            self._kick.schedule(_KICK_NS)

    def _on_reset(self):
        self._armed = None
        self._forget()


def correct_usb(machine):
    """Hold each OUT transfer until the host has something to send."""
    _Host(machine)
