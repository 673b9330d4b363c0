"""One outlet's tick: sample, classify, guard, decide, act, report."""

from micropython import const

from core.frame import DUTY_F
from core.states import CLOSING, B, C, D, F

_APART_MS = const(5)
_GLANCES_MS = const(500)
_GLANCES = const(100)  # in a round: with 10 ms each the guards have their turns every 1.2 s
_MASK = const(0x3FFFFFFF)
_LAST_TURN = const(15)  # of a power of two
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
        from core.parts import Parts, make_room

        parts = Parts(config)
        self.config, self.frame = parts.config, parts.frame
        self.mailbox, self.journal = parts.mailbox, parts.journal
        self.latch, self.pilot, self.proximity = parts.latch, parts.pilot, parts.proximity
        self.lock, self.residual, self.contactor = parts.lock, parts.residual, parts.contactor
        self.supply, self.overcurrent = parts.supply, parts.overcurrent
        self.thermal, self.reasons, self.charger = parts.thermal, parts.reasons, parts.charger
        self.reporter, self.outputs = parts.reporter, parts.outputs
        self.commands, self.guards = parts.commands, parts.guards
        self._hal = hal
        self.dead = 0  # 1 after an exception in the tick: outputs are safe, nothing runs
        self.ticks = 0
        # called in every tick: looked up once
        self._sample = hal.sample
        self._classify = self.pilot.check
        self._act = hal.act
        self._trace = self.journal.trace.add
        self._last_ms = 0  # of the last tick that was not a late one's twin
        self._glances = 0  # that fed the gate in this round
        self._letter = -1  # the letter and the faults that the charger has decided on
        self._bits = 0
        self._rested = False  # the last tick had no turn, for a line or the pilot moved
        self._waits = 0  # ticks since the last turn: demands and changes do not starve the guards
        decide = self._decide
        settle = self.outputs.settle
        put = self.outputs.put
        read = self.commands.read
        fill = self.reporter.fill
        publish = self.reporter.publish
        guards = self.guards
        self._look = guards.look
        self._turn = 0
        self._turns = (
            (decide, settle, guards.meter, guards.heat)
            + (decide, settle, guards.look_around, self._hear)
            + (decide, settle, guards.meter, guards.contacts)
            + (decide, guards.settle, fill, publish)
        )
        # how many of these are left, last first: before a turn, or in its place
        self._due = 0
        self._urgent = (self._tell, self._settle_bolt, publish, fill)
        self._urgent += (put, decide, self._judge, read)
        self._news = 0
        self._steps = (read, None, None, put, self._judge)
        make_room(self, hal)

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
                self.contactor.start(now)
                self.residual.start(now)
            # what counts must not count a burst of late ticks: two at once are one
            apart = (now - self._last_ms) & _MASK >= _APART_MS
            if apart:
                self._last_ms = now
            charger = self.charger
            quiet = self._classify(frame, charger.holds)
            proximity = self.proximity
            looked = changed = False
            if frame.moved or not proximity.from_ohm <= frame.pp_ohm < proximity.below_ohm:
                # what a calm pilot leaves of the tick is enough for what is urgent
                looked = self._look(frame, apart) and not (quiet and self._due)
                quiet = False
                changed = self._notice(frame)
            elif not quiet or self.latch.bits != self._bits:
                changed = self._notice(frame)
            if changed:
                if not looked:
                    self._trace(frame, charger.state, self.reasons.l1_ma)
            elif looked:
                self._waits += 1
                self._trace(frame, charger.state, self.reasons.l1_ma)
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
                            self._trace(frame, charger.state, self.reasons.l1_ma)
                        step = self._turns[turn]
                    step(frame)
                else:
                    self._rested = True
                    self._waits += 1
                    self._trace(frame, charger.state, self.reasons.l1_ma)
            if self.latch.bits:
                frame.coils = 0
            self._act(frame)
            frame.arm = 0
            self.ticks = (ticks + 1) & _MASK or 1
        except BaseException:  # Ctrl-C too: open, and let the watchdog restart the pile
            self._die()

    def glance(self):
        """The least of a tick: keep the gate fed while nothing has moved.

        For a port that has no room for a tick, on its stack, and must skip it. Half a second
        after the last tick, or after a second of them in a round, it feeds no more: no guard and
        no demand was looked at meanwhile.
        """
        if self.dead or self.frame.moved:
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

    def _notice(self, frame):
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
        reporter = self.reporter
        reporter.changed_ms = frame.now_ms
        reporter.opened_ma = self.reasons.l1_ma
        return True

    # turns

    def _hear(self, frame):
        self._glances = 0
        self.commands.read(frame)
        self._judge(frame)

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
                self.reporter.changed_ms = frame.now_ms
            self._due = _DECIDED

    def _decide(self, frame):
        charger = self.charger
        before = charger.state
        charger.decide(frame, self.mailbox.demand)
        state = charger.state
        if state != before or state != self.reporter.state or self.pilot.pulse_ms:
            if not self._due:  # else the letter or the fault that it follows was first
                self.reporter.changed_ms = frame.now_ms
            # CLOSING may end in the next tick: it has the outputs of the state before
            self._due = _DECIDED if state == CLOSING and before != CLOSING else _PUT

    def _settle_bolt(self, frame):
        outputs = self.outputs
        if outputs.bolt_moves():
            outputs.put_bolt(frame)
        else:
            self._due = 0
            self._tell(frame)

    def _tell(self, frame):
        if self.reporter.tell(frame):
            self._due = 1  # one a tick
