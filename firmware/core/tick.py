"""One outlet's tick: sample, classify, guard, decide, act, report."""

from micropython import const

from core import faults, mailbox, room
from core.charger import Charger
from core.clock import Clock
from core.contactor import Contactor
from core.duty import reading
from core.frame import DUTY_F, DUTY_X1, GATE_ESTOP, GATE_ON, GATE_RCD, Frame
from core.journal import EVENT_COMMAND, Journal
from core.latch import Latch
from core.lock import Lock
from core.mailbox import Mailbox
from core.overcurrent import OverCurrent
from core.pilot import Pilot
from core.proximity import Proximity
from core.reasons import Reasons
from core.reporter import Reporter
from core.residual import Residual
from core.states import CHARGING, CLOSING, B, C, D, F
from core.supply import Supply
from core.thermal import Thermal

_APART_MS = const(5)
_GLANCES_MS = const(500)
_GLANCES = const(100)  # in a round: with 10 ms each the guards have their turns every 1.2 s
_MASK = const(0x3FFFFFFF)
_LAST_TURN = const(15)  # of a power of two
# `_watch` is due in the next tick too, whatever the HAL says: for contacts that open, or for all
_OPENING = const(1)
_ALL = const(2)
# how many of the urgent steps are left: all, without a new demand, from the outputs on, after them
_URGENT = const(8)
_DECIDED = const(6)
_PUT = const(5)
_TELLING = const(4)
# places in `_steps`: what a new demand takes instead of turns; below, turns go on before the next
_JUDGE = const(4)
_REST = const(2)
_PATIENCE = const(3)  # ticks that a turn waits for demands
_LONGEST = const(8)  # and for changes
_LOOKS = const(4)  # ticks in a row that the lines take from turns and steps
_NEXT_MS = const(100)  # from one of those to the next: later than the gate waits for a tick


