"""The pile's settings: defaults, checks, load and save. The same on the device and on a PC.

A record may be of a newer version or an older one: keys that are not known here stay in it, and
what has another name here is taken over by MIGRATIONS (F17).
"""

import json

from core.config import PROFILES, Config
from shell import check as checks
from shell import schema
from shell.on_demand import borrow
from shell.schema import ALLOWED, DEFAULT, KEY, KIND, ROWS, UNIT

NAME = "settings"

# What must not be above what: key, key, and the attribute of the profile behind each.
_ORDER = (
    ("under_voltage_v", "recover_low_v", "under_mv", "recover_low_mv"),
    ("recover_low_v", "recover_high_v", "recover_low_mv", "recover_high_mv"),
    ("recover_high_v", "over_voltage_v", "recover_high_mv", "over_mv"),
    ("over_voltage_v", "over_voltage_fast_v", "over_mv", "over_fast_mv"),
    ("frequency_low_hz", "frequency_high_hz", "frequency_low_mhz", "frequency_high_mhz"),
    ("derate_c", "hot_c", None, None),
    ("fallback_a", "max_current_a", None, None),
)

# Key in an older version, key here, what makes the value of the one that of the other. The old
# key stays: whoever goes back finds it.
MIGRATIONS = ()

# What has a grammar of its own, and who knows it: parse(text) raises ValueError.
_TEXTS = (
    ("zone", "dates", "zone_text"),
    ("holidays", "dates", "holiday_text"),
    ("windows", "space", "window_text"),
    ("departure", "plan", "plan_time"),
)


def defaults():
    """Return a new dict of every key with its default."""
    return {row[KEY]: row[DEFAULT] for row in ROWS}


def check(values):
    """Return a list of errors, empty when `values` are good. Keys left out have their default.

    Each error names the key, the value and what is allowed there.
    """
    if type(values) is not dict:
        return ["settings: must be a table of keys and values"]
    errors = []
    for key in sorted([str(key) for key in values]):
        row = schema.row(key)
        if row is None:
            errors.append(checks.unknown(key, [row[KEY] for row in ROWS]))
            continue
        error = checks.complaint(key, row[KIND], row[ALLOWED], row[UNIT], values[key])
        if error:
            errors.append(error)
    if not errors:
        errors = _check_texts(values) or _check_order(complete(values))
    if not errors and values.get("group", "none") != "none":
        errors = borrow("group", "settings_check").complaints(complete(values))
    return errors


def _check_texts(values):
    for key, folder, module in _TEXTS:
        default = schema.row(key)[DEFAULT]
        if values.get(key, default) != default:
            try:
                borrow(folder, module).parse(values[key])
            except ValueError as error:
                return [str(error)]
    return []


def _check_order(values):
    profile = Config(PROFILES.index(values["profile"]))
    errors = []
    for low_key, high_key, low_attribute, high_attribute in _ORDER:
        low = _resolve(values[low_key], profile, low_attribute)
        high = _resolve(values[high_key], profile, high_attribute)
        if low > high:
            errors.append(
                "%s = %s: must not be above %s = %s"
                % (low_key, checks.shown(low), high_key, checks.shown(high))
            )
    return errors


def _resolve(value, profile, attribute):
    if value == "profile":
        return getattr(profile, attribute) / 1000
    return value


def complete(values):
    """Return a new dict: `values` over the defaults."""
    full = defaults()
    full.update(values)
    return full


def usable(values):
    """Return whether energy may be offered with `values`: not so after a failed load."""
    return values["max_current_a"] > 0


def load(store):
    """Return (values, message) from `store`; message is "" when all is well.

    Damaged settings give way to the previous generation; without that, to the defaults with
    0 A, so that nothing is offered until somebody sets them.
    """
    data = store.read(NAME)
    fell_back = store.fell_back
    values, error = _parse(data)
    if values is not None:
        if fell_back:
            return values, "settings were damaged: the previous ones are in force"
        return values, ""
    values, _ = _parse(store.previous(NAME))
    if values is not None:
        return values, "settings are damaged (%s): the previous ones are in force" % error
    values = defaults()
    values["max_current_a"] = 0
    if data is None:
        error = "no settings yet"
    else:
        error = "settings are damaged (%s)" % error
    return values, error + ": nothing is offered; do set(max_current_a=...)"


def _parse(data):
    if data is None:
        return None, "missing"
    values, _ = _sorted_out(data)
    if values is None:
        return None, "not JSON"
    errors = check(values)
    if errors:
        return None, errors[0]
    return complete(values), ""


def _sorted_out(data):
    # the keys that are known here, and the others; None: it is no table of keys
    try:
        found = json.loads(data)
    except ValueError:
        return None, {}
    if type(found) is not dict:
        return None, {}
    for old, new, turn in MIGRATIONS:
        if old in found and new not in found:
            found[new] = turn(found[old])
    known = {key: found.pop(key) for key in list(found) if schema.row(key)}
    return known, found


def save(store, values):
    """Write `values`; keys of other versions stay. Raises ValueError when they are not good,
    OSError when refused.
    """
    errors = check(values)
    if errors:
        raise ValueError("; ".join(errors))
    _, stored = _sorted_out(store.read(NAME) or b"{}")
    stored.update(values)
    store.write(NAME, json.dumps(stored).encode())
