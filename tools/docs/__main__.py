"""python -m tools.docs: write the pages that come from the code; a test says when one is stale."""

from pathlib import Path

import tools  # noqa: F401  makes the firmware importable
from tools.docs import tables

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "firmware/shell/README.md"
_HEAD = Path(__file__).with_name("head.md")  # what no table says
_MARK = "{%s}"
_TABLES = ("settings", "commands", "faults", "states", "reasons", "lamps", "events")


def text():
    """Return the whole page: head.md, each {name} in it replaced by that table."""
    page = _HEAD.read_text(encoding="utf-8")
    for name in _TABLES:
        page = page.replace(_MARK % name, getattr(tables, name)().rstrip())
    return page


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
