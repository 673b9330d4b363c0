"""A version on trial: it has to prove itself, else boot.py falls back (REQ-OTA-2, S20).

Proved: the self-test has passed, no fault of the controller's own is latched and no job has
crashed, for 10 minutes, or when somebody has asked `update()`. Not imported otherwise.
"""

from micropython import const

from core import faults, states
from service.event_codes import UPDATE
from shell.on_demand import forget
from update.mark import Mark

forget("service", "event_codes")

_CONFIRMED = const(2)  # of the event UPDATE
_FELL_BACK = const(3)
_LONG_S = const(600)
_OURS = (
    1 << faults.INTERNAL
    | 1 << faults.RCD_TEST
    | 1 << faults.GATE
    | 1 << faults.CP_GENERATOR
    | 1 << faults.SAMPLER
)


def fit(app):
    """Give a pile that starts what its marker asks for."""
    mark = Mark(app.ports.root)
    if mark.starts is not None:
        app.update = Trial(app, mark)
    elif mark.fell_back and not mark.told:
        app.update = FellBack(app, mark)


class FellBack:
    """The version on trial was not confirmed: an event says so, once."""

    def __init__(self, app, mark):
        self._app = app
        self._mark = mark

    def wants(self):
        """Return whether `write` has something to do: once."""
        return True

    def write(self):
        """Note it: contactor open, nothing offered."""
        self._app.update = None
        self._app.note(UPDATE, _FELL_BACK, 0, self._mark.version(self._mark.before))
        try:
            self._mark.tell()
        except (OSError, MemoryError):
            pass  # told again at the next start


class Trial:
    """Of the App that runs. `mark`: an update.mark.Mark."""

    def __init__(self, app, mark):
        self.mark = mark
        self._app = app
        self._since_s = 0  # up-time without trouble
        self._crashes = 0
        self._asked = False

    def contact(self):
        """Somebody reaches this version, and it answers: a task's."""
        self._asked = True

    def wants(self):
        """Return whether it has proved itself, so that `write` may say so."""
        app = self._app
        up_s = app.trade.clock.up_s
        crashes = sum(app.crashes)
        if crashes != self._crashes or self.trouble():
            self._crashes = crashes
            self._since_s = up_s
            self._asked = False
        return self._asked or up_s - self._since_s >= _LONG_S

    def trouble(self):
        """Return whether the self-test has not passed, or a fault is the controller's own."""
        snapshot = self._app.snapshot
        return snapshot.state == states.STARTUP or snapshot.faults & _OURS != 0

    def write(self):
        """Confirm it: contactor open, nothing offered. It costs nothing from then on."""
        try:
            self.mark.confirm()
        except (OSError, MemoryError) as error:
            self._asked = False
            self._since_s = self._app.trade.clock.up_s  # tried again in 10 minutes
            self._app.message = "the version on trial is not confirmed: %s" % error
            return
        self._app.update = None
        self._app.note(UPDATE, _CONFIRMED, 0, self.mark.version(self.mark.slot))
