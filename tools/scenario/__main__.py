"""`python -m tools.scenario FILE... [--bench host|vm|chip] [--trace OUT.jsonl] [--json]`."""

import argparse
import json
import sys

from tools.scenario import names, schema
from tools.scenario.judge import ms, wanted
from tools.scenario.play import MALFORMED, play


def _arguments(argv):
    parser = argparse.ArgumentParser(prog="python -m tools.scenario", description=__doc__)
    parser.add_argument("files", nargs="*", metavar="FILE", help="scenario files (TOML)")
    parser.add_argument(
        "--bench", action="append", choices=schema.BENCHES, help="again for more; default: all"
    )
    parser.add_argument(
        "--trace",
        metavar="OUT.jsonl",
        help="write every change, a line each; of several files one after the other",
    )
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.add_argument("--names", action="store_true", help="print the names files may use")
    arguments = parser.parse_args(argv)
    if not arguments.files and not arguments.names:
        parser.error("no FILE given")
    return arguments


def _run_line(run, verdicts):
    good = sum(verdict.ok for verdict in verdicts)
    line = f"  {run.bench:<5} {good} of {len(verdicts)} hold, {run.seconds:.1f} s"
    if "firmware" in run.heap:
        firmware, board = run.heap["firmware"] // 1024, run.heap["board"] // 1024
        line += f"; firmware takes {firmware} of {board} kB heap (64-bit)"
    return line


def _report(outcome):
    """Yield the lines for people on one file."""
    yield f"{outcome.path}: {outcome.title}" if outcome.title else str(outcome.path)
    for error in outcome.errors:
        yield f"  {outcome.path}: {error}"
    for run, verdicts in outcome.runs:
        yield _run_line(run, verdicts)
        if run.crash:
            yield "    CRASH " + run.crash.replace("\n", "\n    ")
        for verdict in verdicts:
            if not verdict.ok:
                number = verdict.expectation.number
                yield f"    FAIL expect[{number}] {wanted(verdict.expectation)}"
                yield f"         seen: {verdict.seen}, since {ms(verdict.at_us)} ms"
        if not all(verdict.ok for verdict in verdicts):
            yield from (
                f"    raised in the firmware at {at_ms} ms: {what}" for at_ms, what in run.raised
            )
    for bench, why in outcome.skipped:
        yield f"  {bench:<5} left out: {why}"
    if outcome.difference:
        yield f"  the benches differ: {outcome.difference}"
    elif len(outcome.runs) > 1 and not any(run.crash for run, _ in outcome.runs):
        yield f"  the benches agree on {len(outcome.trace)} changes"


def write_trace(path, outcomes):
    """Write the first trace of each outcome, one after the other, a JSON object a line."""
    with open(path, "w") as file:
        for outcome in outcomes:
            for us, signal, value in outcome.trace:
                row = {"ms": ms(us), "signal": signal, "value": value}
                file.write(json.dumps(row) + "\n")


def main(argv=None):
    """Return the exit status: 0 all hold, 1 one does not, 2 a file is malformed."""
    arguments = _arguments(argv)
    if arguments.names:
        print(names.page())
    outcomes = []
    for path in arguments.files:
        outcomes.append(play(path, arguments.bench or ()))
        if not arguments.json:
            print("\n".join(_report(outcomes[-1])), flush=True)
    status = max((outcome.status for outcome in outcomes), default=0)
    if arguments.trace:
        try:
            write_trace(arguments.trace, outcomes)
        except OSError as error:
            print(f"{arguments.trace}: cannot be written: {error.strerror}", file=sys.stderr)
            status = MALFORMED
    if arguments.json:
        files = [outcome.as_dict() for outcome in outcomes]
        print(json.dumps({"status": status, "files": files}, indent=2))
    return status


if __name__ == "__main__":
    sys.exit(main())
