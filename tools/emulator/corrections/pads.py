"""Pads: an input sees what the chip itself drives; listeners are called in order.

Stock lets an output read back its last outer level: no Pin.value(), interrupt, PIO or
time_pulse_us on the chip's own PWM. It also raises an edge on every set_input_value(), change or
not, and keeps listeners in a set, whose order differs from run to run.
"""

from rp2040py.gpio_pin import GPIOPinState


class Listeners(list):
    """A pin's listeners in the order they came, changeable while they are called."""

    add = list.append

    def discard(self, listener):
        """Forget a listener, if it is there."""
        if listener in self:
            self.remove(listener)

    def __iter__(self):
        """Walk a copy."""
        return iter(tuple(super().__iter__()))


def drive(pin, level):
    """Drive a pad from outside or, as loop-back, from its own output; an edge only on a change."""
    if pin._driven and pin._raw_input_value == level:
        return
    if not pin._driven and pin._effective_raw_input_value == level:
        pin._raw_input_value = level
        pin._driven = True
    else:
        pin.set_input_value(level)


def correct_listeners(machine):
    """Call listeners in the order they were added."""
    for pin in machine.mcu.gpio:
        pin._listeners = Listeners(pin._listeners)


def correct_loopback(machine):
    """Let every input see the chip's own output, and the outer level again when it is released."""
    for pin in machine.mcu.gpio:
        pin.add_listener(_loop(machine, pin))


def _loop(machine, pin):
    def follow(state, _):
        if state == GPIOPinState.HIGH:
            drive(pin, True)
        elif state == GPIOPinState.LOW:
            drive(pin, False)
        else:
            outer = machine.outer_level(pin.index)
            if outer is None:
                pin.release_input()
            else:
                drive(pin, outer)

    return follow
