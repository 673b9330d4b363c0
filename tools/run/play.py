"""`make run`, `make run SCENARIO=file`: a scenario as a timeline, then its verdicts."""

from pathlib import Path

from tools.run.timeline import Timeline
from tools.scenario.benches import can_run, run_host, run_vm
from tools.scenario.judge import judge, ms, wanted
from tools.scenario.parse import Malformed, load

SESSION = Path(__file__).with_name("session.toml")


def play(path):
    """Play the file at `path`; return the exit status as tools.scenario does."""
    try:
        scenario = load(path)
    except Malformed as malformed:
        print(malformed)
        return 2
    missing = can_run("vm")
    timeline = Timeline()
    timeline.note(f"{scenario.title}; {missing + ', on CPython' if missing else 'in MicroPython'}")
    timeline.begin()
    run = (run_host if missing else run_vm)(scenario, timeline.hear)
    end_us = scenario.world["end_us"]
    if run.crash or run.interrupted:
        end_us = run.trace[-1][0] if run.trace else 0
    timeline.close(end_us)
    if run.interrupted:
        timeline.note("interrupted: coils off, pilot at rest", "yellow")
        return 130
    if run.crash:
        timeline.note(run.crash, "red")
        return 1
    return _verdicts(timeline, judge(scenario.expectations, run.trace))


def _verdicts(timeline, verdicts):
    for verdict in verdicts:
        text = wanted(verdict.expectation)
        if verdict.ok:
            timeline.note(f"  holds  {text}", "green")
        else:
            timeline.note(f"  FAILS  {text}", "red")
            timeline.note(f"         seen: {verdict.seen}, since {ms(verdict.at_us)} ms", "red")
    return 0 if all(verdict.ok for verdict in verdicts) else 1
