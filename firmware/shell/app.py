"""The shell of one pile: the three jobs around its outlet."""

from micropython import const

from core import faults, states
from core.journal import Snapshot
from core.mailbox import UNLOCK
from power.claims import ENDLESS, LONGEST_MS
from power.offer import Offer
from power.restart import Delay
from session.record import UNLOCK_COMMAND
from shell.kept import Kept
from shell.lamp import Lamp
from shell.measured import Measured
from shell.on_demand import borrow, forget
from shell.trade import Trade

MAIN = const(0)  # places in App.jobs
COMMS = const(1)
METER = const(2)

_MAIN_MS = const(50)
_COMMS_MS = const(100)
_METER_MS = const(100)
_RAILS_S = const(60)
_AGAIN_S = const(60)  # until settings that could not be written are tried again
_DEMAND_MS = const(1000)  # without a main job the core falls back after so long
_CLAIMS_A_RUN = const(16)
_MASK = const(0x3FFFFFFF)
_AT_REST = (states.IDLE, states.WAITING, states.FAULT)
_REFUSED = 1 << states.WHY_SETTINGS
_STALE = 1 << states.WHY_STALE
_TEST_FAILED = 1 << faults.RCD_TEST


class App:
    """One pile. `run` its jobs in turn; everything else is for the console and the tools."""

    def __init__(self, hal, outlet, store, ports, values, message):
        self.outlet = outlet
        self.store = store
        self.ports = ports
        self.values = values  # settings, complete
        self.started = {}  # settings that wait for a restart: what is in force until then
        self.message = message  # what is wrong with them, "" = nothing
        self.snapshot = Snapshot()
        self.offer = Offer(values)
        self.claims = self.offer.claims
        self.rounds = None  # shell.rounds, where a setting asks for a claim source of our own
        self.update = None  # update.engine while one comes, update.trial while one is on trial
        self.calibration = None  # levels taken of each input: service.calibration
        self.rails = None  # name of a pilot's rail: (mV off, too much); service.drift
        self.role = None  # service.role, once a command was the installer's
        self.watch = None  # service.event_watch: what fills the event log
        self.delay = Delay(values["random_delay_s"], ports.random)
        self.trade = Trade(store, ports, values)
        self.session = self.trade.session
        self.measured = Measured()
        self.lamp = Lamp(ports.lamp)
        self.kept = Kept(store)
        self.unsaved = False  # settings wait for the contactor to open
        self.save_from_s = 0  # they could not be: for this second of up-time, and for no car
        self._rails_s = _RAILS_S  # second of up-time at which they are looked at again
        self._may = False  # it may be written now
        self._writing = False  # something waits to be written: nothing is offered meanwhile
        self.crashes = [0, 0, 0]  # of each job
        self.last_crash = None  # the exception
        self.leaving = False  # a restart was asked for
        self.ended = False  # contactor open: main.py may restart the pile
        self.jobs = (
            ("main", _MAIN_MS, self._main),
            ("comms", _COMMS_MS, self._comms),
            ("meter", _METER_MS, self._meter),
        )
        self._hal = hal
        self._ticks = outlet.ticks
        self._expires_ms = ports.ticks_ms()
        self._commands = []  # (command, argument) the core has not been told yet
        self._command = (0, 0)  # the one it was told last
        self._command_sequence = 0

    def run(self, index, now_ms):
        """Run one job once. What "comms" or "meter" raise is noted; "main" ends the pile."""
        if index == MAIN:
            self.jobs[MAIN][2](now_ms)
            if self._may:  # from here: files take much of the stack, and each tick needs some
                self._may = False
                self._write(self.snapshot)
            return
        try:
            self.jobs[index][2](now_ms)
        except Exception as error:  # whatever it is, charging goes on (I4)
            self.crashes[index] += 1
            self.last_crash = error

    def note(self, code, a=0, b=0, text=""):
        """Have an event of service.event_codes kept. For anyone but a tick."""
        if self.watch is not None:
            self.watch.events.note(code, a, b, text)

    def shut(self):
        """Make the outputs safe."""
        self._hal.safe()

    # jobs

    def _main(self, now_ms):
        snapshot = self.outlet.journal.read(self.snapshot)
        self.delay.watch(snapshot, now_ms)
        self._expires_ms = (now_ms + _DEMAND_MS) & _MASK
        try:
            self.trade.second(snapshot, now_ms)
        except Exception as error:  # whatever becomes of a bill, the core gets its demands
            self._crashed(error)
        if self.rounds is not None:
            try:
                self.rounds.turn(now_ms)
            except Exception as error:
                self._crashed(error)
        if snapshot.state in _AT_REST and not snapshot.closed:
            self._writing = self._unwritten(snapshot)  # rather now than after an offer
        self.publish(now_ms)
        self.lamp.update(snapshot, self.usable())
        if not snapshot.coils and not snapshot.closed:
            self._may = self._may_write(snapshot)
        self._feed()

    def _comms(self, now_ms):
        try:
            self.trade.card(now_ms)
            self._take_claims(now_ms)
            if self.trade.clock.up_s >= self._rails_s and not self.snapshot.coils:
                self._rails_s = self.trade.clock.up_s + _RAILS_S
                borrow("service", "drift").turn(self)
        finally:  # it tells what they raise
            if self.watch is not None:
                self.watch.turn()

    def _take_claims(self, now_ms):
        for _ in range(_CLAIMS_A_RUN):
            claim = self.ports.link.poll()
            if claim is None:
                return
            source, amps, lifetime_s = claim
            lifetime_ms = ENDLESS if lifetime_s is None else int(lifetime_s * 1000 + 0.5)
            lifetime_ms = min(lifetime_ms, LONGEST_MS)
            self.claims.put(now_ms, source, int(amps * 1000 + 0.5), lifetime_ms)
            self.publish(now_ms)

    def _meter(self, now_ms):
        self.measured.take(self.ports.meter, now_ms)
        self.claims.measure(self.measured.voltage_mv if self.measured.guards() else None)
        self.trade.measured(self.measured, now_ms)
        self.publish(now_ms)

    def _may_write(self, snapshot):
        # Writing erases flash, which stops the tick. So the core is told to offer nothing, and
        # has to say that it does not, before anything is written.
        self._writing = self._unwritten(snapshot)
        if self._writing:
            if self.outlet.residual.active and not snapshot.faults & _TEST_FAILED:
                return False  # the core counts the time of its answer
            return snapshot.state in _AT_REST and snapshot.reasons & _REFUSED
        if self.leaving:
            self.trade.leave()
            self._writing = self._unwritten(snapshot)
            self.ended = not self._writing
        return False

    def _unwritten(self, snapshot):
        # what waits for its first demand since the start is about to be offered something
        resting = snapshot.state in _AT_REST and not snapshot.reasons & _STALE
        return (
            self._due()
            or self.kept.differs(snapshot.faults)
            or (self.rounds is not None and self.rounds.unsaved())
            or self._claims_due(snapshot)
            or self.trade.wants(not snapshot.plugged, resting)
            or self._events_due(snapshot)
            or self._role_due(snapshot)
            or self._update_due(snapshot)
        )

    def _claims_due(self, snapshot):
        resting = snapshot.state in _AT_REST
        return resting and self.offer.unsaved(self.trade.clock.up_s, self.leaving)

    def _update_due(self, snapshot):
        if self.update is None or snapshot.state not in _AT_REST:
            return False
        return self.update.wants()

    def _events_due(self, snapshot):
        return self.watch is not None and self.watch.wants(snapshot.state in _AT_REST)

    def _role_due(self, snapshot):
        return self.role is not None and self.role.unsaved and not snapshot.plugged

    def _due(self):
        if not self.unsaved or not self.save_from_s:
            return self.unsaved
        return not self.snapshot.plugged and self.trade.clock.up_s >= self.save_from_s

    def _write(self, snapshot):
        # one piece a turn: a car that comes meanwhile waits for one erase, not for all
        try:
            if self._due() or self.kept.differs(snapshot.faults):
                self._save(snapshot)
            elif self.rounds is not None and self.rounds.unsaved():
                self.rounds.save()
            elif self._claims_due(snapshot):
                self.offer.save_later(self.trade.clock.up_s)
                borrow("shell", "kept_claims").save(self)
            elif self._role_due(snapshot):
                self.role.save(self.store)
            elif self._events_due(snapshot):
                self.watch.work()
            elif self._update_due(snapshot):
                self.update.write()
            else:
                self.trade.write()
        except Exception as error:
            self._crashed(error)
        self._writing = self._unwritten(snapshot)

    def _save(self, snapshot):
        self.kept.update(snapshot.faults)
        if self._due():
            self.save_from_s = self.trade.clock.up_s + _AGAIN_S  # when this fails, whatever it is
            _change().save(self)

    def _crashed(self, error):
        self.crashes[MAIN] += 1
        self.last_crash = error

    def _feed(self):
        # The watchdog lives while main runs and the core ticks: either alone is not enough.
        if not self.outlet.dead and self.outlet.ticks != self._ticks:
            self._ticks = self.outlet.ticks
            self._hal.feed()

    # the demand

    def publish(self, now_ms):
        """Put every limit of this moment in force. Only the main job makes a demand last."""
        refusal = self.refusal(now_ms)
        demand = self.outlet.mailbox.idle()
        demand.enable = 0 if refusal else 1
        demand.reason = refusal or states.WHY_PAUSED
        demand.phases = self.offer.phases(self.outlet.config, self.snapshot)
        demand.limit_ma = self.offer.limit_ma(self.snapshot, now_ms)
        demand.expires_ms = self._expires_ms
        self.measured.fill(demand)
        if self._commands and self.outlet.commands.taken == self._command_sequence:
            self._command = self._commands.pop(0)
            self._command_sequence = (self._command_sequence + 1) & _MASK or 1
        demand.command, demand.argument = self._command
        demand.command_sequence = self._command_sequence
        self.outlet.mailbox.publish()

    def usable(self):
        """Return whether energy may be offered: not so after settings that could not be read."""
        return self.values["max_current_a"] > 0

    def refusal(self, now_ms):
        """Return the WHY_* for which the shell lets no energy flow, 0 when it does."""
        unasked = self.rounds is not None and not self.rounds.complete
        if self.leaving or self._writing or unasked or not self.usable():
            return states.WHY_SETTINGS
        if self.trade.refuses():
            return states.WHY_NOT_AUTHORISED
        if self.delay.holds(now_ms):
            return states.WHY_DELAY
        return 0

    def command(self, command, argument=0):
        """Send one command of core.mailbox; each waits until the one before is taken."""
        if command == UNLOCK:  # OP-051: the transaction ends first
            self.trade.till.stop(UNLOCK_COMMAND)
        self._commands.append((command, argument))
        self.publish(self.ports.ticks_ms())

    def change(self, changes):
        """Change settings; return (errors, keys that need a restart): see shell.change."""
        errors, later = _change().change(self, changes)
        if not errors:
            if self.snapshot.reasons & _REFUSED:  # that word is old once the demand lets go
                self._writing = True
            self.publish(self.ports.ticks_ms())
        return errors, later


def _change():
    # One after the other: imports within imports take much of the stack, and ticks need some.
    from shell import check, schema, settings, change  # noqa: F401, I001

    forget("shell", "check", "schema", "settings", "change")
    return change
