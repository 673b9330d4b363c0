"""A recording as a PNG: the session over time, and the trace around a fault, states marked."""

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

_COLOURS = {
    "startup": "#dddddd",
    "idle": "#ffffff",
    "waiting": "#fff3c4",
    "offering": "#d4e6fb",
    "closing": "#b9dcc0",
    "charging": "#d5f0d8",
    "stopping": "#fde0c5",
    "waking": "#e9d9f7",
    "fault": "#f9c9c9",
}
_TITLES = ("pilot, V", "current, A", "energy, kWh")
_DPI = 110
_WRAP_MS = 1 << 30


def plot(records, out):
    """Write the picture. `records` as tools.monitor.record.read gives them."""
    looks = [record for record in records if record.get("pile") and not record.get("lost")]
    trace = next((one["trace"] for one in reversed(records) if one.get("trace")), None)
    count = len(_TITLES) + (2 if trace else 0)
    figure = Figure(figsize=(11, 2.4 * count), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots(count, 1)
    session(axes[: len(_TITLES)], looks)
    if trace:
        around_fault(axes[len(_TITLES) :], trace)
    figure.savefig(out, dpi=_DPI)


def session(axes, looks):
    """Draw pilot, currents and energy over seconds."""
    begin = looks[0]["at"]
    seconds = [look["at"] - begin for look in looks]
    piles = [look["pile"] for look in looks]
    states = [pile["state"] for pile in piles]
    levels, currents, energy = axes
    levels.step(seconds, [pile["high_mv"] / 1000 for pile in piles], where="post", label="high")
    levels.step(seconds, [pile["low_mv"] / 1000 for pile in piles], where="post", label="low")
    for name, label in (("ceiling_ma", "allowed"), ("limit_ma", "offered")):
        amps = [pile[name] / 1000 for pile in piles]
        currents.step(seconds, amps, where="post", label=label, linestyle="--")
    for phase in range(3):
        amps = [pile["current_ma"][phase] / 1000 for pile in piles]
        currents.step(seconds, amps, where="post", label=f"L{phase + 1}")
    kwh = [pile["energy_wh"] / 1000 for pile in piles]
    energy.step(seconds, kwh, where="post", label="session")
    for axis, title in zip(axes, _TITLES):
        mark(axis, seconds, states)
        axis.set_ylabel(title)
        axis.legend(loc="upper left", fontsize="small")
    for second, name in faults(seconds, piles):
        currents.axvline(second, color="red")
        currents.annotate(name, (second, 0), rotation=90, color="red", fontsize="small")
    energy.set_xlabel("s from the first look")


def faults(seconds, piles):
    """Yield (second, name) of each fault that came."""
    before = set()
    for second, pile in zip(seconds, piles):
        for name in pile["faults"]:
            if name not in before:
                yield second, name
        before = set(pile["faults"])


def around_fault(axes, trace):
    """Draw pilot and current over ms; 0 is the first row in state fault."""
    rows = [dict(zip(trace["columns"], row)) for row in trace["rows"]]
    states = [row["state"] for row in rows]
    zero = rows[states.index("fault") if "fault" in states else -1]["now_ms"]
    since = [(row["now_ms"] - zero + _WRAP_MS // 2) % _WRAP_MS - _WRAP_MS // 2 for row in rows]
    levels, currents = axes
    for name in ("high_mv", "low_mv"):
        levels.step(since, [row[name] / 1000 for row in rows], where="post", label=name[:-3])
    currents.step(since, [row["current_ma"] / 1000 for row in rows], where="post", label="L1, A")
    duty = [row["duty"] / 100 for row in rows]
    currents.step(since, duty, where="post", label="duty, %", linestyle="--")
    for axis in axes:
        mark(axis, since, states)
        axis.axvline(0, color="red")
        axis.legend(loc="upper left", fontsize="small")
    levels.set_ylabel("trace: pilot, V")
    currents.set_ylabel("trace")
    currents.set_xlabel("ms from the fault")


def mark(axis, places, states):
    """Shade the states, and name each where it begins."""
    begin = 0
    for at in range(1, len(states) + 1):
        if at < len(states) and states[at] == states[begin]:
            continue
        end = places[min(at, len(states) - 1)]
        axis.axvspan(places[begin], end, color=_COLOURS.get(states[begin], "#eeeeee"), zorder=0)
        axis.annotate(
            states[begin],
            (places[begin], 1),
            xycoords=("data", "axes fraction"),
            va="bottom",
            fontsize="x-small",
            rotation=20,
        )
        begin = at
