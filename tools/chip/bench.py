"""`python -m tools.chip.bench`: the figures of the README, measured on the emulated Pico.

Exit status 1 when a limit is broken. Peripherals are exact there, processor time is a model.
"""

import argparse
import json
import math
import os
import sys
import time
from pathlib import Path

from tools import build
from tools.bench import peers, tables
from tools.chip import cases, fork
from tools.chip.files import image_files
from tools.chip.kit import COMPANIES
from tools.chip.memory import FEATURES, features, memory
from tools.chip.start import starts
from tools.emulator import image

# no misses; those of the image of boards/pico; those of a stock image, twice as long at 200 MHz
_MACHINES = (
    {"xip": 0, "erase_ms": 45.0, "flash_100mhz": False},
    {"xip": 64, "erase_ms": 400.0, "flash_100mhz": True},
    {"xip": 64, "erase_ms": 400.0, "flash_100mhz": False},
)

# row: its limit, unit; None = printed only
LIMITS = {
    "residual current, filter 0 us": (1.0, "us"),
    "residual current, filter 50 us": (51.0, "us"),
    "C to A": (25, "ms"),
    "C to B": (25, "ms"),
    "CP short": (25, "ms"),
    "diode lost": (25, "ms"),
    "exception in the tick": (55, "ms"),
    "400 ms blackout": (55, "ms"),
    "hard reset": (0.01, "ms"),
    "machine.reset()": (1, "ms"),  # from the pin that asks for it
    "soft reset": (55, "ms"),
    "pilot at idle after boot.py": (5, "ms"),
    "core ticks": (1000, "ms"),
    "ready to charge, residual test apart": (3000, "ms"),
    "tick": (1000, "us"),
    "tick, mean": (1000, "us"),
    "tick, everything fitted": (1000, "us"),
    "tick, everything fitted, mean": (1000, "us"),
    "tick jitter": (500, "us"),
    "tick jitter in a flash program": (None, "us"),
    "A to B2": (50, "ms"),
    "B2 to coil": (700, "ms"),
    "PWM frequency error": (0.05, "%"),
    "PWM duty error": (0.05, "points"),
    "free heap": (None, "KB"),
    "largest free block": (None, "KB"),
    **{f"free heap, {name}": (None, "KB") for name in FEATURES},
}
LEAST_HEAP_KB = 100
# event of tools.bench.peers: our row, and what of it is a ms
_BESIDE = {
    "C -> A": ("C to A", 1),
    "C -> B": ("C to B", 1),
    "CP short": ("CP short", 1),
    "diode shorted": ("diode lost", 1),
    "RCD output": ("residual current, filter 50 us", 1000),
    "A -> B, PWM on": ("A to B2", 1),
    "B -> C, coil on": ("B2 to coil", 1),
}


def _arguments(argv):
    parser = argparse.ArgumentParser(prog="python -m tools.chip.bench", description=__doc__)
    parser.add_argument("--phases", type=int, default=100, help="of each row; default 100")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="default: all cores")
    parser.add_argument("--only", nargs="+", choices=sorted(CASES), default=sorted(CASES))
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure there")
    return parser.parse_args(argv)


def _gates(company, phases, seed, machine):
    rows = cases.gate(company, phases, seed, machine, 0)
    return rows | cases.gate(company, phases, seed, machine, 50)


# name: function, companies, values of a company for each of a row, over the number of companies
CASES = {
    "gate": (_gates, COMPANIES, 1),
    "leaving": (cases.leaving, COMPANIES, 1),
    "cycles": (cases.cycles, COMPANIES, 8 / 7),  # jitter is not of the flash company
    "programs": (cases.programs, ("flash",), 1),
    "starving": (cases.starving, COMPANIES, 1),
    "resets": (cases.resets, COMPANIES[:3], 1),
    "closing": (cases.closing, COMPANIES[:3], 1),
    "wave": (cases.wave, COMPANIES[:1], 1),
    "start": (starts, COMPANIES[:1], 1 / 10),  # they are all the same
    "memory": (memory, COMPANIES[:1], 1),
    "features": (features, COMPANIES[:1], 0),
}


