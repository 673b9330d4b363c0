"""What a group keeps in the store: its key, and in the leader the list of its piles."""

import json

from group.roster import Roster

KEY = "group_key"  # 32 bytes, never shown
NAME = "group"  # JSON, a row of group.roster for each pile


def limits_ma(limit_a):
    """Return the setting group_limit_a, one number or three, as mA on R, S, T."""
    return [each * 1000 for each in (limit_a if type(limit_a) is list else [limit_a] * 3)]


def load(store, values):
    """Return the Roster of a leader. Raises ValueError that names what is wrong in it."""
    return checked(store.read(NAME), values)


def checked(data, values):
    """Return the Roster of the stored list `data`, JSON or None, with these settings."""
    try:
        rows = json.loads(data) if data else []
    except ValueError:
        raise ValueError("the list of piles is damaged: group('pile', ...)") from None
    size = values["group_size"]
    rows = (rows + [{}] * size)[:size]
    at = values["group_id"] - 1
    own = {"phases": values["phases"], "rotation": values["rotation"]}
    own.update(rows[at])
    rows[at] = own
    limit_ma = limits_ma(values["group_limit_a"])
    return Roster(values["group_leader"], rows, limit_ma, values["group_fallback_a"])
