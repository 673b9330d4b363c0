"""`python -m tools.bench`: exit status 1 when a promise or a limit is broken."""

import argparse
import json
import sys
from dataclasses import asdict

from tools.bench import measure, peers, speed, tables
from tools.bench.cases import CASES
from tools.bench.piles import NOISE_MV

_NAMES = [case.name for case in CASES]
_TITLES = (
    (tables.opening, "From the event to the open contactor"),
    (tables.reaching, "Everything else"),
    (tables.virtual, "Beside others, pin to pin"),
)


def _arguments(argv):
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    parser.add_argument("--phases", type=int, default=200, help="of each case; default 200")
    parser.add_argument("--seed", type=int, default=1, help="of the first phase; default 1")
    parser.add_argument("--only", nargs="+", choices=_NAMES, metavar="CASE", help="these alone")
    parser.add_argument("--json", metavar="FILE", help="write every figure there")
    parser.add_argument("--markdown", action="store_true", help="print the tables of the README")
    arguments = parser.parse_args(argv)
    if arguments.phases < 1:
        parser.error("--phases: at least 1")
    return arguments


def _show(figures, shown):
    """Yield the lines of every table that has a row."""
    for table, title in _TITLES:
        rows = table(figures)
        if len(rows) > 1:
            yield from ("", title, "") if shown is tables.as_text else ("", f"**{title}**", "")
            yield from shown(rows)


def _head(arguments):
    return (
        f"Virtual clock, ms, min / median / max over {arguments.phases} random phases a case"
        f" (seeds {arguments.seed} to {arguments.seed + arguments.phases - 1}), pilot noise"
        f" {NOISE_MV} mV.\nContacts open 15 ms after the coil, close 20 ms after it. The"
        " processor's own time in a tick is taken as 0."
    )


def write(path, arguments, figures, wall):
    """Write everything as JSON."""
    cases = {}
    for name, rows in figures.items():
        cases[name] = [asdict(row) | {"ok": row.ok} for row in rows]
    row = {"phases": arguments.phases, "seed": arguments.seed, "cases": cases, "speed": wall}
    with open(path, "w", encoding="utf-8") as file:
        json.dump(row, file, indent=1)
        file.write("\n")


def _told(names):
    left = list(names)

    def told(name):
        left.remove(name)
        print(f"\r{len(left):3} cases to go ", end="", file=sys.stderr, flush=True)

    return told if sys.stderr.isatty() else lambda _name: None


def main(argv=None):
    """Measure, print, return the exit status."""
    arguments = _arguments(argv)
    names = arguments.only or _NAMES
    figures = measure.measure_all(names, arguments.phases, arguments.seed, _told(names))
    print(_head(arguments))
    shown = tables.as_markdown if arguments.markdown else tables.as_text
    print("\n".join(_show(figures, shown)))
    if len(tables.virtual(figures)) > 1:
        print("", *peers.NOTES, sep="\n" if not arguments.markdown else "\n\n")
    wall = {}
    if not arguments.only:
        wall = speed.measure()
        print("\nOn this PC, wall time, for information:", *speed.lines(wall), sep="\n")
    if arguments.json:
        write(arguments.json, arguments, figures, wall)
    broken = measure.broken(figures)
    for name, row in broken:
        again = f"python -m tools.bench --only {name} --phases 1 --seed {row.worst}"
        print(f"\nBROKEN: {name}, {row.end.what}: {tables.spread(row)}. Again: {again}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
