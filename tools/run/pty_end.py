"""The pile's side of a pseudo-terminal: what a program like mpremote finds as a serial port."""

import os
import pty
import select
import tty

_PATIENCE_S = 1.0  # a reader that takes nothing for so long loses what is left


class PtyEnd:
    """`path` is what to open. Nothing is sent while nobody has it open, as on a serial line."""

    def __init__(self):
        self._end, other = pty.openpty()
        tty.setraw(other)  # no echo of what we send
        self.path = os.ttyname(other)
        os.close(other)
        os.set_blocking(self._end, False)
        self._poll = select.poll()
        self._poll.register(self._end, select.POLLIN)
        self._after_return = False

    def fileno(self):
        """Return the descriptor, for `select`."""
        return self._end

    def close(self):
        """Hang up."""
        os.close(self._end)

    def opened(self):
        """Return whether a program has the other side open."""
        return not any(events & select.POLLHUP for _, events in self._poll.poll(0))

    def read(self):
        """Return what has come, perhaps nothing."""
        try:
            return os.read(self._end, 4096)
        except OSError:  # nothing there, or nobody
            return b""

    def send(self, data):
        """Send `data`, each line feed as carriage return and line feed."""
        if not self.opened():
            self._after_return = False
            return
        left = self._cooked(data)
        while left:
            try:
                left = left[os.write(self._end, left) :]
            except BlockingIOError:
                if not select.select([], [self._end], [], _PATIENCE_S)[1]:
                    return
            except OSError:  # it was closed meanwhile
                return

    def _cooked(self, data):
        cooked = bytearray()
        for byte in data:
            if byte == 10 and not self._after_return:
                cooked.append(13)
            cooked.append(byte)
            self._after_return = byte == 13
        return bytes(cooked)
