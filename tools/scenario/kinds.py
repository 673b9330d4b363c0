"""Kinds of values a scenario key may have: each knows what it allows and says it in words.

`allowed` is the sentence printed beside what is wrong. None of them changes a value.
"""

from datetime import datetime

from session.card_text import digits
from shell import console


def _is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool)


class Kind:
    """What they have in common."""

    @property
    def allowed(self):
        """What may stand there, in words."""
        raise NotImplementedError

    def check(self, value):
        """Return what is wrong with `value`, or None."""
        raise NotImplementedError


class Text(Kind):
    """Any string, or a string out of `names`; `names` may be a function, asked when needed."""

    def __init__(self, names=None):
        self._names = names

    @property
    def names(self):
        """The strings allowed, or None for any."""
        return self._names() if callable(self._names) else self._names

    @property
    def allowed(self):
        if self.names is None:
            return "a string"
        return "one of " + ", ".join(f'"{name}"' for name in self.names)

    def check(self, value):
        if not isinstance(value, str):
            return "not a string"
        if self.names is not None and value not in self.names:
            return "unknown name"
        return None


class CardId(Kind):
    """The id of a card, hex."""

    @property
    def allowed(self):
        return "a string of 8 to 20 hex digits"

    def check(self, value):
        if not isinstance(value, str):
            return "not a string"
        try:
            digits(value)
        except ValueError:
            return "not an id"
        return None


class Instant(Kind):
    """A time in UTC, or "lost"."""

    @property
    def allowed(self):
        return 'a time in UTC as "2026-03-29T00:59:00Z", from 2025 to 2099, or "lost"'

    def check(self, value):
        if not isinstance(value, str):
            return "not a string"
        if value == "lost":
            return None
        try:
            found = datetime.fromisoformat(value)
        except ValueError:
            return "not a time"
        if found.strftime("%Y-%m-%dT%H:%M:%SZ") != value:
            return "not a time in UTC"
        return None if 2025 <= found.year <= 2099 else "out of range"


class Command(Kind):
    """A command of the pile's console."""

    @property
    def allowed(self):
        return 'a command of the console with its arguments, as "limit(10)"'

    def check(self, value):
        if not isinstance(value, str):
            return "not a string"
        name, bracket, rest = value.partition("(")
        good = name in console.__all__ and bracket and rest.endswith(")")
        return None if good else "no such command"


class Flag(Kind):
    """true or false."""

    @property
    def allowed(self):
        return "true or false"

    def check(self, value):
        return None if isinstance(value, bool) else "not a boolean"


class Number(Kind):
    """A number from `low` to `high`, both inclusive; `whole` forbids fractions."""

    def __init__(self, low, high, whole=False):
        self.low = low
        self.high = high
        self.whole = whole

    @property
    def allowed(self):
        return f"a {'whole ' * self.whole}number from {self.low} to {self.high}"

    def check(self, value):
        if not _is_number(value):
            return "not a number"
        if not self.low <= value <= self.high:
            return "out of range"
        return "not a whole number" if self.whole and value != int(value) else None


class Either(Kind):
    """What any of several kinds allows."""

    def __init__(self, *kinds):
        self.kinds = kinds

    @property
    def allowed(self):
        return ", or ".join(kind.allowed for kind in self.kinds)

    def check(self, value):
        errors = [kind.check(value) for kind in self.kinds]
        return None if None in errors else errors[0]


class List(Kind):
    """A list of `kind`; of `count` items where given, else of any number, no item twice."""

    def __init__(self, kind, count=None):
        self.kind = kind
        self.count = count

    @property
    def allowed(self):
        many = "" if self.count is None else f"{self.count} items, "
        return f"a list: {many}each {self.kind.allowed}"

    def check(self, value):
        if not isinstance(value, list):
            return "not a list"
        for item in value:
            error = self.kind.check(item)
            if error:
                return f"item {item!r}: {error}"
        if self.count is None:
            return "an item stands twice" if len(value) != len(set(value)) else None
        return None if len(value) == self.count else f"{len(value)} items"


class Table(Kind):
    """A table with keys of its own: rows of (key, kind); all of them unless `partial`."""

    def __init__(self, *rows, partial=False):
        self.rows = dict(rows)
        self.partial = partial

    @property
    def allowed(self):
        rows = "; ".join(f"{key}: {kind.allowed}" for key, kind in self.rows.items())
        return f"a table of {'any of ' * self.partial}({rows})"

    def check(self, value):
        if not isinstance(value, dict) or not value:
            return "not a table"
        for key, item in value.items():
            if key not in self.rows:
                return f"unknown key {key}"
            error = self.rows[key].check(item)
            if error:
                return f"{key} = {item!r}: {error}"
        missing = [key for key in self.rows if key not in value]
        return f"{missing[0]} is missing" if missing and not self.partial else None


class Bounds(Kind):
    """A number of `kind`, or `{ min = .., max = .. }` with either end left out."""

    def __init__(self, kind):
        self.kind = kind
        self._table = Table(
            ("min", Number(-1e12, 1e12)), ("max", Number(-1e12, 1e12)), partial=True
        )

    @property
    def allowed(self):
        return f"{self.kind.allowed}, or {{ min, max }} of such"

    def check(self, value):
        if not isinstance(value, dict):
            return self.kind.check(value)
        error = self._table.check(value)
        if error is None and value.get("min", -1e12) > value.get("max", 1e12):
            return "min is above max"
        return error
