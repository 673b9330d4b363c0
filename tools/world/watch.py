"""Tells every change of every observable of scenarios.md, by comparing integers first."""

from core.faults import FAULTS
from core.states import LETTERS, REASONS, STARTUP, STATES, E
from tools.world.contactor import pole_names

NONE = "none"
_NOT_YET = -2  # no firmware says it


class Watch:
    """`look(world)` emits (us, signal, value) for what differs from the last look."""

    def __init__(self, emit):
        self._emit = emit
        self._told = {}
        self._us = 0
        self._version = -1
        self._state = self._why = self._faults = self._fault = _NOT_YET
        self._letter = 0
        self._open = self._energy_wh = self._cost_e5 = 0
        self._pattern = NONE
        self._group_ma = 0
        self._power = 1

    def begin(self, world):
        """Emit every observable as it is before the firmware starts."""
        self._us = world.clock.now_us
        self._say("state", NONE)
        self._say("why", REASONS[0])
        self._say("fault", NONE)
        self._say("faults", [])
        self._say("led", NONE)
        self._say("energy_wh", 0)
        self._say("cost_e5", 0)
        self._say("session", "closed")
        self.look(world)

    def look(self, world):
        """Emit what has changed. Called after every event."""
        plant = world.plant
        app = world.app
        if plant.version != self._version or plant.power != self._power:
            self._us = world.clock.now_us
            self._plant(plant)
        if app is not None and app.outlet.ticks:
            live = app.outlet.journal.live()
            if (
                live.state != self._state
                or live.why != self._why
                or live.faults != self._faults
                or live.fault != self._fault
                or (live.letter != self._letter and live.state != STARTUP)
            ):
                self._us = world.clock.now_us
                self._core(live, plant)
            session = app.session
            if (
                session.open != self._open
                or session.energy_wh != self._energy_wh
                or session.cost_e5 != self._cost_e5
            ):
                self._us = world.clock.now_us
                self._session(session)
        elif self._state != _NOT_YET:
            self._us = world.clock.now_us
            self._nobody()
        neighbour = world.neighbour
        if neighbour is not None and plant.limit_ma + neighbour.allowed_ma != self._group_ma:
            self._us = world.clock.now_us
            self._group_ma = plant.limit_ma + neighbour.allowed_ma
            self._say("group_ma", self._group_ma)
        if world.lamp.pattern != self._pattern:
            self._us = world.clock.now_us
            self._pattern = world.lamp.pattern
            self._say("led", self._pattern)

    def _plant(self, plant):
        self._version = plant.version
        if plant.power != self._power:
            self._power = plant.power
            self._letter = E  # as long as nobody says better
        self._say("contactor", "closed" if plant.poles else "open")
        self._say("contactor.poles", pole_names(plant.poles))
        self._say("coil", "on" if plant.driver else "off")
        self._say("pilot.duty", plant.duty)
        self._say("limit_ma", plant.limit_ma)
        self._say("lock", "locked" if plant.bolt else "unlocked")
        self._pilot(plant)

    def _pilot(self, plant):
        letter = LETTERS[self._letter]
        if self._letter < E:
            letter += "2" if 0 < plant.duty < 10000 else "1"
        self._say("pilot.state", letter)

    def _core(self, live, plant):
        self._state, self._why = live.state, live.why
        if live.state != STARTUP:  # before that it has classified nothing
            self._letter = live.letter
        self._faults, self._fault = live.faults, live.fault
        self._say("state", STATES[live.state])
        self._say("why", REASONS[live.why] if live.why >= 0 else NONE)
        self._say("fault", FAULTS[live.fault][0] if live.fault >= 0 else NONE)
        bits = live.faults
        latched = [FAULTS[number][0] for number in range(len(FAULTS)) if bits >> number & 1]
        self._say("faults", latched)
        self._pilot(plant)

    def _nobody(self):
        self._state = self._why = self._faults = self._fault = _NOT_YET
        self._say("state", NONE)
        self._say("why", REASONS[0])
        self._say("fault", NONE)
        self._say("faults", [])

    def _session(self, session):
        self._open, self._energy_wh = session.open, session.energy_wh
        self._say("session", "open" if session.open else "closed")
        self._say("energy_wh", session.energy_wh)
        self._cost_e5 = session.cost_e5
        self._say("cost_e5", session.cost_e5)

    def _say(self, signal, value):
        if signal not in self._told or self._told[signal] != value:
            self._told[signal] = value
            self._emit(self._us, signal, value)
