"""The curves of a run as a picture: what each pile draws, stacked, against the limit."""

from pathlib import Path

PICTURE = Path("build/group.png")
_INCHES = (11, 5)


def save(sums, seconds, path=PICTURE):
    """Write the PNG; return its path."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=_INCHES, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    times, rows = _steps(sums.curves, seconds)
    piles = range(len(rows[0]))
    axes.stackplot(
        times,
        [[row[pile] for row in rows] for pile in piles],
        labels=[f"pile {pile + 1}" for pile in piles],
        edgecolor="white",
        linewidth=0.3,
    )
    axes.axhline(sums.limit_ma / 1000, color="black", linewidth=1.5, label="limit")
    axes.set_xlim(0, seconds / 60)
    axes.set_ylim(0, sums.limit_ma / 1000 * 1.15)
    axes.set_xlabel("minutes")
    axes.set_ylabel("A on the fullest phase")
    axes.set_title(f"{len(piles)} piles share {sums.limit_ma / 1000:g} A while cars come and go")
    handles, labels = axes.get_legend_handles_labels()
    if len(labels) <= 17:
        axes.legend(handles, labels, loc="center left", bbox_to_anchor=(1, 0.5), frameon=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=110)
    return path


def _steps(curves, seconds):
    """Return minutes and rows in which every value lasts until the next one."""
    times, rows = [], []
    for at, (since_s, drawn) in enumerate(curves):
        until_s = curves[at + 1][0] if at + 1 < len(curves) else seconds
        times += [since_s / 60, until_s / 60]
        rows += [drawn, drawn]
    return times, rows