class Outlet:
    """One connector: its parts, built once, and the tick that runs them.

    A tick is short because the work takes turns. Every tick samples, classifies, opens at once
    what must be open, and acts; one group of guards, or the charger, has its turn in it
    (`_turns`; in every second tick while the pilot moves). What a new letter, fault, state or
    limit asks for comes first, in the ticks that follow (`_urgent`), and a new demand is judged
    in place of the next turn. Lines are looked at when the HAL says that one has moved, while
    one is not at rest, and once a round; that takes the place of a turn, and of what is urgent
    too while the pilot moves, in four ticks in a row at most.
    """

    def __init__(self, hal, config):
        clock = Clock()
        self._clock = clock
        self._hal = hal
        self.config = config
        self.frame = Frame()
        self.mailbox = Mailbox()
        self.journal = Journal()
        self.latch = Latch(config, clock)
        self.pilot = Pilot(config, clock, self.latch)
        self.proximity = Proximity(config, clock, self.latch)
        self.lock = Lock(config, clock, self.latch)
        self.residual = Residual(config, clock, self.latch)
        self.contactor = Contactor(config, clock, self.latch)
        self.supply = Supply(config, clock, self.latch)
        self.overcurrent = OverCurrent(config, clock, self.latch)
        self.thermal = Thermal(config, self.latch)
        self.reasons = Reasons(config, clock)
        self.charger = Charger(config, clock, self)
        self._reporter = Reporter(self)
        self.dead = 0  # 1 after an exception in the tick: outputs are safe, nothing runs
        self.ticks = 0
        self.taken = 0  # sequence of the last command taken
        # called in every tick: looked up once
        self._sample = hal.sample
        self._classify = self.pilot.check
        self._act = hal.act
        self._trace = self.journal.trace.add
        self._last_ms = 0  # of the last tick that was not a late one's twin
        self._was_present = False
        self._clears = 0  # rounds in which a clearing command tries
        self._rested = False  # the last tick had no turn, for a line or the pilot moved
        self._again = _ALL
        self._looks = 0  # at all lines, in ticks in a row
        self._glances = 0  # that fed the gate in this round
        self._watched_ms = -1  # when `_watch` looked at all
        self._waits = 0  # ticks since the last turn: demands and changes do not starve the guards
        self._news = 0
        self._turn = 0
        self._turns = (
            self._decide,
            self._settle_outputs,
            self._guard_current,
            self._guard_heat,
            self._decide,
            self._settle_outputs,
            self._look_around,
            self._hear,
            self._decide,
            self._settle_outputs,
            self._guard_supply,
            self._guard_contacts,
            self._decide,
            self._settle,
            self._report,
            self._publish,
        )
        self._steps = (self._read, None, None, self._put, self._judge)
        self._bolted = False  # the last of the outputs that moved was the bolt
        self._due = 0  # how many of these go before the next turn, last first
        self._urgent = (
            self._tell,
            self._settle_bolt,
            self._publish,
            self._report,
            self._put,
            self._decide,
            self._judge,
            self._read,
        )
        self._l1_ma = 0
        self._letter = -1  # the letter and the faults that the charger has decided on
        self._bits = 0
        self._changed_ms = 0
        self._opened_ma = 0  # of L1, as measured last before the coil went off
        looked_into = (
            (self, hal, self.frame, self.mailbox, self.latch, self.pilot, self.proximity)
            + (self.lock, self.residual, self.contactor, self.supply, self.reasons)
            + (self.charger,)
        )
        for thing in looked_into:
            room.make(thing)

    def tick(self):  # noqa: C901, PLR0912, PLR0915  each call in it takes 300 bytes of stack
        """Run once. Called by the HAL every 10 ms; never raises, never allocates."""
        if self.dead:
            return
        try:
            frame = self.frame
            self._sample(frame)
            now = frame.now_ms
            ticks = self.ticks
            if ticks == 0:
                self._begin(now)
            # what counts must not count a burst of late ticks: two at once are one
            apart = (now - self._last_ms) & _MASK >= _APART_MS
            if apart:
                self._last_ms = now
            charger = self.charger
            quiet = self._classify(frame, charger.holds)
            proximity = self.proximity
            watched = changed = False
            if (
                self._again
                or frame.moved
                or not proximity.from_ohm <= frame.pp_ohm < proximity.below_ohm
            ):
                # what a calm pilot leaves of the tick is enough for what is urgent
                watched = self._watch(frame, apart) and not (quiet and self._due)
                quiet = False
                changed = self._look(frame)
            elif not quiet or self.latch.bits != self._bits:
                changed = self._look(frame)
            if changed:
                if not watched:
                    self._trace(frame, charger.state, self._l1_ma)
            elif watched:
                self._waits += 1
                self._trace(frame, charger.state, self._l1_ma)
            elif self._due and self._urges():
                due = self._due = self._due - 1
                self._urgent[due](frame)
            elif apart:
                if quiet or self._rested or self._waits >= _PATIENCE:
                    self._rested = False
                    step = None
                    if self._news or self.mailbox.news:
                        step = self._step()
                    if step is None:
                        self._waits = 0
                        turn = self._turn
                        self._turn = turn + 1 & _LAST_TURN
                        if turn & quiet:
                            self._trace(frame, charger.state, self._l1_ma)
                        step = self._turns[turn]
                    step(frame)
                else:
                    self._rested = True
                    self._waits += 1
                    self._trace(frame, charger.state, self._l1_ma)
            if self.latch.bits:
                frame.coils = 0
            self._act(frame)
            if frame.arm:
                frame.arm = 0
            self.ticks = (ticks + 1) & _MASK or 1
        except (
            BaseException
        ):  # Ctrl-C too, whatever it is: open, and let the watchdog restart the pile
            self._die()

    def glance(self):
        """The least of a tick: keep the gate fed while nothing has moved.

        For a port that has no room for a tick, on its stack, and must skip it. Half a second
        after the last tick, or after a second of them in a round, it feeds no more: no guard and
        no demand was looked at meanwhile.
        """
        if self.dead or self._again:
            return
        try:
            frame = self.frame
            self._sample(frame)
            proximity = self.proximity
            if (
                self.pilot.still(frame)
                and (frame.now_ms - self._last_ms) & _MASK < _GLANCES_MS
                and not frame.moved
                and proximity.from_ohm <= frame.pp_ohm < proximity.below_ohm
                and self._glances < _GLANCES
            ):
                self._glances += 1
                self._act(frame)
        except BaseException:  # as in `tick`
            self._die()

    def _die(self):
        self.dead = 1
        self._hal.safe()
        self.journal.die()

    def _urges(self):
        # nothing comes between a decision and its outputs; a demand comes before the telling of
        # what the last one did, and so does a guard that has waited
        if self._due <= _TELLING:
            demand = self._news > _REST or (self.mailbox.news and not self._news)
            if demand or self._waits >= _LONGEST:
                return False
        self._waits += 1
        return True

    def _step(self):
        """Return the next step of a new demand, None when a turn comes before it."""
        news = self._news
        if self._waits >= _PATIENCE:
            return None
        if 0 < news <= _REST:
            self._news = news - 1
            return None
        self._waits += 1
        self._news = news - 1 if news else _JUDGE
        return self._steps[news]

    def _look(self, frame):
        """Open what must not be closed; return whether the letter or the faults are new."""
        letter = self.pilot.letter
        bits = self.latch.bits
        if frame.coils and (bits or not C <= letter <= self.charger.last_letter):
            frame.coils = 0
        if letter == self._letter and bits == self._bits:
            return False
        if letter == F and bits == self._bits and frame.duty == DUTY_F:
            self._letter = F  # the pile's own doing: it holds up no telling of the fault
            return False
        # what may be offered to a car in B, or after a fault, has been judged before
        hears = self.mailbox.news or self._news > _REST
        vents = C <= letter <= D and C <= self._letter <= D
        judged = (letter == B or letter == self._letter or vents) and not hears
        self._due = _DECIDED if judged else _URGENT
        self._letter = letter
        self._bits = bits
        self._changed_ms = frame.now_ms
        self._opened_ma = self._l1_ma
        return True

    def _begin(self, now):
        self.contactor.start(now)
        self.residual.start(now)

    def _watch(self, frame, apart):
        """Look at the lines; return whether at all of them: that takes a step's place."""
        if self._again == _OPENING and not frame.moved:
            if apart:
                self.contactor.check(frame, self.supply.present)
                self._again = _OPENING if self.contactor.opening else 0
            return False
        frame.moved = 0
        coils = frame.coils
        tripped = coils and self._watch_gate(frame.gate)
        if frame.estop:
            self.latch.trip(faults.ESTOP)
        residual = self.residual
        if tripped or frame.rcd or residual.active:
            residual.check(frame, tripped)
        if not apart:
            self._again = _ALL
            return True
        now = frame.now_ms
        looks = self._looks + 1 if (now - self._watched_ms) & _MASK < _NEXT_MS else 0
        self._looks = looks if looks < _LOOKS else -1
        self._watched_ms = now
        supply = self.supply
        if supply.no_pe or not frame.pe:
            supply.check_pe(frame)
        contactor = self.contactor
        if contactor.opening:
            contactor.check(frame, supply.present)
        pilot = self.pilot
        proximity = self.proximity
        cable_ma = proximity.cable_ma
        plugged = pilot.plugged and (coils or pilot.rests or not pilot.moves(now))
        proximity.check(frame, plugged, coils or DUTY_F < frame.duty < DUTY_X1)
        if proximity.cable_ma != cable_ma:
            self.mailbox.news = True  # another cable is judged like another demand
        lock = self.lock
        lock.check(frame, coils)
        # what is seen for the first time counts when the next window shows it again
        if supply.no_pe == 1 or proximity.other == 1 or lock.lost == 1:
            self._again = _ALL
        else:
            self._again = _OPENING if contactor.opening else 0
        return looks < _LOOKS

    def _watch_gate(self, gate):
        # with a coil on; return whether the residual-current input has tripped it
        if not gate & GATE_ON:
            if gate & GATE_ESTOP:
                self.latch.trip(faults.ESTOP)
            elif not gate & GATE_RCD or not self.residual.lines:
                self.latch.trip(faults.GATE)
        return gate & GATE_RCD

    # turns

    def _read(self, frame):
        self.mailbox.news = False  # first: the next one may come at any time
        demand = self.mailbox.demand
        self.reasons.read(demand, frame.now_ms)
        self._l1_ma = demand.current_ma[0]
        if demand.command_sequence != self.taken and not self._clears:
            self._take(demand)

    def _hear(self, frame):
        self._read(frame)
        self._judge(frame)

    def _look_around(self, frame):
        if self._watched_ms != frame.now_ms:  # once a round, whatever the HAL says
            self._again = _ALL
            self._watch(frame, True)

    def _judge(self, frame):
        reasons = self.reasons
        ceiling_ma = reasons.ceiling_ma
        no_pwm = reasons.no_pwm
        # a J1772 or GB pile has no B before C only when the car is a simplified one (CP-101)
        pilot = self.pilot
        simplified = pilot.plugged and pilot.letter != B and not self.charger.seen_b
        demand = self.mailbox.demand
        reasons.judge(demand, self.proximity.cable_ma, self.thermal.limit_ma, simplified)
        if reasons.ceiling_ma != ceiling_ma:
            self.charger.settled = False
        if reasons.no_pwm != no_pwm:
            if not self._due:
                self._changed_ms = frame.now_ms
            self._due = _DECIDED

    def _decide(self, frame):
        charger = self.charger
        before = charger.state
        charger.decide(frame, self.mailbox.demand)
        state = charger.state
        if state != before or state != self._reporter.state or self.pilot.pulse_ms:
            if not self._due:  # else the letter or the fault that it follows was first
                self._changed_ms = frame.now_ms
            # CLOSING may end in the next tick: it has the outputs of the state before
            self._due = _DECIDED if state == CLOSING and before != CLOSING else _PUT

    def _settle_outputs(self, frame):
        charger = self.charger
        moves = charger.bolt_moves()
        if moves and (charger.settled or not self._bolted):
            self._put_bolt(frame)
        elif not charger.settled:
            self._put(frame)

    def _put(self, frame):
        coils = frame.coils
        duty = frame.duty
        charger = self.charger
        contactor = self.contactor
        if charger.state == CHARGING and not contactor.driven:
            self.thermal.check(frame)  # it closes: no turn of this guard may have come since
        charger.put(frame)
        self._bolted = False
        if frame.coils != coils or (frame.duty != duty and frame.duty != DUTY_F):
            self._again = _ALL
        elif contactor.opening and not self._again:
            self._again = _OPENING  # it has just begun: the coil was cut before
        if coils and not frame.coils:
            self._opened_ma = self._l1_ma

    def _put_bolt(self, frame):
        self.charger.put_bolt(frame)
        self._bolted = True

    def _settle_bolt(self, frame):
        if self.charger.bolt_moves():
            self._put_bolt(frame)
        else:
            self._due = 0
            self._tell(frame)

    def _guard_contacts(self, frame):
        if not self.contactor.opening:  # else `_watch` does, in every tick
            self.contactor.check(frame, self.supply.present)
        contacts_open = not self.contactor.closed and not frame.coils
        self.residual.run(frame, contacts_open, self._maybe_present())
        if self.residual.active:
            self.residual.check(frame, False)

    def _guard_supply(self, frame):
        self._glances = 0
        self.supply.check(frame.now_ms, self.mailbox.demand, self.reasons.fresh)

    def _guard_heat(self, frame):
        self.thermal.check(frame)
        self._guard_contacts(frame)

    def _guard_current(self, frame):
        rated = min(self.config.board_ma, self.proximity.cable_ma)
        demand = self.mailbox.demand
        self.overcurrent.check(frame, demand, reading(frame.duty), rated, self.reasons.fresh)

    def _settle(self, frame):
        if self._was_present and not self.pilot.present:
            self.residual.ask()
        self._was_present = self.pilot.present
        if self._clears:
            self._clears -= 1
            self._clear(self.mailbox.demand.argument)
            if not self._clears:
                self.taken = self.mailbox.demand.command_sequence
        self.latch.settle(frame.now_ms, self._maybe_present())
        self._clock.sweep(frame.now_ms)

    def _maybe_present(self):
        # until the pilot tells, a car may be there: nothing clears for its absence
        return self.pilot.present or not self.pilot.known

    def _take(self, demand):
        command = demand.command
        self.journal.events.add(self.frame.now_ms, EVENT_COMMAND, command)
        if command == mailbox.CLEAR:
            # a cause that was there before the command may have gone: the second round tells
            self._clears = 2
            self.latch.expect()
            return
        if command == mailbox.SELFTEST:
            self.residual.ask()
        elif command == mailbox.UNLOCK:
            self.charger.unlock()
        elif command == mailbox.WAKE:
            self.charger.wake()
        self.taken = demand.command_sequence  # last: from now on the shell may put the next one

    def _clear(self, fault):
        plugged = self._maybe_present()
        if fault == mailbox.ALL:
            for number in range(faults.COUNT):
                self.latch.clear(number, plugged)
        elif 0 <= fault < faults.COUNT:
            self.latch.clear(fault, plugged)

    def _report(self, frame):
        self._reporter.fill(frame)

    def _publish(self, frame):
        self._reporter.publish(frame)

    def _tell(self, frame):
        if self._reporter.tell(frame, self._changed_ms, self._opened_ma):
            self._due = 1  # one a tick
