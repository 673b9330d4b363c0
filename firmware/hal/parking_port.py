"""The wires of a parking lock: two outputs, an end switch each way, maybe a car sensor."""

from machine import Pin


class ParkingPort:
    """See space.parking_lock. A switch closes to ground at its end, the sensor where no car is.

    So a broken wire of the sensor is a car: the flap stays down.
    """

    def __init__(self, pins):
        self._up = Pin(pins["parking_lock_up"], Pin.OUT, value=0)
        self._down = Pin(pins["parking_lock_down"], Pin.OUT, value=0)
        self._raised = Pin(pins["parking_lock_raised"], Pin.IN, Pin.PULL_UP)
        self._lowered = Pin(pins["parking_lock_lowered"], Pin.IN, Pin.PULL_UP)
        self._car = None
        if "parking_lock_car" in pins:
            self._car = Pin(pins["parking_lock_car"], Pin.IN, Pin.PULL_UP)

    def drive(self, direction):
        """Turn the motor: 1 up, -1 down, 0 off. Never both at once."""
        self._up.value(0)
        self._down.value(0)
        if direction:
            (self._up if direction > 0 else self._down).value(1)

    def raised(self):
        """Return 1 at the upper end."""
        return 1 - self._raised.value()

    def lowered(self):
        """Return 1 at the lower end."""
        return 1 - self._lowered.value()

    def car(self):
        """Return 1 unless the sensor sees the space free; 0 without a sensor."""
        return 0 if self._car is None else self._car.value()
