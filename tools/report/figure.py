"""Pictures of a report: the trace around a fault as SVG, and whole pages as PDF."""

import io
import textwrap

import matplotlib as mpl
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure

from tools.report.words import aligned

_A4 = (8.27, 11.69)  # inches
_LINES = 78  # on a page
_COLUMNS = 108
_SIZE = 7.5  # points of its letters
_COLOURS = ("tab:blue", "tab:orange", "tab:green")


def trace(data):
    """Return a Figure of the pilot's plateaus and the current, states marked; None: no rows."""
    if not data or not data.get("rows"):
        return None
    column = {name: [row[i] for row in data["rows"]] for i, name in enumerate(data["columns"])}
    end_ms = column["now_ms"][-1]
    seconds = [(ms - end_ms) / 1000 for ms in column["now_ms"]]
    figure = Figure(figsize=(_A4[0], 4), layout="constrained")
    axes = figure.subplots()
    for name, colour in zip(("high_mv", "low_mv", "current_ma"), _COLOURS, strict=True):
        values = [value / 1000 for value in column[name]]
        axes.plot(
            seconds, values, color=colour, label=name[:-3] + (" V", " A")[name == "current_ma"]
        )
    state = None
    for when, name in zip(seconds, column["state"], strict=True):
        if name != state:
            axes.axvline(when, color="0.8")
            axes.text(when, 12.5, name, rotation=90, size=7, va="top")
            state = name
    axes.set_xlabel("s before the last row")
    axes.set_title("around a fault" if data["frozen"] else "the last 3 s")
    axes.legend(loc="lower left")
    return figure


def svg(figure):
    """Return a Figure as SVG to stand in a page."""
    out = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": "report"}):
        figure.savefig(out, format="svg", metadata={"Date": None})
    return out.getvalue().partition("<svg")[2].join(("<svg", ""))


def pdf(found, path, picture=None):
    """Write sections, and a Figure after them, to a PDF file."""
    lines = []
    for title, rows in found:
        lines += ["", title.upper()]
        for line in aligned(rows):
            lines += textwrap.wrap(line, _COLUMNS, subsequent_indent="    ") or [""]
    with PdfPages(path) as pages:
        for start in range(0, len(lines), _LINES):
            sheet = Figure(figsize=_A4)
            text = "\n".join(lines[start : start + _LINES])
            sheet.text(
                0.06, 0.96, text, family="monospace", size=_SIZE, va="top", parse_math=False
            )
            pages.savefig(sheet)
        if picture is not None:
            pages.savefig(picture)
