"""What a port must offer the core: five verbs. Imported for reading and type checks only."""

from micropython import const

GATE_FEED_MS = const(50)  # an armed gate that is not fed for so long opens and latches
WATCHDOG_MS = const(2000)


class HAL:
    """One outlet's hardware. Every port passes `tests/hal/conformance.py`."""

    def start(self, tick, glance=None):
        """Call `tick()` every 10 ms from the best context the port has, until `safe()`.

        Late ticks may come in a burst. `tick` never raises and never allocates. `glance()` is
        for a port on whose stack there may be no room for a tick: it feeds the gate while
        nothing has moved. What neither tick nor glance feeds opens.
        Called once, by the shell.
        """

    def sample(self, frame):
        """Write every measured field of `frame`. Called from the tick: must not allocate.

        `frame.window` changes only when a whole new pilot window (3 ms at most) was taken
        since the last call; a sample stream that stopped leaves it unchanged. A plateau is the
        median of its half of the wave over the window: a disturbance shorter than half a
        window is not seen, a new level is after half a window. What the board
        has not fitted reads as good: no trip, PE present, bolt 0, mirror and live 0.

        `frame` is the same one each time: a field whose input is what it was may stay as it is.
        When a line or the gate is not, `frame.moved` is set; the core takes it back.
        """

    def act(self, frame):
        """Put every decided field of `frame` on the outputs. Called from the tick.

        `frame.arm` re-arms the gate, before the coils are set: it clears its latch and grants
        only while its inputs are good. With `frame.coils` not 0 the gate is fed. Feeding a
        latched gate does nothing. Must not allocate, must not block.

        The gate is hardware: of the chip where it has PIO, else of the board, which the port
        feeds with edges and whose latch it reads back. Without one, no coil is ever granted.
        """

    def safe(self):
        """Coils off at once, gate disarmed, pilot steady +12 V, no lock drive; ticks end.

        +12 V is the idle level on every port: where the peripheral stops low, low is +12 V.
        Idempotent, never raises, may be called from anywhere, before `start` too.
        """

    def feed(self):
        """Feed the watchdog. Called by the shell's supervisor, never from the tick.

        The first call starts it. After WATCHDOG_MS without a call the port resets: coil off.
        """
