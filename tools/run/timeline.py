"""Changes of observables into rows for people: one each time something changes."""

from rich.console import Console
from rich.text import Text

from session import money

_MERGE_US = 20000  # changes so close to the first are one row
_SETTLED_US = 400000  # a current that has not changed for so long has settled

# Heading, width.
_COLUMNS = (
    ("time s", 9),
    ("pilot", 5),
    ("duty", 8),
    ("offers", 7),
    ("contactor", 9),
    ("current A", 15),
    ("energy kWh", 10),
    ("cost", 7),
    ("state", 9),
    ("why / fault", 0),
)
# A change of one of these is a row; the rest is shown along.
_ROWS = ("pilot.state", "pilot.duty", "limit_ma", "contactor", "state", "why", "fault")
_STYLES = {
    "charging": "bold green",
    "closing": "green",
    "offering": "cyan",
    "waiting": "yellow",
    "stopping": "yellow",
    "waking": "yellow",
    "fault": "bold red",
    "none": "bold red",
}


def _amps(ma):
    return f"{ma / 1000:.1f}"


def _current(values):
    currents = values.get("current_ma", [0, 0, 0])
    if len(set(currents)) == 1:
        return f"3 x {_amps(currents[0])}" if currents[0] else "0"
    return " ".join(_amps(ma) for ma in currents)


def _cells(us, values):
    duty = values.get("pilot.duty", 0)
    pwm = 0 < duty < 10000
    fault = values.get("fault", "none")
    return (
        f"{us / 1000000:.3f}",
        values.get("pilot.state", "?"),
        f"{duty / 100:.2f} %" if pwm else "-",
        f"{_amps(values.get('limit_ma', 0))} A" if pwm else "-",
        values.get("contactor", "?"),
        _current(values),
        f"{values.get('energy_wh', 0) / 1000:.3f}",
        money.shown(values.get("cost_e5", 0)),
        values.get("state", "?"),
        f"fault {fault}" if fault != "none" else values.get("why", "?").replace("none", ""),
    )


class Timeline:
    """Hears changes (us, signal, value) in order of time and prints rows. `close` at the end."""

    def __init__(self, console=None):
        self._console = console or Console(highlight=False, soft_wrap=True)
        self._values = {}
        self._row_us = None  # of the row that is being collected
        self._current_us = None  # of the last change of the current, not shown yet
        self._shown = None
        self._closed_us = None
        self._charged_us = 0
        self._sessions = 0
        self._sums = {"energy_wh": 0, "cost_e5": 0}  # of the sessions before
        self._faults = []

    def begin(self):
        """Print the headings."""
        self._print([heading for heading, _ in _COLUMNS], "bold")

    def hear(self, change):
        """Take one change; print what is complete."""
        us, signal, value = change
        self.until(us)
        if self._values.get(signal) == value:
            return
        self._count(us, signal, value)
        self._values[signal] = value
        if signal == "current_ma":
            self._current_us = us
        elif signal in _ROWS and self._row_us is None:
            self._row_us = us

    def until(self, us):
        """Print what is complete by `us`."""
        if self._row_us is not None and us > self._row_us + _MERGE_US:
            self._show(self._row_us)
        if self._current_us is not None and us > self._current_us + _SETTLED_US:
            self._show(self._current_us)

    def close(self, us):
        """Print what is left, and the summary of a run that ended at `us`."""
        self.until(us)
        if self._row_us is not None:
            self._show(self._row_us)
        self._count(us, "contactor", "open")
        energy_wh, cost_e5 = (
            before + self._values.get(signal, 0) for signal, before in self._sums.items()
        )
        faults = ", ".join(self._faults) or "none"
        line = (
            f"{energy_wh / 1000:.3f} kWh for {money.shown(cost_e5)}"
            f" in {self._charged_us / 1000000:.1f} s of charging,"
            f" {self._sessions} session{'s' * (self._sessions != 1)}, faults: {faults};"
            f" {us / 1000000:.1f} s in all"
        )
        self._console.print(Text(line, "bold"))

    def note(self, text, style=""):
        """Print a line between the rows."""
        self._console.print(Text(text, style))

    def _count(self, us, signal, value):
        if signal == "contactor":
            if self._closed_us is not None:
                self._charged_us += us - self._closed_us
            self._closed_us = us if value == "closed" else None
        elif signal == "session" and value == "open":
            self._sessions += 1
        elif signal in self._sums and value < self._values.get(signal, 0):
            self._sums[signal] += self._values[signal]
        elif signal == "fault" and value != "none" and value not in self._faults:
            self._faults.append(value)

    def _show(self, us):
        self._row_us = self._current_us = None
        cells = _cells(us, self._values)
        if cells[1:] != self._shown:
            self._shown = cells[1:]
            self._print(cells, _STYLES.get(self._values.get("state"), ""))

    def _print(self, cells, style):
        padded = [
            cell.rjust(width) if number == 0 else cell.ljust(width)
            for number, (cell, (_, width)) in enumerate(zip(cells, _COLUMNS, strict=True))
        ]
        self._console.print(Text("  ".join(padded).rstrip(), style))
