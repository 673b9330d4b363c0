"""One record as a screen: pilot, currents, limits and who wins, faults, the controller itself."""

import datetime as dt

from rich.columns import Columns
from rich.console import Group
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from core.faults import FAULTS
from core.frame import GATE_ESTOP, GATE_ON, GATE_RCD, GATE_STARVED, SENSOR_OPEN, SENSOR_SHORT
from core.states import REASONS, STATES
from power.priorities import name_of
from shell import texts
from shell.clock import QUALITIES
from tools.monitor.pilot import wave

WIDTH = 100
_GATE = ((GATE_RCD, "residual current"), (GATE_ESTOP, "estop"), (GATE_STARVED, "not fed"))
_COLOURS = {"charging": "green", "fault": "red", "idle": "cyan"}
_FAULTS = [row[0] for row in FAULTS]
_LOW_KB = 20  # heap: less is shown in yellow


def screen(port, record, lowest=None):
    """Return what to print. `lowest`: the least free heap seen so far, bytes."""
    if not record.get("pile"):
        return Panel(Text(record["lost"]), title=f"no pile on {escape(port)}", border_style="red")
    pile, unit = record["pile"], record.get("unit") or {}
    limits = (record.get("limits") or {}).get("limits", [])
    parts = [_head(port, record, pile), _pilot(pile)]
    parts.append(Columns([_currents(pile), _board(pile)], padding=(0, 1)))
    if pile["faults"]:
        parts.append(_faults(pile))
    parts += [_limits(limits), _controller(record, pile, unit, lowest)]
    return Group(*parts)


def _head(port, record, pile):
    colour = "yellow" if record.get("lost") else _COLOURS.get(pile["state"], "yellow")
    text = Text(f"{pile['state']}: {texts.state(STATES.index(pile['state']), 0)}", "bold")
    for reason in pile["reasons"]:
        text.append(f"\n  {reason}: {texts.reason(REASONS.index(reason), 0)}", "not bold")
    if record.get("lost"):
        text.append(f"\n  {record['lost']}; trying again, below is the last look", "bold red")
    return Panel(text, title=escape(port), subtitle=_when(record["at"]), border_style=colour)


def _when(unix_s):
    return dt.datetime.fromtimestamp(unix_s, dt.UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def _pilot(pile):
    percent = "no wave" if pile["duty"] in (0, 10000) else f"{pile['duty'] / 100:.2f} %"
    letter = pile["pilot"]
    if letter in "ABCD":
        letter += "2" if 0 < pile["duty"] < 10000 else "1"
    says = f"state {letter}, duty {percent}, offers {_amps(pile['limit_ma'])}"
    return Panel(Text("\n".join(wave(pile))), title="control pilot", subtitle=says)


def _currents(pile):
    table = Table.grid(padding=(0, 2))
    for phase in range(3):
        volts = f"{pile['voltage_mv'][phase] / 1000:.1f} V"
        table.add_row(f"L{phase + 1}", _amps(pile["current_ma"][phase]), volts)
    if not pile["meter"]:
        table.add_row("", "no answer", "")
    if pile["session"]:
        table.add_row("", f"{pile['energy_wh'] / 1000:.3f} kWh", "session")
    return Panel(table, title="meter", expand=False)


def _board(pile):
    table = Table.grid(padding=(0, 2))
    gate = [name for bit, name in _GATE if pile["gate"] & bit]
    armed = "armed" if pile["gate"] & GATE_ON else "not armed"
    rows = (
        ("contactor", "closed" if pile["closed"] else "open", f"coil {_on(pile['coils'])}"),
        ("gate", "opened by " + ", ".join(gate) if gate else armed, ""),
        ("lock", "locked" if pile["bolt"] else "not locked", _drive(pile["lock"])),
        ("cable (PP)", _ohms(pile["pp_ohm"]), f"carries {_amps(pile['cable_ma'])}"),
        ("earth", "there" if pile["pe"] else "missing", ""),
        ("RCD lines", f"{pile['rcd']:03b}", "error, AC, DC"),
        ("temperature", _degrees(pile["board_dc"]), f"socket {_degrees(pile['socket_dc'])}"),
    )
    for row in rows:
        table.add_row(*row)
    return Panel(table, title="board", expand=False)


def _faults(pile):
    table = Table.grid(padding=(0, 2))
    for name in pile["faults"]:
        number = _FAULTS.index(name)
        table.add_row(
            Text(name, "bold red"),
            texts.fault(number, texts.TEXT, 0),
            texts.fault(number, texts.ACTION, 0),
        )
    return Panel(table, title="faults", border_style="red")


def _limits(rows):
    table = Table("", "leaves", "source", "kind", "rank", "until", box=None, expand=True)
    for place, row in enumerate(rows):
        left = f"{row['left_s']} s" if "left_s" in row else ""
        until = _when(row["until_s"]) if row.get("until_s") else left
        rank = f"{name_of(row['rank'])} {row['rank']}".strip()
        wins = "" if place else "▶"
        table.add_row(wins, _amps(row["ma"]), escape(row["source"]), row["kind"], rank, until)
    return Panel(table, title="limits, the one that wins first")


def _controller(record, pile, unit, lowest):
    if not unit:
        return Text("")
    clock = QUALITIES[unit["clock"]]
    if unit["utc_s"]:
        clock += f" {_when(unit['utc_s'])}"
    table = Table.grid(padding=(0, 3))
    late = "" if unit["jitter_ms"] < 0 else f", latest {unit['jitter_ms']} ms"
    late += ", DEAD" if pile["dead"] else ""
    rate = f", {record['rate']:.1f} a second" if record.get("rate") else ""
    table.add_row("ticks", f"{pile['ticks']}{rate}{late}", f"up {unit['up_s']} s")
    if "heap_free" in unit:
        free = unit["heap_free"] // 1024
        least = free if lowest is None else lowest // 1024
        style = "yellow" if least < _LOW_KB else ""
        table.add_row("heap", Text(f"{free} KB free", style), f"least {least} KB")
    table.add_row("clock", clock, f"closings {unit['closings']}")
    table.add_row("job crashes", ", ".join(str(one) for one in unit["crashes"]), "")
    return Panel(table, title="controller")


def _amps(milliamps):
    return f"{milliamps / 1000:.1f} A"


def _on(value):
    return "on" if value else "off"


def _drive(way):
    return {0: "", 1: "drives in", -1: "drives out"}[way]


def _ohms(ohm):
    return "open" if ohm < 0 else f"{ohm} ohm"


def _degrees(tenths):
    if tenths in (SENSOR_OPEN, SENSOR_SHORT):
        return "sensor open" if tenths == SENSOR_OPEN else "sensor shorted"
    return f"{tenths / 10:.1f} °C"
