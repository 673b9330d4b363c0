"""DMA: one request a PWM wrap, pacing timers that divide, transfers that take time."""

from rp2040py.peripherals.dma import TREQ, DREQChannel

from tools.emulator.corrections.adopt import Peripheral, adopt


class Channel(Peripheral):
    """At most a transfer a cycle. Stock's take no time: none passes while a request stays."""

    free_ns = 0.0

    def schedule_transfer(self):
        """Let the next transfer be made now, or as soon as the last one is over."""
        if not self.dma.dreq.get(self._treq_value) and self._treq_value != TREQ.PERMANENT:
            super().schedule_transfer()
            return
        now_ns = self.rp2040.clock.nanos
        due_ns = max(now_ns, self.free_ns)
        self.free_ns = due_ns + 1e9 / self.rp2040.clk_sys
        self.transfer_alarm.schedule(due_ns - now_ns)


def correct_transfers(machine):
    """Let each channel's transfers take their time."""
    for channel in machine.mcu.dma.channels:
        adopt(channel, Channel)


def correct_pwm_requests(machine):
    """One request a wrap; stock sets it at the first wrap and never clears it: DMA runs free."""
    dma, pwm = machine.mcu.dma, machine.mcu.pwm

    def wrapped(index):
        pwm._int_raw |= 1 << index
        pwm.check_interrupts()
        request = DREQChannel.DREQ_PWM_WRAP0 + index
        dma.set_dreq(request)
        dma.clear_dreq(request)

    pwm.channel_interrupt = wrapped


def correct_pacing(machine):
    """A timer of X/Y requests X/Y times a clock; stock waits X/Y clocks, and misreads timer 3."""
    dma = machine.mcu.dma

    def period_us(treq):
        timers = {
            TREQ.TIMER0: dma._timer0,
            TREQ.TIMER1: dma._timer1,
            TREQ.TIMER2: dma._timer2,
            TREQ.TIMER3: dma._timer3,
        }
        timer = timers.get(treq, 0)
        times, clocks = timer >> 16, timer & 0xFFFF
        return clocks / times * 1e6 / machine.mcu.clk_sys if times and clocks else 0

    dma.get_timer = period_us
