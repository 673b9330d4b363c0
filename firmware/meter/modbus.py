"""A Modbus meter: asks the blocks of a map in turn and publishes what can be true."""

from micropython import const

from core.clock import elapsed
from meter.block import CURRENT, ENERGY, FREQUENCY, PLACES, POWER, SERIAL, TOTAL, VOLTAGE
from meter.decode import bits, number, step, text
from meter.energy import EnergyWatch
from meter.master import LATE_MS
from meter.reading import Reading
from meter.rtu import ANSWER, DOUBTED, OUTCOMES, REFUSED

_ETIMEDOUT = const(110)
_FAST_STALE_MS = const(3000)  # current, voltage: older is absent
_SLOW_STALE_MS = const(15000)  # power, energy, frequency
_TRIES = const(5)  # at once; then a silent meter is asked less often
_PATIENCE_MS = const(500)
_AHEAD_MS = const(1000)  # current and voltage must be young, the others may wait so much longer
_REST_MS = const(50)  # longest sleep between two questions

# Place of the first value, how many, least and most in thousandths: more is a wrong reading.
_LIMITS = (
    (CURRENT, 3, -500000, 500000),
    (VOLTAGE, 3, 0, 500000),
    (POWER, 4, -500000000, 500000000),
    (FREQUENCY, 1, 0, 70000),
    (ENERGY, 1, 0, 10**15),
)


class ModbusMeter:
    """Implements the meter of the shell: `run()` in a task, `read()` and `notes()` for anyone.

    `phases`: how many the pile uses; a meter may leave out the others. `idle_mhz` is published
    where the map has no frequency.
    """

    def __init__(self, master, blocks, phases, idle_mhz, line):
        self.blocks = blocks
        self.counts = [0] * len(OUTCOMES)
        self.implausible = 0
        self.energy = EnergyWatch()
        self._master = master
        self._phases = phases
        self._ticks_ms = line.ticks_ms
        self._pause_ms = line.pause_ms
        self._values = [None] * PLACES
        self._reading = Reading()
        places = [row[0] for block in blocks for row in block.rows]
        self._reading.guards = CURRENT in places and VOLTAGE in places
        self._reading.frequency_mhz = idle_mhz

    def read(self):
        """Return the Reading. Raises OSError before the first good one and when it is old."""
        now_ms = self._ticks_ms()
        oldest_ms = 0
        for block in self.blocks:
            age_ms = elapsed(now_ms, block.good_ms)
            if age_ms > (_FAST_STALE_MS if block.guards else _SLOW_STALE_MS):
                block.known = False  # else it were young again when the counter wraps
            if not block.known and not block.optional:
                raise OSError(_ETIMEDOUT)
            if block.guards:
                oldest_ms = max(oldest_ms, age_ms)
        self._reading.at_ms = (now_ms - oldest_ms) & 0x3FFFFFFF
        return self._reading

    def notes(self):
        """Return lines of (what, number): outcomes, doubts, and errors by register."""
        found = [(OUTCOMES[outcome], self.counts[outcome]) for outcome in range(ANSWER, DOUBTED)]
        found.append(("values that cannot be", self.implausible))
        found.append(("energy readings doubted", self.energy.doubted))
        found.append(("energy register jumped", self.energy.jumps))
        for block in self.blocks:
            if block.errors:
                found.append(("errors at register 0x%04X" % block.register, block.errors))
        return found

    async def run(self):
        """Poll for ever."""
        while True:
            block, wait_ms = self._next()
            if wait_ms > 0:
                await self._pause_ms(wait_ms)
            else:
                await self._poll(block)

    def _next(self):
        # the block that is longest past its time, and how long until its time
        now_ms = self._ticks_ms()
        best, least_ms = None, _REST_MS
        for block in self.blocks:
            wait_ms = block.wait_ms - elapsed(now_ms, block.last_ms)
            if block.guards and wait_ms <= 0:
                wait_ms -= _AHEAD_MS
            if wait_ms < least_ms and not self._master.owes(block.request, now_ms):
                best, least_ms = block, wait_ms
        return best, least_ms

    async def _poll(self, block):
        # Again at once: a late answer to the same question is as good as any. But what is hard
        # to believe must be said again later, and a meter that is gone can wait.
        for _ in range(_TRIES):
            outcome = await self._try(block)
            if outcome == ANSWER:
                block.wait_ms = block.period_ms
                return
            block.errors += 1
            if outcome in (REFUSED, DOUBTED):
                break
        if block.optional:
            block.wait_ms = block.period_ms
        elif block.known and outcome not in (REFUSED, DOUBTED):
            block.wait_ms = 0
        else:
            block.wait_ms = _PATIENCE_MS

    async def _try(self, block):
        now_ms = block.last_ms = self._ticks_ms()
        if not block.owing or elapsed(now_ms, block.asked_ms) > LATE_MS:
            block.asked_ms = now_ms  # what comes may be the answer to the first try
            block.owing = True
        outcome = await self._master.ask(block.request)
        self.counts[outcome] += 1
        if outcome != ANSWER:
            return outcome
        block.owing = False
        if not self._take(block):
            return DOUBTED
        block.good_ms = block.asked_ms
        block.known = True
        return ANSWER

    def _take(self, block):
        # all values of an answer or none
        data, at = self._master.answer.data, self._master.answer.values
        found = []
        for place, byte, kind, registers, little, multiply, divide in block.rows:
            if kind == "text":
                found.append((place, text(data, at + byte, registers)))
                continue
            value = bits(little, data, at + byte, registers)
            if place == ENERGY:
                smallest = step(kind, value, multiply, divide)
            value = number(kind, value, multiply, divide)
            if place == SERIAL:
                value = "" if value is None else str(value)
            elif not self._possible(place, value):
                self.implausible += 1
                return False
            found.append((place, value))
        for place, value in found:
            if place == ENERGY and not self.energy.take(value, smallest, block.asked_ms):
                return False
        for place, value in found:
            self._values[place] = value
        self._publish()
        return True

    def _possible(self, place, value):
        if value is None:
            return place < POWER and place % 3 >= self._phases
        for first, count, least, most in _LIMITS:
            if first <= place < first + count:
                return least <= value <= most
        return False

    def _publish(self):
        values, reading = self._values, self._reading
        for phase in range(3):
            reading.current_ma[phase] = values[CURRENT + phase] or 0
            reading.voltage_mv[phase] = values[VOLTAGE + phase] or 0
        reading.power_mw = self._power()
        if values[FREQUENCY] is not None:
            reading.frequency_mhz = values[FREQUENCY]
        if values[ENERGY] is not None:
            reading.energy_mwh = values[ENERGY]
            reading.energy_wh = values[ENERGY] // 1000
        reading.serial = values[SERIAL] or reading.serial

    def _power(self):
        values = self._values
        if values[TOTAL] is not None:
            return values[TOTAL]
        power_mw = 0
        for phase in range(3):
            alone = values[POWER + phase]
            if alone is None:  # without a register for it: what current and voltage would do
                alone = (values[CURRENT + phase] or 0) * (values[VOLTAGE + phase] or 0) // 1000
            power_mw += alone
        return power_mw
