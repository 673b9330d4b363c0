"""Plays the cases, each in many random phases, and judges what came of them."""

import random
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from statistics import median

from tools.bench.cases import CASES, ENDS, End
from tools.bench.piles import act, reach

_SPREAD_US = 1000000  # a whole number of every period there is: tick, PWM, meter, jobs
_PATIENCE_MS = 40000  # longer than any limit


@dataclass(frozen=True)
class Figure:
    """When one end came, over all phases."""

    end: End
    least: float  # ms, None if it never came
    middle: float
    most: float
    never: int  # phases in which it did not come
    worst: int  # seed of the slowest phase, or of the first without the end

    @property
    def ok(self):
        """True if promise and limit hold, None if there is neither."""
        end = self.end
        bounds = [ms for ms in (end.promise, end.limit) if ms is not None]
        if self.never:
            return False
        if end.soonest is not None and self.least < end.soonest:
            return False
        return self.most <= min(bounds) if bounds else None


def play(case, seed):
    """Play one phase; return ms to each end, None for those that never came."""
    loop = case.pile(seed)
    dice = random.Random(f"{case.name} {seed}")
    loop.run_until(loop.clock.now_us + dice.randrange(_SPREAD_US))
    begin_us = 0
    for key, value in case.acts:
        begin_us = loop.clock.now_us
        act(loop, key, value, dice)
    if case.since:
        if not reach(loop, ENDS[case.since], _PATIENCE_MS):
            raise RuntimeError(f"{case.name}, seed {seed}: no {case.since}")
        begin_us = loop.clock.now_us
    times = []
    for end in case.ends:
        reached = reach(loop, ENDS[end.what], _PATIENCE_MS)
        times.append((loop.clock.now_us - begin_us) / 1000 if reached else None)
    return times


def figure(end, times, seed):
    """Return the Figure of one end; `times` are of the seeds `seed`, `seed` + 1, ..."""
    came = [ms for ms in times if ms is not None]
    never = len(times) - len(came)
    worst = seed + times.index(None if never else max(came))
    if not came:
        return Figure(end, None, None, None, never, worst)
    return Figure(end, min(came), median(came), max(came), never, worst)


def measure(name, phases, seed):
    """Return the Figures of case `name`, one an end."""
    case = next(case for case in CASES if case.name == name)
    rows = [play(case, seed + phase) for phase in range(phases)]
    return [figure(end, times, seed) for end, times in zip(case.ends, zip(*rows))]


def measure_all(names, phases, seed, told=lambda _name: None):
    """Return {name: Figures}, on all cores of this PC; `told(name)` hears each one done."""
    with ProcessPoolExecutor() as pool:
        running = {name: pool.submit(measure, name, phases, seed) for name in names}
        figures = {}
        for name, future in running.items():
            figures[name] = future.result()
            told(name)
    return figures


def broken(figures):
    """Return [(name, Figure)] of every promise or limit that did not hold."""
    return [(name, row) for name in figures for row in figures[name] if row.ok is False]
