"""A parking lock: a flap on the space, its motor, an end switch at each end, a car sensor."""

TRAVEL_MS = 4000


class Flap:
    """The port of space.parking_lock; `clock` has ticks_ms(). It stays where it is without power.

    `direction`: 1 up, -1 down, 0 off. A car over it stops it half-way.
    """

    def __init__(self, clock):
        self.direction = 0
        self.way_ms = 0  # 0 = down, TRAVEL_MS = up
        self.occupied = False  # the sensor sees a car
        self.blocked_at = None  # something stops it there on its way up
        self.broken = False  # the motor does not turn
        self.both = False  # both end switches say so
        self._clock = clock
        self._since_ms = 0

    def drive(self, direction):
        """Turn the motor."""
        self._travel()
        self.direction = direction

    def lowered(self):
        """Return 1 at the lower end."""
        self._travel()
        return int(self.both or self.way_ms == 0)

    def raised(self):
        """Return 1 at the upper end."""
        self._travel()
        return int(self.both or self.way_ms == TRAVEL_MS)

    def car(self):
        """Return 1 when the sensor sees a car."""
        return int(self.occupied)

    def _travel(self):
        now_ms = self._clock.ticks_ms()
        passed_ms = (now_ms - self._since_ms) & 0x3FFFFFFF
        self._since_ms = now_ms
        if self.broken:
            return
        top_ms = TRAVEL_MS if self.blocked_at is None else self.blocked_at
        way_ms = self.way_ms + self.direction * passed_ms
        self.way_ms = min(max(way_ms, 0), max(top_ms, self.way_ms))
