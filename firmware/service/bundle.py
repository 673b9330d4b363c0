"""bundle(): what support wants to know of a pile, in pages of a line each (F18).

`python -m tools.report PORT` asks for every page and makes a file of them. Secrets and whole card
numbers are in none. Loaded on demand; a page fits a small heap.
"""

REMOVED = "(removed)"
_SECRETS = ("key", "secret", "password", "passphrase", "token", "pin")  # words of a setting
_ROWS = 24  # of a list, in one page

PARTS = (
    "unit",
    "status",
    "why",
    "settings",
    "inputs",
    "faults",
    "core",
    "trace",
    "log",
    "heap",
    "sessions",
    "group",
    "bringup",
)


def bundle(app, part, page):
    """Return one page: {"part", "data", "next": the page after it, None = that was the last}.

    Without a part, the names of all. Raises ValueError.
    """
    if part is None:
        return {"parts": PARTS, "form": 1}
    if part not in PARTS:
        raise ValueError("part must be one of " + ", ".join(PARTS))
    if type(page) is not int or page < 0:
        raise ValueError("page must be a number from 0, or what `next` of the one before says")
    from service import bundle_parts

    data, after = getattr(bundle_parts, part)(app, page)
    return {"part": part, "data": data, "next": after}


def lines(lang):
    """Return what people do instead of reading JSON."""
    return [("a file of it: ", "生成文件：")[lang] + "python -m tools.report PORT"]


def secret(name):
    """Return whether the value of a setting of that name is nobody else's business."""
    words = name.lower().split("_")
    return any(word in words for word in _SECRETS)


def shortened(text):
    """Return the first and last two characters of a card's number, or of its hash."""
    return text if len(text) <= 4 else "%s..%s" % (text[:2], text[-2:])


def paged(rows, page):
    """Return (rows of that page, number of the next or None)."""
    end = (page + 1) * _ROWS
    return rows[page * _ROWS : end], page + 1 if end < len(rows) else None
