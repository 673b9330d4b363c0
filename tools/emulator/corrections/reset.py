"""Reset: who watches a pin hears that it was released.

Stock returns every pad to input and tells no listener: a contactor modelled on a pin would stay
closed.
"""


def correct_reset(machine):
    """Tell pin listeners about every pad a reset changed, then those of on_reset()."""
    mcu = machine.mcu
    enter = mcu.enter_reset

    def enter_reset(*, from_watchdog=False):
        before = [pin.value for pin in mcu.gpio]
        enter(from_watchdog=from_watchdog)
        for pin, old in zip(mcu.gpio, before):
            if pin.value != old:
                for listener in pin._listeners:
                    listener(pin.value, old)
        for listener in machine.reset_listeners:
            listener(from_watchdog)

    mcu.enter_reset = enter_reset
