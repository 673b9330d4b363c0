"""Nested tables against rows of a schema. TOML's `ev.state = "B"` comes as a table in a table."""


def us(ms):
    """Return `ms`, fractions allowed, in whole microseconds."""
    return round(ms * 1000)


def flatten(table, known, prefix=""):
    """Yield (dotted key, value) of a nested table, looking into whatever a known key begins with.

    A known key may begin another (`contactor`, `contactor.poles`).
    """
    for key, value in table.items():
        path = prefix + key
        deeper = any(name.startswith(path + ".") for name in known)
        if deeper and isinstance(value, dict) and value:
            yield from flatten(value, known, path + ".")
        else:
            yield path, value


def check(rows, table, where, errors):
    """Check a nested table against rows of (key, kind, ...); return its flat (key, value)s.

    What is wrong is appended to `errors`, each with its key's path, its value, what is allowed.
    """
    kinds = {row[0]: row[1] for row in rows}
    pairs = list(flatten(table, kinds))
    for key, value in pairs:
        if key not in kinds:
            complain(errors, where + key, value, "unknown key", ", ".join(kinds))
            continue
        error = kinds[key].check(value)
        if error:
            complain(errors, where + key, value, error, kinds[key].allowed)
    return pairs


def complain(errors, key, value, error, allowed):
    """Append one line about a key that has a value."""
    errors.append(f"{key} = {value!r}: {error}; allowed: {allowed}")
