"""Asks a pile for its diagnostics bundle, page by page, and makes one file of it (F18)."""

import json
from datetime import UTC, datetime

from tools.link import LinkError

FORM = 1
MOST_BYTES = 64 * 1024
_ROWS = ("log", "core")  # what is shortened when a file would be longer, oldest rows first


def collect(link, say=lambda _text: None):
    """Return the bundle as a dict; `say` hears of each part. Raises LinkError.

    A part that a pile cannot tell is {"error": what it said}: the others are worth having.
    """
    names = _answer(link.ask("bundle"), "parts")
    parts = {}
    for name in names:
        say(name)
        parts[name] = _part(link, name)
    made = datetime.now(UTC).isoformat(timespec="seconds")
    return {"form": FORM, "made": made, "port": link.name, "parts": parts}


def _part(link, name):
    found = None
    page = 0
    while page is not None:
        answer = link.ask("bundle", name, page)
        if answer.get("ok") is False:
            return {"error": "; ".join(answer["errors"])}
        data, page = answer["data"], answer["next"]
        found = data if found is None else _joined(name, found, data)
    return found


def _joined(name, before, data):
    if name == "trace":
        return {**before, "rows": before["rows"] + data["rows"]}
    if isinstance(data, dict):
        return {**before, **data}
    return data + before if name == "log" else before + data  # the log comes newest page first


def _answer(answer, key):
    if key not in answer:
        said = "; ".join(answer.get("errors", ["nothing"]))
        raise LinkError(f"the pile tells no bundle (it said: {said}): its version is older")
    return answer[key]


def written(bundle):
    """Return the bundle as the bytes of a file of MOST_BYTES at most."""
    while True:
        lines = [f"{json.dumps(name)}:{_short(data)}" for name, data in bundle["parts"].items()]
        head = {key: value for key, value in bundle.items() if key != "parts"}
        text = _short(head)[:-1] + ',"parts":{\n' + ",\n".join(lines) + "\n}}\n"
        data = text.encode()
        if len(data) <= MOST_BYTES:
            return data
        bundle = _shortened(bundle)


def _short(data):
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _shortened(bundle):
    parts = dict(bundle["parts"])
    for name in _ROWS:
        rows = parts.get(name)
        if isinstance(rows, list) and rows:
            parts[name] = rows[(len(rows) + 3) // 4 :]
            cut = bundle.get("cut", 0) + len(rows) - len(parts[name])
            return {**bundle, "cut": cut, "parts": parts}
    raise LinkError(f"the bundle is longer than {MOST_BYTES // 1024} KB without its events")


def read(path):
    """Return the bundle in a file. Raises OSError, ValueError that says what it is not."""
    with open(path, encoding="utf-8") as file:
        try:
            bundle = json.load(file)
        except ValueError as error:
            raise ValueError(f"{path}: no file of `python -m tools.report` ({error})") from None
    if not isinstance(bundle, dict) or not isinstance(bundle.get("parts"), dict):
        raise ValueError(f"{path}: no file of `python -m tools.report` (no parts)")
    if bundle.get("form") != FORM:
        raise ValueError(f"{path}: form {bundle.get('form')}, this tool reads form {FORM}")
    return bundle
