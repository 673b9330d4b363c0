"""A plan as it is kept in the store: JSON, so that a restart takes nothing away. On demand."""

import json

from plan.orderly import Orderly
from plan.plan_source import OWN

_KEYS = ("origin", "id", "bound", "aside", "seen_mwh", "run")
_RUN = ("base_s", "needed_mwh", "departure_s", "stops", "got_mwh", "failed")
_LARGEST = 1 << 40


def pack(plan):
    """Return what is to be kept of a plan.plan_source.Plan."""
    run = plan.run
    rows = None
    if run is not None and plan.bound and plan.origin != OWN:
        rows = [getattr(run, key) for key in _RUN] + [run.rows]
    found = (plan.origin, plan.id, plan.bound, plan.aside, plan.seen_mwh, rows)
    return json.dumps(dict(zip(_KEYS, found))).encode()


def unpack(blob):
    """Return (origin, id, bound, aside, seen_mwh, plan.orderly or None).

    Raises ValueError when that is damaged.
    """
    data = json.loads(blob)
    if type(data) is not dict or sorted(data) != sorted(_KEYS):
        raise ValueError("keys")
    for key in ("origin", "bound", "aside", "seen_mwh"):
        _whole(data[key], -1)
    if type(data["id"]) is not str or data["origin"] > 2:
        raise ValueError("origin or id")
    values = [data[key] for key in _KEYS]
    values[-1] = None if data["run"] is None else _run(data["run"])
    return values


def _run(data):
    if type(data) is not list or len(data) != len(_RUN) + 1 or type(data[-1]) is not list:
        raise ValueError("run")
    base_s, needed_mwh, departure_s, stops, got_mwh, failed = data[:-1]
    for value in (base_s, needed_mwh, departure_s, got_mwh):
        _whole(value, 0)
    before = -_LARGEST
    for row in data[-1]:
        if type(row) is not list or len(row) != 5 or type(row[4]) is not str:
            raise ValueError("row")
        for value in row[:4]:
            _whole(value, -_LARGEST)
        if not before <= row[0] <= row[1] or row[2] < 0:
            raise ValueError("row")
        before = row[1]
    run = Orderly(base_s, needed_mwh, departure_s, stops is True)
    run.rows = data[-1]
    run.got_mwh = got_mwh
    run.failed = failed is True
    return run


def _whole(value, least):
    if type(value) is not int or not least <= value < _LARGEST:
        raise ValueError("number")
