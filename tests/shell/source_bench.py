"""Claim sources that do what a test says, on the fake pile."""

import gc

from shell.sources import fit
from tests.shell.fakes import Pile

HERE = "tests.shell.source_bench"


class Source:
    """Claims what the test says."""

    def __init__(self, app, name="test"):
        self.app = app
        self.name = name
        self.told = None
        self.raises = None
        self.calls = []
        self.views = []
        self.unsaved = False
        self.news = False
        self.saves = 0

    def second(self, now_ms, utc_s, pile):
        self.news = False
        self.calls.append((now_ms, utc_s))
        self.views.append((pile.plugged, pile.closed, pile.offered_ma))
        if self.raises:
            raise self.raises
        return self.told

    def save(self):
        self.saves += 1
        if self.raises:
            raise self.raises
        self.unsaved = False


made = []


def make(app):
    made.append(Source(app))
    return made[-1]


def other(app):
    made.append(Source(app, "other"))
    return made[-1]


def broken(_app):
    raise ValueError("no such plan")


def row(function="make", rank="timer", kind="cap", policy="hold", delayed=False, setting="wake"):
    return (setting, HERE, function, rank, kind, policy, delayed)


def piled(*rows, settings=b"{}"):
    """A pile with the sources of these rows; returns it and the sources."""
    made.clear()
    gc.collect()  # the pile before
    pile = Pile(settings)
    fit(pile.app, pile.hal.feed, rows)
    return pile, list(made)
