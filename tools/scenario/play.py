"""One file: parsed, played on its benches, judged, and the benches held against each other."""

from tools.chip import agree
from tools.scenario.benches import BENCHES, can_run
from tools.scenario.judge import compare, judge
from tools.scenario.parse import Malformed, load

HOLDS, FAILS, MALFORMED = 0, 1, 2


class Outcome:
    """What came of one file."""

    def __init__(self, path):
        self.path = path
        self.title = ""
        self.errors = []  # why it was not played
        self.skipped = []  # (bench, why)
        self.runs = []  # (Run, its verdicts)
        self.difference = None  # between the first two runs, in words

    @property
    def status(self):
        """The exit status of this file: HOLDS, FAILS or MALFORMED."""
        if self.errors:
            return MALFORMED
        bad = any(run.crash or not all(one.ok for one in verdicts) for run, verdicts in self.runs)
        return FAILS if bad or self.difference else HOLDS

    @property
    def trace(self):
        """The trace of the first run."""
        return self.runs[0][0].trace if self.runs else []

    def as_dict(self):
        """Return it for `--json`."""
        runs = [
            run.as_dict() | {"verdicts": [verdict.as_dict() for verdict in verdicts]}
            for run, verdicts in self.runs
        ]
        return {
            "file": str(self.path),
            "title": self.title,
            "status": self.status,
            "errors": self.errors,
            "skipped": [{"bench": bench, "why": why} for bench, why in self.skipped],
            "runs": runs,
            "difference": self.difference,
        }


def play(path, asked=()):
    """Play the file at `path` on the benches `asked` for, else on all of its own that run here."""
    outcome = Outcome(path)
    try:
        scenario = load(path)
    except Malformed as malformed:
        outcome.errors = malformed.errors
        return outcome
    outcome.title = scenario.title
    for name in _chosen(scenario, asked, outcome):
        run = BENCHES[name](scenario)
        outcome.runs.append((run, judge(scenario.expectations, run.trace)))
    if len(outcome.runs) > 1 and not any(run.crash for run, _ in outcome.runs):
        outcome.difference = _difference([run for run, _ in outcome.runs])
    return outcome


def _difference(runs):
    """Compare each run with the first: change for change, the chip's as its phase allows."""
    for run in runs[1:]:
        differ = agree.difference if run.bench == "chip" else compare
        found = differ(runs[0].trace, run.trace)
        if found:
            return found
    return None


def _chosen(scenario, asked, outcome):
    names = [name for name in asked or scenario.benches if name in scenario.benches]
    for name in asked:
        if name not in names:
            outcome.skipped.append((name, "not among this file's benches"))
    reasons = [(name, can_run(name, scenario)) for name in names]
    chosen = [name for name, reason in reasons if reason is None]
    unable = [(name, reason) for name, reason in reasons if reason is not None]
    if names and not chosen and names != ["chip"]:
        outcome.errors = [f"bench = {name!r}: {reason}" for name, reason in unable]
    else:
        outcome.skipped += unable
    return chosen
