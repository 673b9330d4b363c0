"""The corrected chip without a program: time, pins, analogue inputs, resets, power cuts.

All the outside does to the chip happens on the emulated clock, so a run repeats bit for bit.
"""

from rp2040py.gpio_pin import GPIOPinState
from rp2040py.utils.logging import LogLevel

from tools.emulator import corrections, slow, variant
from tools.emulator.corrections.pads import drive
from tools.emulator.inputs import Inputs, Pilot

FLASH_BYTES = 2 * 1024 * 1024
_WATCHDOG_CTRL = 0x00
_HAD_RUN = 1 << 16  # CHIP_RESET: the RUN pin was the cause
_LEVELS = {GPIOPinState.LOW: 0, GPIOPinState.HIGH: 1}


def _level(state):
    found = _LEVELS.get(state)
    return GPIOPinState(state).name if found is None else found


class Machine:
    """An RP2040. `xip` is the cost of a flash-cache miss in cycles, 0 or 64 (fast form only).

    That is with the flash at half the processor's clock. A stock image slows it down when the
    processor gets faster, and a miss costs more; `flash_100mhz`: as the image of boards/pico.

    `flash_hook(command, address, data)` is asked before an erase or a page program takes effect;
    False keeps it from happening, as a failing supply does.
    """

    def __init__(
        self, xip=0, erase_ms=45.0, flash_100mhz=False, form=None, corrected=corrections.ALL
    ):
        self.form = form or variant.best()
        module = self.form.module
        self.mcu = module("rp2040").RP2040()
        module("simulator").Simulator(rp2040=self.mcu)  # without one, PIO wants asyncio
        self.mcu.logger = module("utils.logging").ConsoleLogger(LogLevel.ERROR)
        self.mcu.load_bootrom(module("device.bootrom").BOOTROM_B1)
        self.cdc = module("usb.cdc").USBCDC(self.mcu.usb_ctrl)
        self.clock = self.mcu.clock
        self.core = self.mcu.core
        self.inputs = Inputs()
        self.reset_listeners = []
        self.erase_ms = erase_ms
        self.flash_100mhz = flash_100mhz
        self.flash_hook = None
        self.flash_log = []  # (ns, command, address) of each erase and page program
        self._outer = {}
        if self.form.fast:
            self._loop = module("native._loop").Loop(self.mcu, self.inputs)
            self.pump = self._loop.pump
            self.mcu.xip_miss_cycles = xip
        else:
            self._loop = slow.Loop(self.mcu)
            self.pump = None
        self._stop_reason = None
        self._time_up = self.clock.create_alarm(lambda: self.stop("time"))
        for correct in corrected:
            correct(self)

    # time

    @property
    def ns(self):
        """Emulated time since power on."""
        return self.clock.nanos

    @property
    def us(self):
        """Emulated time since power on."""
        return self.clock.nanos / 1000.0

    def set_hertz(self, hertz):
        """Let the processor, PIO and PWM run at so much from now on."""
        self.mcu.clk_sys = hertz
        self._loop.set_hertz(hertz)
        for channel in self.mcu.pwm.channels:
            channel.timer.frequency = hertz

    @property
    def instructions(self):
        """Instructions the CPU has executed."""
        return self._loop.instructions

    @property
    def asleep_us(self):
        """Time the CPU has slept."""
        return self._loop.asleep_ns / 1000.0

    @property
    def xip_misses(self):
        """Flash-cache misses (fast form, xip > 0)."""
        return self.mcu.xip_misses

    def after(self, us, act):
        """Run act() so long from now."""
        alarm = self.clock.create_alarm(act)
        alarm.schedule(max(us, 0.0) * 1000.0)
        return alarm

    def at(self, us, act):
        """Run act() at a time since power on; now if it has passed."""
        return self.after(us - self.us, act)

    def every(self, us, act):
        """Run act() periodically; .cancel() of what is returned ends it."""

        def again():
            alarm.schedule(us * 1000.0)
            act()

        alarm = self.clock.create_alarm(again)
        alarm.schedule(us * 1000.0)
        return alarm

    def stop(self, why="stop"):
        """End run_us() from inside a callback; `why` becomes its result."""
        self._stop_reason = why
        self._loop.stop = True

    def run_us(self, us):
        """Let time pass; return "time" or what stop() was given."""
        self._time_up.schedule(us * 1000.0)
        self._loop.run()
        self._time_up.cancel()
        return self._stop_reason

    def run_instr(self, steps):
        """Let the CPU make so many steps (an instruction or a sleep); return those made."""
        return self._loop.run(steps)

    def pass_us(self, us):
        """Make the instruction under way take longer."""
        cycles = int(us * 1000 / self._loop.cycle_ns)
        if self.form.fast:
            self.core.stall_cycles += cycles
        else:
            self._loop.stall_cycles += cycles

    # pins

    def level(self, pin):
        """Return what a scope sees: 1 or 0 driven, else the name of the undriven state."""
        return _level(self.mcu.gpio[pin].value)

    def watch(self, pin, heard):
        """Call heard(t_ns, new, old) on each change of a pin, levels as level() has them."""

        def listen(new, old):
            heard(self.clock.nanos, _level(new), _level(old))

        self.mcu.gpio[pin].add_listener(listen)

    def outer_level(self, pin):
        """Return the level the outside drives a pin to, None if it does not."""
        return self._outer.get(pin)

    def drive(self, pin, level):
        """Drive a pin from outside; None lets go. The chip's own output is stronger."""
        chip_pin = self.mcu.gpio[pin]
        if level is None:
            self._outer.pop(pin, None)
            if chip_pin.value not in _LEVELS:
                chip_pin.release_input()
            return
        self._outer[pin] = bool(level)
        if chip_pin.value not in _LEVELS:
            drive(chip_pin, bool(level))

    # analogue inputs

    def analogue(self, channel, volts):
        """Let an ADC channel (0 is GPIO 26, 4 the temperature) see a voltage or volts(t_ns)."""
        if callable(volts):
            self.inputs.ask(channel, volts)
        else:
            self.inputs.hold(channel, volts)

    def pilot(self, channel, pin, high_v, low_v, tau_us=0.0):
        """Let a channel follow a pin between two voltages; return its Pilot, to be set() later.

        The low voltage counts while the pin is low or not driven.
        """
        pilot = Pilot(self.clock, self.inputs, channel, self.level(pin))
        pilot.set(high_v, low_v)
        pilot.set(high_v, low_v, tau_us)
        self.watch(pin, lambda _t, new, _old: pilot.follow(new))
        return pilot

    # flash, reset

    def flash_image(self):
        """Return the flash as it is now: what is left after a power cut."""
        return bytes(self.mcu.flash[:FLASH_BYTES])

    def on_reset(self, heard):
        """Call heard(from_watchdog) at each reset of the chip."""
        self.reset_listeners.append(heard)

    def reset(self):
        """Pull the RUN pin and let it go."""
        self.mcu.enter_reset()
        self.mcu.watchdog.reset()
        self.mcu.watchdog.write_uint32(_WATCHDOG_CTRL, 0)
        self.mcu.vreg_and_chip_reset.record_reset_cause(_HAD_RUN)
        self.mcu.leave_reset()
