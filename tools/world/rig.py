"""The core alone in its world: a plant, the virtual HAL and one Outlet, without a shell.

>>> rig = Rig()
>>> rig.set("ev.state", "C")
>>> assert rig.until(lambda rig: rig.closed, 5000) is not None
"""

from core import config as c
from core.config import Config
from core.tick import Outlet
from tools.world.loop import Loop

_PERIOD_US = 100000
_ALIVE_MS = 1000
_RCD = {
    "none": 0,
    "dc6": c.RCD_DC_FITTED,
    "dc6_ac30": c.RCD_DC_FITTED | c.RCD_AC_FITTED,
    "ccid20": c.RCD_AC_FITTED,
}
_FITTED = (
    ("lock", c.LOCK_FITTED),
    ("mirror_contact", c.MIRROR_FITTED),
    ("pe_monitor", c.PE_FITTED),
    ("voltage_sense", c.SENSE_FITTED),
    ("tethered", c.TETHERED),
    ("cp_switch", c.CP_SWITCH_FITTED),
    ("board_sensor", c.BOARD_SENSOR),
    ("socket_sensor", c.SOCKET_SENSOR),
)


def fitted_bits(fitted):
    """Return core.config's bits for a plant's table of what is fitted."""
    bits = _RCD[fitted["rcd"]]
    for key, bit in _FITTED:
        if fitted[key]:
            bits |= bit
    if fitted["contactors"] == 2:
        bits |= c.TWO_CONTACTORS
    return bits


class Rig(Loop):
    """A core under test. Its demand goes on for ever, published every 100 ms with what the
    meter says, until `silent` is set.

    `config`: a Config or None (iec); its `fitted` follows `hardware`, the keys of
    `boards/*/board.json` and scenarios.md, what is left out is fitted.
    """

    def __init__(self, config=None, hardware=None, seed=1, start_ticks_ms=0):
        Loop.__init__(self, hardware or {}, seed, start_ticks_ms)
        self.config = config or Config(c.IEC)
        self.config.fitted = fitted_bits(self.plant.fitted)
        self.outlet = None
        self.silent = 0  # 1 = the shell has died: no demand is published
        self.wish = {"enable": 1, "reason": 0, "limit_ma": 32000, "phases": 3}
        self._command = [0, 0, 0]  # command, argument, sequence
        self._measured = 0
        self._predicate = None
        self.run_until(0)  # the firmware starts at 0

    # what tests do

    def run(self, ms):
        """Let `ms` pass."""
        self.run_until(self.clock.now_us + int(ms * 1000))

    def until(self, predicate, within_ms):
        """Run until `predicate(rig)` holds; return the ms it took (a float), None if it never
        did within `within_ms`. Looked at after every event, so times are exact."""
        begin_us = self.clock.now_us
        if predicate(self):
            return 0
        self._predicate = predicate
        found = self.run_until(begin_us + int(within_ms * 1000))
        self._predicate = None
        return (self.clock.now_us - begin_us) / 1000 if found else None

    def holds(self, predicate, for_ms):
        """Return True if `predicate(rig)` holds at every event of the next `for_ms`."""
        return self.until(lambda rig: not predicate(rig), for_ms) is None

    def demand(self, **wish):
        """Change the demand (enable, reason, limit_ma, phases) and publish it at once."""
        self.wish.update(wish)
        self.publish()

    def command(self, command, argument=0):
        """Give the core one command of core.mailbox."""
        self._command = [command, argument, self._command[2] + 1]
        self.publish()

    def publish(self):
        """Fill the idle demand and put it in force, as the shell does."""
        if self.silent or self.outlet is None:
            return
        now_ms = self.clock.ticks_ms()
        box = self.outlet.mailbox
        demand, last = box.idle(), box.demand
        for key in self.wish:
            setattr(demand, key, self.wish[key])
        demand.expires_ms = (now_ms + _ALIVE_MS) & 0x3FFFFFFF
        self._measure(demand, last, now_ms)
        demand.command, demand.argument, demand.command_sequence = self._command
        box.publish()

    # what tests look at

    @property
    def now_ms(self):
        """World time in ms, a float."""
        return self.clock.now_us / 1000

    @property
    def snapshot(self):
        """The core's snapshot in force."""
        return self.outlet.journal.live()

    @property
    def closed(self):
        """True while any pole conducts, as the plant sees it."""
        return self.plant.poles != 0

    # the loop's

    def build(self):
        """Build the outlet; the first demand is there before the first tick."""
        self.outlet = Outlet(self.hal, self.config)
        self.publish()
        self.hal.start(self.outlet.tick)
        self.jobs = [[self.clock.now_us + _PERIOD_US, _PERIOD_US, self.publish]]

    def looked(self):
        """Stop where the predicate of `until` holds."""
        predicate = self._predicate
        return predicate is not None and predicate(self)

    def _measure(self, demand, last, now_ms):
        try:
            meter = self.plant.meter.read()
        except OSError:  # what was measured last goes on, and grows old
            meter = last
            demand.measured, demand.measured_ms = last.measured, last.measured_ms
        else:
            self._measured += 1
            demand.measured, demand.measured_ms = self._measured, now_ms
        for phase in range(3):
            demand.current_ma[phase] = meter.current_ma[phase]
            demand.voltage_mv[phase] = meter.voltage_mv[phase]
        demand.frequency_mhz = meter.frequency_mhz
