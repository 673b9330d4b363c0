"""The group as people watch it: a live table on a terminal, else a line now and then."""

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from core.states import STATES

_LINE_S = 60  # of virtual time between two lines
_BAR = 24  # characters for the whole limit
_COLUMNS = (("pile", 0), ("car", 12), ("state", 8), ("may A", 5), ("draws A", 14), ("", _BAR))
_STYLES = {"charging": "green", "offering": "cyan", "waiting": "yellow", "fault": "red"}


def clock(seconds):
    """Return mm:ss."""
    return f"{int(seconds) // 60:02d}:{int(seconds) % 60:02d}"


class Watcher:
    """`show(s)` as often as you like. A context: on a terminal the table stays at its end."""

    def __init__(self, site, sums, console=None):
        self._site = site
        self._sums = sums
        self._console = console or Console(highlight=False, soft_wrap=True)
        live = self._console.is_terminal
        self._live = Live(console=self._console, auto_refresh=False) if live else None
        self._next_s = 0

    def __enter__(self):
        if self._live is not None:
            self._live.start()
        return self

    def __exit__(self, *_):
        if self._live is not None:
            self._live.stop()

    def show(self, seconds):
        """Show the group as it is now."""
        if self._live is not None:
            self._live.update(self._table(seconds), refresh=True)
        elif seconds >= self._next_s:
            self._next_s += _LINE_S
            allowed = " ".join(f"{ma / 1000:4.1f}" for ma in self._sums.allowed_ma)
            self.note(f"{clock(seconds)}  {allowed}  {self._total()}")

    def note(self, text, style=""):
        """Print a line."""
        self._console.print(Text(text, style))

    def _total(self):
        sums = self._sums
        return (
            f"allowed {sums.allowed() / 1000:.1f} A, drawn {sums.drawn() / 1000:.1f} A"
            f" of {sums.limit_ma / 1000:g} A"
        )

    def _table(self, seconds):
        table = Table(title=f"{clock(seconds)}  {self._total()}", title_justify="left")
        for heading, least_width in _COLUMNS:
            table.add_column(heading, min_width=least_width)
        table.add_column("kWh", justify="right")
        for pile, world in enumerate(self._site.worlds):
            self._add(table, pile, world)
        return table

    def _add(self, table, pile, world):
        sums = self._sums
        state = STATES[world.app.snapshot.state] if world.app else "none"
        drawn_ma = max(sums.drawn_ma[pile])
        table.add_row(
            str(pile + 1),
            self._site.cars[pile],
            Text(state, _STYLES.get(state, "")),
            f"{sums.allowed_ma[pile] / 1000:5.1f}",
            " ".join(f"{ma / 1000:4.1f}" for ma in sums.drawn_ma[pile]),
            "█" * (drawn_ma * _BAR // sums.limit_ma),
            f"{world.app.session.energy_wh / 1000:.2f}" if world.app else "",
        )
