"""python -m tools.mutants [MODULE...]: exit status 1 while a survivor is not accepted."""

import argparse
import os
import sys
from pathlib import Path

from tools.mutants import accepted, trial
from tools.mutants.mutate import mutants

_LEAST_LIMIT_S = 5
_SLOWER = 3  # a mutant that takes so many times the tests' own time is stuck


def _arguments():
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("modules", nargs="*", help="names in firmware/core; default all")
    parser.add_argument("--workers", type=int, default=os.cpu_count(), help="default: all cores")
    parser.add_argument("--every", type=int, default=1, help="try only every n-th mutant")
    parser.add_argument("--new", action="store_true", help="leave out what is accepted")
    parser.add_argument("--tests", nargs="+", default=["tests/core"], help="folders or files")
    return parser.parse_args()


def _test_files(names):
    files = []
    for name in names:
        path = Path(name)
        files += sorted(path.glob("test_*.py")) if path.is_dir() else [path]
    return [file.as_posix() for file in files]


class _Order:
    """Which tests to run on a mutant: those that run its function, the likeliest first."""

    def __init__(self, tests):
        self._tests = sorted(tests, key=lambda test: test.seconds)
        self._kills = {}  # (file, where) -> its killers, the last one first

    def choose(self, mutant):
        """Return the tests to run, in order."""
        lines = {(mutant.file, line) for line in mutant.lines}
        chosen = [test for test in self._tests if not lines or lines & test.lines]
        first = self._kills.get((mutant.file, mutant.where), [])
        return first + [test for test in chosen if test not in first]

    def learn(self, mutant, test):
        """Remember which test noticed."""
        kills = self._kills.setdefault((mutant.file, mutant.where), [])
        if test in kills:
            kills.remove(test)
        kills.insert(0, test)


def _try_all(found, order, workers):
    """Return the mutants that no test noticed."""
    waiting = list(enumerate(found, 1))[::-1]
    running = {}
    survivors = []
    while waiting or running:
        while waiting and len(running) < workers:
            number, mutant = waiting.pop()
            tests = order.choose(mutant)
            limit_s = _LEAST_LIMIT_S + int(_SLOWER * sum(test.seconds for test in tests))
            running[trial.start(mutant, tests, limit_s)] = mutant, tests
            if number % 100 == 0:
                print(f"{number} of {len(found)}, {len(survivors)} survived", flush=True)
        process, status = os.wait()
        mutant, tests = running.pop(process)
        noticed, test = trial.killer(status, tests)
        if not noticed:
            survivors.append(mutant)
        elif test:
            order.learn(mutant, test)
    return sorted(survivors, key=lambda mutant: (mutant.file, mutant.line))


def main():
    """Run the trials and print the survivors; return the exit status."""
    options = _arguments()
    files = _test_files(options.tests)
    sources = sorted(Path("firmware/core").glob("*.py"))
    if options.modules:
        sources = [path for path in sources if path.stem in options.modules]
    found = []
    for path in sources:
        found += mutants(path.as_posix(), path.read_text(encoding="utf-8"))
    known = accepted.read()
    if options.new:
        found = [mutant for mutant in found if mutant.key not in known]
    found = found[:: options.every]
    if not found or not files:
        sys.exit(f"make mutants: nothing to do: {len(found)} mutants, {len(files)} test files")
    tests = trial.measure(files)
    if not tests:
        sys.exit("make mutants: no test passes without a mutant; make test says why")
    print(f"{len(found)} mutants, {len(tests)} tests", flush=True)
    survivors = _try_all(found, _Order(tests), options.workers)
    fresh = [mutant for mutant in survivors if mutant.key not in known]
    for mutant in fresh:
        print(f"\n{mutant.file}:{mutant.line} {mutant.where}")
        print(f"- {mutant.before}\n+ {mutant.after}")
    if not (options.modules or options.new) and options.every == 1:
        for key in sorted(known - {mutant.key for mutant in survivors}):
            print(f"\n{accepted.FILE} accepts what no longer survives: {key}")
    killed = len(found) - len(survivors)
    print(
        f"\nmutants: {killed} of {len(found)} killed, {len(survivors)} survived: "
        f"{len(survivors) - len(fresh)} accepted, {len(fresh)} new"
    )
    return 1 if fresh else 0


if __name__ == "__main__":
    sys.exit(main())
