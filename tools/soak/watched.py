"""A rig that judges the invariants at every event, whatever else it is made to do."""

from core.config import J1772
from tools.soak import truth
from tools.soak.answers import Answers
from tools.soak.clearing import Clearing
from tools.soak.offer import Offer
from tools.world.rig import Rig

_US = 1000
_TICK_US = 11000
_NEVER_US = -(1 << 60)
_DEMAND_US = 1001000
_RELEASED_US = 100000  # GB-058
_UNPLUGGED_MS = 120  # B to A is debounced for 100 ms; S2 open, nothing flows


class Watched(Rig):
    """`look` raises AssertionError at the event that breaks an invariant."""

    def __init__(self, config=None, hardware=None, seed=1, start_ticks_ms=0):
        self.coded_ma = 0  # of the cable when the contacts closed
        self.release_us = 15000
        self.slack_us = 0  # the tick was late by so much
        self.log = []  # what was done to it, for the report
        self._published_us = _NEVER_US
        self._ticked_us = 0
        self._seen_ticks = -1
        self._outlet = None
        self._was_closed = 0
        self._changed_us = _NEVER_US  # contacts
        self._together_us = _NEVER_US
        self._unplugged_us = _NEVER_US
        self._lost_us = [_NEVER_US] * len(truth.CONDITIONS)
        self._given = [0, 0, 0]
        self._key = None
        self._all_held = False
        self.offer = Offer(self)
        self.clearing = Clearing(self)
        self.answers = Answers(self)
        Rig.__init__(self, config, hardware, seed, start_ticks_ms)

    def put(self, key, value):
        """Note it, then set it."""
        self.log.append((self.clock.now_us / 1000, key, value))
        if key == "cpu.stall_ms":
            self.slack_us = max(self.slack_us, int(value * 1000) + _TICK_US)
        elif key == "contactor.release_ms":  # one on its way keeps its own time
            self.release_us = max(self.release_us, int(value * 1000))
        Rig.put(self, key, value)

    def publish(self):
        """Note when the shell spoke last, and its command."""
        if not self.silent and self.outlet is not None:
            self._published_us = self.clock.now_us
            if self._given != self._command:
                self._given = list(self._command)
                self.clearing.commanded(*self._command[:2])
        Rig.publish(self)

    def command(self, command, argument=0):
        """Note what a hand did."""
        self.log.append((self.clock.now_us / 1000, "command", (command, argument)))
        Rig.command(self, command, argument)

    def build(self):
        """Build the outlet; a command given to the last one is not given again."""
        self._command = [0, 0, 0]
        self._given = list(self._command)
        Rig.build(self)

    def alive(self):
        """Return whether the last demand has not run out."""
        return self.clock.now_us - self._published_us <= _DEMAND_US

    def closed_by_coil(self):
        """Return 1 while an armature is closed; welded poles are another matter."""
        for contactor in self.plant.contactors:
            if contactor.closed:
                return 1
        return 0

    def looked(self):
        """Judge; then what the rig does here."""
        if self.outlet is not None:
            self._judge(self.clock.now_us)
        return Rig.looked(self)

    def _judge(self, now_us):
        outlet = self.outlet
        ticked = outlet.ticks != self._seen_ticks
        if outlet is not self._outlet:
            self._outlet = outlet
            self.clearing.reborn()
            self._ticked_us = now_us
        if ticked:
            self._seen_ticks = outlet.ticks
            late_us = now_us - self._ticked_us - _TICK_US
            if late_us <= 0 and now_us - self._ticked_us > 5000 and self.slack_us:
                self.slack_us = max(self.slack_us - 1000, 0)
            self._ticked_us = now_us
            self.clearing.tick(now_us)
            self.offer.tick(now_us)
        if self._same():
            self._together_us = now_us
            return
        self._closed(now_us)
        self._bolt(now_us)
        self.offer.look(now_us)
        self.clearing.look(now_us)
        self.answers.look(now_us)

    def _same(self):
        # nothing that a condition looks at has changed since all of them held
        plant = self.plant
        key = (
            plant.version,
            len(self.log),
            self.outlet.latch.bits,
            self.alive(),
            plant.pins.rcd,
            plant.car.ohm,
            plant.currents_ma[0],
            plant.outputs.lock,
            self.hal,
        )
        same = self._all_held and key == self._key
        self._key = key
        return same

    def _closed(self, now_us):
        closed = self.closed_by_coil()
        if closed and not self._was_closed:
            self.coded_ma = truth.rating(self.plant.pp_ohm)
        lost_us = self._lost_us
        together = every = True
        for number, row in enumerate(truth.CONDITIONS):
            if row[1](self):
                lost_us[number] = _NEVER_US
                continue
            every = False
            together = together and number not in truth.TOGETHER
            if lost_us[number] == _NEVER_US:
                lost_us[number] = now_us
        self._all_held = every
        if together or (not closed and self._may_close()):
            self._together_us = now_us
        if closed:
            self._check(now_us)
        if closed != self._was_closed:
            self._was_closed = closed
            self._changed_us = now_us
            if closed:
                self._check_closing(now_us)

    def _may_close(self):
        # before a closing no cable is on record yet: any valid one will do
        self.coded_ma = truth.rating(self.plant.pp_ohm)
        return all(truth.CONDITIONS[number][1](self) for number in truth.TOGETHER)

    def _check(self, now_us):
        release_us = self.release_us
        for number, row in enumerate(truth.CONDITIONS):
            if self._lost_us[number] == _NEVER_US:
                continue
            passed_us = now_us - self._lost_us[number]
            allowed_us = row[2] * _US + release_us + self.slack_us
            assert passed_us <= allowed_us, (
                f"I1: contacts closed {passed_us / 1000} ms after '{row[0]}' was lost, "
                f"{allowed_us / 1000} ms allowed"
            )
        silent_us = now_us - self._ticked_us
        assert silent_us <= truth.SAMPLES_MS * _US + release_us, (
            f"gate: no tick for {silent_us} us"
        )

    def _check_closing(self, now_us):
        close_us = max(part.close_us for part in self.plant.contactors)
        ago_us = now_us - self._together_us
        allowed_us = close_us + truth.SAMPLES_MS * _US + self.slack_us
        missing = [row[0] for row in truth.CONDITIONS if not row[1](self)]
        assert ago_us <= allowed_us, f"I1: closed {ago_us / 1000} ms after all held; {missing} now"

    def _bolt(self, now_us):
        plant = self.plant
        outputs = plant.outputs
        if outputs.lock < 0 and self.config.profile != J1772:
            open_us = -1 if self._was_closed else now_us - self._changed_us
            assert open_us >= _RELEASED_US, f"GB-058: bolt driven out {open_us} us after opening"
        assert not (outputs.rcd_test and self._was_closed), "3.5: RCD test while closed"
        unplugged = truth.level_mv(self) > 11000 and truth.pwm(self) and plant.pins.sampling
        if not unplugged or self.hal is None:
            self._unplugged_us = _NEVER_US
        elif self._unplugged_us == _NEVER_US:
            self._unplugged_us = now_us
        else:
            gone_ms = (now_us - self._unplugged_us - self.slack_us) / 1000
            assert gone_ms <= _UNPLUGGED_MS, f"GB-064: PWM {gone_ms} ms after unplugging"
