"""How large a built firmware is, by package."""


def packages(sizes):
    """Return {package: (files, bytes)} of [(file, bytes)]; a file at the top is its own."""
    found = {}
    for name, size in sizes:
        package = name.parts[0] if len(name.parts) > 1 else name.name
        count, total = found.get(package, (0, 0))
        found[package] = (count + 1, total + size)
    return found


def table(sizes):
    """Return the lines of a table."""
    rows = sorted(packages(sizes).items())
    rows.append(("total", (len(sizes), sum(size for _, size in sizes))))
    lines = ["package         files    bytes"]
    return lines + [f"{name:<12} {count:>8} {total:>8}" for name, (count, total) in rows]