def measure(only, phases, seed, jobs, say):
    """Return {row: {machine: [values]}}; a process for each company of a case."""
    units = [
        (name, machine, number)
        for name in only
        for machine in _MACHINES
        for number in range(len(CASES[name][1]))
    ]

    def unit(turn):
        name, machine, number = units[turn]
        case, companies, times = CASES[name]
        begin = time.perf_counter()
        count = math.ceil(phases * times / len(companies))
        found = case(companies[number], count, seed + number, machine)
        took_s = time.perf_counter() - begin
        say(f"  {name}, {companies[number]}, {machine}: {took_s:.0f} s")
        return found

    image_files(build.load_board("pico"), {})  # built once, here, for all of them
    rows: dict[str, dict[int, list[float]]] = {}
    found = fork.each(len(units), unit, jobs)
    for (_, machine, _), values in zip(units, found, strict=True):
        for name, more in values.items():
            of_machine = rows.setdefault(name, {}).setdefault(_MACHINES.index(machine), [])
            of_machine.extend(more)
    return rows


def table(rows):
    """Return the table's lines, as Markdown, and the rows that break their limit."""
    lines = [
        "| event | at most | worst / median / best, no cache misses | 64 cycles | 128 | n |",
        "|---|---|---|---|---|---|",
    ]
    broken = []
    for name, (limit, unit) in LIMITS.items():
        if name not in rows:
            continue
        columns = [_three(rows[name][key]) for key in sorted(rows[name])]
        count = sum(len(values) for values in rows[name].values())
        shown = "" if limit is None else f"{limit} {unit}"
        lines.append(f"| {name}, {unit} | {shown} | {' | '.join(columns)} | {count} |")
        worst = max(max(values) for values in rows[name].values())
        if limit is not None and worst > limit:
            broken.append(f"{name}: {worst:.2f} {unit}, at most {limit}")
        least = min(min(values) for values in rows[name].values())
        if name == "free heap" and least < LEAST_HEAP_KB:
            broken.append(f"{name}: {least:.0f} {unit}, at least {LEAST_HEAP_KB}")
    return lines, broken


def beside(rows):
    """Return the lines of the table of other controllers, with all our machines in one column."""

    def mine(event, _case, _end):
        name, of_ms = _BESIDE[event]
        if name not in rows:
            return None
        found = sorted(value / of_ms for values in rows[name].values() for value in values)
        return " / ".join(f"{ms:.3g}" for ms in (found[0], found[len(found) // 2], found[-1]))

    return tables.as_markdown(tables.beside("this firmware, emulated", mine))


def _three(values):
    ordered = sorted(values)
    return f"{ordered[-1]:.2f} / {ordered[len(ordered) // 2]:.2f} / {ordered[0]:.2f}"


def main(argv=None):
    """Return the exit status."""
    arguments = _arguments(argv)
    found = image.find()
    if found is None:
        print(image.need(), file=sys.stderr)
        return 2
    rows = measure(
        arguments.only,
        arguments.phases,
        arguments.seed,
        arguments.jobs,
        lambda line: print(line, file=sys.stderr, flush=True),
    )
    lines, broken = table(rows)
    print(f"{time.strftime('%Y-%m-%d')}, {found.name}: emulated, processor time is a model\n")
    print("\n".join(lines))
    others = beside(rows)
    if len(others) > len(beside({})):
        print("\nBeside others, ms, min / median / max:", "", *others, "", *peers.NOTES, sep="\n")
    if arguments.json:
        arguments.json.write_text(
            json.dumps(
                {
                    name: {str(key): values for key, values in row.items()}
                    for name, row in rows.items()
                }
            )
        )
    for line in broken:
        print("over its limit:", line, file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
