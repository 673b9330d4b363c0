"""The set-point of an energy manager: a claim source, its watchdog and what follows silence (F23).

Called by the shell's jobs and by the Modbus slave's task, never by the tick.
"""

from micropython import const

from core.clock import Timer
from power.claims import FALLBACK, HOLD, POLICIES, STOP
from session.authorise import REMOTE

ANY = const(65535)  # of `current`: no set-point; of `left_s`: nothing will end it
_STEP_MA = const(10)

# states
NONE = const(0)
LIVE = const(1)
ENDED = const(2)  # the manager was silent for longer than its watchdog: the policy holds

# values of the register `command`
START = const(1)


class SetPoint:
    """What was written last. With a watchdog in the settings it begins as after a long silence."""

    name = "modbus"

    def __init__(self, app):
        self.current = ANY  # 0.01 A
        self.pause = 0
        self.watchdog_s = app.values["modbus_watchdog_s"]
        self.state = ENDED if self.watchdog_s else NONE
        self.news = False  # something was written: see shell.sources
        self.slave = None  # what takes the writes: comms.fit
        self._app = app
        self._timer = Timer()

    async def run(self):
        """Serve the manager for ever."""
        await self.slave.run()

    def second(self, now_ms, utc_s, _pile):
        """Return (mA a phase, unix time at which it may change or 0), or None without a limit."""
        self.news = False
        if self.left_s(now_ms) == 0:
            self.state = ENDED
        limit_ma = self._policy() if self.state == ENDED else self._written()
        if limit_ma is None:
            return None
        left_s = self.left_s(now_ms)
        return limit_ma, utc_s + left_s if utc_s and left_s != ANY else 0

    def left_s(self, now_ms):
        """Return the seconds until the watchdog ends what is in force; ANY: never."""
        if self.state != LIVE or not self.watchdog_s:
            return ANY
        return max(self.watchdog_s - self._timer.since(now_ms) // 1000, 0)

    def _written(self):
        if self.pause:
            return 0
        return None if self.current == ANY else self.current * _STEP_MA

    def _policy(self):
        values = self._app.values
        policy = POLICIES.index(values["claim_policy"])
        if policy == HOLD:
            return self._written()
        if policy == FALLBACK:
            return values["fallback_a"] * 1000
        return 0 if policy == STOP else None

    # what is written, each by the name of its register

    def write(self, name, value):
        """Take one checked value; return whether it was done. Any of them feeds the watchdog."""
        if name == "command":
            if not self._command(value):
                return False
        elif name == "set_current":
            self.current = value
        elif name == "set_pause":
            self.pause = value
        else:
            self.watchdog_s = value
        self.state = LIVE
        self.news = True
        self._timer.start(self._app.ports.ticks_ms())
        return True

    def _command(self, value):
        app = self._app
        if app.values["authorise"] != "remote":
            return False
        authorise = app.trade.authorise
        if value == START:
            return authorise.start(b"modbus", None, app.ports.ticks_ms())
        return authorise.stop(REMOTE)
