"""The meter behind the contactor: registers that follow the wires every 100 ms."""

from tools.world.clock import FAR

PERIOD_US = 100000
_MW_US_PER_WH = 3600000000000


class Meter:
    """`read()` is the port the shell gets; energy is kept exactly, registers are as old as
    the last multiple of 100 ms."""

    def __init__(self):
        self.online = 1
        self.trap = 0  # 1 = the next read raises what no meter should
        self.current_ma = [0, 0, 0]
        self.voltage_mv = [230000, 230000, 230000]
        self.frequency_mhz = 50000
        self.energy_wh = 0
        self.energy_mwh = 0
        self.due_us = FAR
        self._currents = [0, 0, 0]
        self._voltages = [230000, 230000, 230000]
        self._frequency = 50000
        self._power_mw = 0
        self._since_us = 0
        self._wh = 0
        self._rest = 0  # mW us below a whole Wh

    def wires(self, now_us, currents_ma, voltages_mv, frequency_mhz):
        """Take the true currents, voltages and frequency from `now_us` on."""
        old, power = self._currents, 0
        if (
            old[0] == currents_ma[0]
            and old[1] == currents_ma[1]
            and old[2] == currents_ma[2]
            and self._voltages == voltages_mv
            and self._frequency == frequency_mhz
        ):
            return
        self._count(now_us)
        for phase in range(3):
            self._currents[phase] = currents_ma[phase]
            self._voltages[phase] = voltages_mv[phase]
            power += currents_ma[phase] * voltages_mv[phase]
        self._frequency = frequency_mhz
        self._power_mw = power // 1000
        if self.due_us == FAR:
            self.due_us = now_us - now_us % PERIOD_US + PERIOD_US

    def step(self, now_us):
        """Update the registers; once nothing flows they need no further update."""
        self._count(now_us)
        for phase in range(3):
            self.current_ma[phase] = self._currents[phase]
            self.voltage_mv[phase] = self._voltages[phase]
        self.frequency_mhz = self._frequency
        self.energy_wh = self._wh
        self.energy_mwh = self._wh * 1000 + self._rest * 1000 // _MW_US_PER_WH
        self.due_us = now_us + PERIOD_US if self._power_mw else FAR

    def read(self):
        """Return the registers. Raises OSError while the meter is off line."""
        if self.trap:
            self.trap = 0
            raise ValueError("injected into the meter")
        if not self.online:
            raise OSError(110)
        return self

    def _count(self, now_us):
        self._rest += self._power_mw * (now_us - self._since_us)
        self._wh += self._rest // _MW_US_PER_WH
        self._rest %= _MW_US_PER_WH
        self._since_us = now_us
