"""`machine` of the ESP32 port, as far as the port here uses it or must not use it."""

from tests.hal.fake_esp32 import chip as chips
from tests.hal.fake_esp32.ledc import Channel

PWRON_RESET = 1
HARD_RESET = 2
WDT_RESET = 3

_INVALID = 65536  # duty
_PWM_HZ = 5000
_UV = 1000
_FLOOR_MV = 142  # 11 dB, line fitting: what raw 0 becomes
_CEILING_MV = 3100  # and where it saturates
_GONE = OSError(1)


class Pin:
    """A pad."""

    IN = 1
    OUT = 3
    PULL_DOWN = 1
    PULL_UP = 2
    IRQ_RISING = 1
    IRQ_FALLING = 2

    def __init__(self, id, mode=None, pull=-1, *, value=None):
        self.id = id
        if mode is not None or pull != -1 or value is not None:
            self.init(mode, pull, value=value)

    def init(self, mode=None, pull=-1, *, value=None):
        """Configure; the level is set before the pad is driven."""
        chip = chips.the
        if value is not None:
            chip.put(self.id, 1 if value else 0)
        if mode == Pin.OUT:
            if self.id >= chip.outputs:
                raise ValueError("pin can only be input")
            chip.drive_gpio(self.id)
        elif mode == Pin.IN:
            chip.drive[self.id] = chips.FLOAT
        if pull != -1:
            chip.pull[self.id] = pull or 0

    def value(self, level=None):
        """Read the pad, or write the output register."""
        if level is None:
            return chips.the.pad(self.id)
        chips.the.put(self.id, 1 if level else 0)

    def irq(self, handler=None, trigger=3, wake=None):
        """Have `handler` scheduled on an edge. There is no `hard`."""
        chips.the.handlers[self.id] = (handler, trigger, self)


class PWM:
    """An LEDC channel on a pad; it can be written and read back, never too fast."""

    def __init__(self, dest, freq=-1, *, duty_u16=-1, invert=False):
        chip = chips.the
        self._pin = dest.id
        self._freq = freq if freq > 0 else _PWM_HZ
        self._channel = chip.ledc[dest.id] = Channel(chip, invert)
        chip.drive[dest.id] = chips.LEDC
        self.duty_u16(duty_u16 if duty_u16 >= 0 else 32768)  # 50 % where no duty is given

    def duty_u16(self, duty=None):
        """Write the duty, or read what is in force."""
        chip = chips.the
        if duty is None:
            return self._channel.read(chip.now_us)
        if not 0 <= duty < _INVALID:
            raise ValueError("duty_u16 must be from 0 to 65536")
        self._channel.write(chip.now_us, duty)

    def freq(self):
        """Return the frequency the divider allows."""
        return 1000000000 // chips.the.period_ns

    def deinit(self):
        """Stop the channel."""
        self._channel.stop(0)


class ADC:
    """One conversion at a time; ADC2 belongs to the radio."""

    ATTN_11DB = 3

    def __init__(self, pin, *, atten=3):
        if pin.id not in chips.the.adc1:
            raise ValueError("invalid pin, or ADC2, which Wi-Fi takes")
        if atten != ADC.ATTN_11DB:
            raise ValueError("the board's divider wants 11 dB")
        self._pin = pin.id
        chips.the.adc_on = True

    def read_uv(self):
        """Return the calibrated voltage in whole millivolts, saturated at either end."""
        chip = chips.the
        if not chip.adc_on:
            raise _GONE
        chip.now_us += chip.adc_us // 2
        pin_mv = chip.board.analogue(self._pin)
        chip.now_us += chip.adc_us - chip.adc_us // 2
        return min(max(pin_mv, _FLOOR_MV), _CEILING_MV) * _UV

    def deinit(self):
        """Give the whole unit back: every channel of it reads no more."""
        chips.the.adc_on = False


class WDT:
    """The task watchdog; one for all, it cannot be stopped."""

    def __init__(self, id=0, timeout=5000):
        if id != 0 or timeout <= 0:
            raise ValueError("WDT timeout too short")
        self._timeout_us = timeout * 1000
        self.feed()

    def feed(self):
        """Put the reset off."""
        chips.the.wdt_us = chips.the.now_us + self._timeout_us


class Timer:
    """Soft callbacks only, through the scheduler."""

    ONE_SHOT = 0
    PERIODIC = 1

    def __init__(self, id, *, mode=1, period=-1, callback=None, hard=False):
        if not 0 <= id <= 3:
            raise ValueError("invalid Timer number")
        if hard:
            raise ValueError("hard Timers are not implemented")
        self.period_us = period * 1000
        self.due_us = chips.the.now_us + self.period_us
        self.callback = callback
        chips.the.timers.append(self)


def idle():
    """Let go of the GIL once."""
    chips.the.yield_gil()


def reset():
    """Reset the chip."""
    chips.the.hard_reset(HARD_RESET)


def reset_cause():
    """Return why the chip started."""
    return chips.the.cause
