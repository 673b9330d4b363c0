"""Who is in the group, as its leader is told: a row for each pile, and whether that can be.

    {"weight": 1, "priority": 4, "phases": 3, "rotation": "RST", "fallback_a": 6}
Row n is of the pile with the id n. What a row leaves out is as here, fallback_a as the group's.
"""

from micropython import const

ROTATIONS = ("RST", "STR", "TRS")  # phase of the site on L1, L2, L3 of the pile
MOST_PILES = const(64)
_TOP_PRIORITY = const(9)

_DEFAULTS = {"weight": 1, "priority": 4, "phases": 3, "rotation": "RST", "fallback_a": 0}
_ALLOWED = {
    "weight": tuple(range(1, 11)),
    "priority": tuple(range(_TOP_PRIORITY + 1)),
    "phases": (1, 3),
    "rotation": ROTATIONS,
    "fallback_a": (0,) + tuple(range(6, 81)),
}
_PHASES = "RST"


class Roster:
    """Checked rows. `rows`: a list of dicts, one for each pile; `limit_ma`: 3, of R, S, T."""

    def __init__(self, leader, rows, limit_ma, fallback_a=0):
        """Raises ValueError that names the pile, the field and what is allowed."""
        if not 2 <= len(rows) <= MOST_PILES:
            raise ValueError("a group has 2 to %d piles, not %d" % (MOST_PILES, len(rows)))
        if not 1 <= leader <= len(rows):
            raise ValueError("leader %d: must be the id of a pile, 1 to %d" % (leader, len(rows)))
        self.leader = leader
        self.limit_ma = limit_ma
        self.rows = [_complete(at + 1, row, fallback_a) for at, row in enumerate(rows)]
        self.fallback_ma = []  # 3 for each pile
        self.connected = bytearray()  # phases of each: bits R 1, S 2, T 4
        for row in self.rows:
            self.fallback_ma += on_site(row["phases"], row["rotation"], row["fallback_a"] * 1000)
            r, s, t = on_site(row["phases"], row["rotation"], 1)
            self.connected.append(r | s << 1 | t << 2)
        check_fallbacks(self.fallback_ma, limit_ma)


def on_site(phases, rotation, each_ma):
    """Return mA on the site's R, S, T of a pile that is connected so: a list of 3."""
    limits_ma = [0, 0, 0]
    for at in range(phases):
        limits_ma[_PHASES.index(rotation[at])] = each_ma
    return limits_ma


def check_fallbacks(fallback_ma, limit_ma):
    """Refuse fallbacks (3 for each pile) whose sum is above the limit (REQ-FB-2)."""
    for phase in range(3):
        total_ma = sum(fallback_ma[phase::3])
        if total_ma > limit_ma[phase]:
            raise ValueError(
                "fallbacks on %s: %d A together, more than the limit of the group, %d A; "
                "lower fallback_a of piles, down to 0"
                % (_PHASES[phase], total_ma // 1000, limit_ma[phase] // 1000)
            )


def _complete(pile, row, fallback_a):
    if type(row) is not dict:
        raise ValueError("pile %d: must be a table of fields" % pile)
    full = dict(_DEFAULTS)
    full["fallback_a"] = fallback_a
    for field in sorted(row):
        if field not in _DEFAULTS:
            raise ValueError(
                "pile %d: no field %s; there are %s" % (pile, field, ", ".join(sorted(_DEFAULTS)))
            )
        if type(row[field]) not in (int, str) or row[field] not in _ALLOWED[field]:
            told = (pile, field, row[field], _range(_ALLOWED[field]))
            raise ValueError("pile %d: %s = %s: must be %s" % told)
        full[field] = row[field]
    return full


def _range(allowed):
    if type(allowed[0]) is str:
        return ", ".join([str(each) for each in allowed])
    if allowed[0] == 0 and allowed[1] == 6:
        return "0, or 6 to %d" % allowed[-1]
    if len(allowed) == 2:
        return "%d or %d" % allowed
    return "%d to %d" % (allowed[0], allowed[-1])
