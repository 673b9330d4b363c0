"""tests/mutants_accepted.md: survivors that change nothing a test could see, with the reason.

## firmware/core/pilot.py
- Pilot._follow: `if self._count >= 2:` -> `if self._count > 2:`: why this is no change
"""

import re
from pathlib import Path

FILE = Path("tests/mutants_accepted.md")
_ROW = re.compile(r"- (\S+): `(.+)` -> `(.*)`: \S")


def read():
    """Return the set of accepted keys."""
    keys = set()
    file = ""
    for line in FILE.read_text(encoding="utf-8").splitlines() if FILE.exists() else []:
        if line.startswith("## "):
            file = line[len("## ") :].strip()
        elif line.startswith("- "):
            row = _ROW.match(line)
            if not row:
                raise SystemExit(f"{FILE}: not a row with a reason: {line}")
            keys.add((file, *row.groups()))
    return keys
