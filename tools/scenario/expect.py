"""The `[[expect]]` tables of a file into conditions over a stretch of time."""

from tools.scenario import schema
from tools.scenario.fields import check, complain, us
from tools.scenario.kinds import List

_TIMES = ("after_ms", "within_ms", "from_ms", "until_ms")
_ALLOWED_TIMES = (
    "after_ms with within_ms (reaches), from_ms with until_ms (holds), or never = { .. }"
)
_KINDS = dict(schema.OBSERVABLES)


class Expectation:
    """`form` is reaches, holds or never; both ends of the stretch belong to it.

    `alternatives` is a list of lists of (signal, wanted): the condition is true while every
    pair of any one of them is. `never` with several observables: never all of them at once.
    """

    def __init__(self, number, form, from_us, until_us, alternatives):
        self.number = number  # in the file, from 1
        self.form = form
        self.from_us = from_us
        self.until_us = until_us
        self.alternatives = alternatives
        self.signals = {signal for pairs in alternatives for signal, _ in pairs}


def matches(value, wanted):
    """Say whether an observed value is what an expectation wants."""
    if isinstance(wanted, dict):
        known = isinstance(value, int | float)
        return known and wanted.get("min", value) <= value <= wanted.get("max", value)
    if isinstance(wanted, list):
        return isinstance(value, list | tuple) and sorted(value) == wanted
    return value == wanted


def _condition(table, where, errors):
    before = len(errors)
    pairs = check(schema.OBSERVABLES, table, where, errors)
    if len(errors) > before:
        return []
    if not pairs:
        errors.append(f"{where[:-1]}: expects nothing; allowed: {', '.join(_KINDS)}")
    return [(signal, _wanted(signal, value)) for signal, value in pairs]


def _wanted(signal, value):
    if isinstance(_KINDS[signal], List):
        return sorted(item for item in value if item != "none")
    return value


def _alternatives(table, where, errors):
    """Take the condition out of what is left of an expectation's table."""
    whole = next((key for key in ("never", "any_of") if key in table), None)
    if whole is None:
        return [_condition(table, where, errors)]
    value = table.pop(whole)
    if table:
        errors.append(f"{where}{next(iter(table))}: stands beside {whole}; allowed: either")
    if whole == "never":
        if isinstance(value, dict):
            return [_condition(value, f"{where}never.", errors)]
        complain(errors, where + whole, value, "not a table", "{ observable = value }")
    elif isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        return [_condition(one, f"{where}any_of.", errors) for one in value]
    else:
        complain(
            errors, where + whole, value, "not a list of tables", "[{ observable = value }, ..]"
        )
    return []


def _stretch(times, form, end_us):
    """Return the first and the last microsecond an expectation speaks of."""
    if form == "reaches":
        first = us(times.get("after_ms", 0))
        return first, min(first + us(times["within_ms"]), end_us)
    return us(times.get("from_ms", 0)), min(
        us(times["until_ms"]) if "until_ms" in times else end_us, end_us
    )


def _form(times, never, where, errors):
    reaches = "after_ms" in times or "within_ms" in times
    holds = "from_ms" in times or "until_ms" in times
    if (reaches and (holds or never)) or not (reaches or holds or never):
        errors.append(f"{where[:-1]}: its time keys are {list(times)}; allowed: {_ALLOWED_TIMES}")
    elif reaches and "within_ms" not in times:
        errors.append(f"{where}within_ms: missing; allowed: {schema.TIME.allowed}")
    else:
        return "reaches" if reaches else "never" if never else "holds"
    return None


def _read(number, table, end_us, errors):
    where = f"expect[{number}]."
    before = len(errors)
    times = {key: table[key] for key in _TIMES if key in table}
    rest = {key: value for key, value in table.items() if key not in _TIMES}
    check([(key, schema.TIME) for key in _TIMES], times, where, errors)
    form = _form(times, "never" in rest, where, errors)
    alternatives = _alternatives(rest, where, errors)
    if len(errors) > before:
        return None
    from_us, until_us = _stretch(times, form, end_us)
    if from_us > until_us:
        key = "after_ms" if form == "reaches" else "from_ms"
        complain(errors, where + key, times[key], "after its end", "not above until_ms or end_ms")
    return Expectation(number, form, from_us, until_us, alternatives)


def read_expectations(tables, end_us, errors):
    """Return the expectations of a file; what is wrong is appended to `errors`."""
    return [_read(number, table, end_us, errors) for number, table in enumerate(tables, 1)]
