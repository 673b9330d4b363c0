"""The figures as tables, for a terminal or for the README."""

from tools.bench import peers
from tools.bench.cases import CASES, COIL_OFF

_MARKS = {True: "ok", False: "BROKEN", None: "-"}


def number(ms):
    """Return milliseconds with one decimal."""
    return "-" if ms is None else f"{ms:.1f}"


def spread(row):
    """Return "min / median / max" of a Figure, and how often the end never came."""
    text = " / ".join(number(ms) for ms in (row.least, row.middle, row.most))
    return f"{text}, {row.never} x never" if row.never else text


def _bound(ms, soonest=None):
    if ms is None:
        return "-"
    return f"{soonest}-{ms}" if soonest is not None else f"<= {ms}"


def _mark(rows):
    marks = [row.ok for row in rows if row.ok is not None]
    return _MARKS[all(marks) if marks else None]


def _opens(case):
    return case.ends[0].what == COIL_OFF


def opening(figures):
    """Return the table of what opens the contactor: heads, then rows of text."""
    rows = [("event", "coil off", "contacts open", "promise", "limit", "rows", "")]
    for case in CASES:
        if case.name not in figures or not _opens(case):
            continue
        coil, contacts = figures[case.name]
        bounds = _bound(coil.end.promise), _bound(contacts.end.limit, coil.end.soonest)
        times = spread(coil), spread(contacts)
        rows.append((case.event, *times, *bounds, contacts.end.rows, _mark((coil, contacts))))
    return rows


def reaching(figures):
    """Return the table of everything else."""
    rows = [("event", "what follows", "after", "promise", "limit", "rows", "")]
    for case in CASES:
        if case.name not in figures or _opens(case):
            continue
        for row in figures[case.name]:
            end = row.end
            bounds = _bound(end.promise), _bound(end.limit, end.soonest)
            rows.append((case.event, end.what, spread(row), *bounds, end.rows, _mark((row,))))
    return rows


def _triple(three):
    return " / ".join(f"{ms:g}" for ms in three)


def _sum(text):
    return peers.NOT_RUN + text if text[0].isdigit() else text


def beside(ours, mine):
    """Return the table of the others, pin to pin, with our own figures before theirs.

    `ours`: the head of our column; `mine(event, case, end)`: its text, None to leave the row out.
    """
    rows = [("event", ours, *peers.MEASURED, *(peers.NOT_RUN + name for name in peers.ARITHMETIC))]
    for event, name, what, *others in peers.ROWS:
        own = mine(event, name, what)
        if own is not None:
            text = [_triple(figure) for figure in others[:2]] + [_sum(text) for text in others[2:]]
            named = event if what != COIL_OFF else event + ", coil off"
            rows.append((named, own, *text))
    return rows


def virtual(figures):
    """Return that table for figures of the virtual clock."""

    def mine(_event, name, what):
        if name not in figures:
            return None
        return spread(next(row for row in figures[name] if row.end.what == what))

    return beside("this firmware, virtual", mine)


def as_text(rows):
    """Return the lines of a table for a terminal."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)) for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return [line.rstrip() for line in lines]


def as_markdown(rows):
    """Return the lines of a table for the README; a broken mark stands out."""
    rows = [[cell.replace("<=", "≤").replace("->", "→") for cell in row] for row in rows]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.insert(1, "| " + " | ".join("---" for _ in rows[0]) + " |")
    return [line.replace("| BROKEN |", "| **broken** |") for line in lines]
