"""`python -m tools.registers`: write firmware/comms/README.md; a test says when it is stale."""

from pathlib import Path

from comms.registers import ACCESS, ADDRESS, ALLOWED, KIND, KINDS, MEANING, NAME, ROWS, SCALE, UNIT
from core.faults import FAULTS
from core.states import REASONS, STATES

README = Path(__file__).parents[2] / "firmware/comms/README.md"
_HEAD = Path(__file__).with_name("head.md")  # what no table says


def _unit(row):
    if row[SCALE] == 1:
        return row[UNIT]
    return f"{1 / row[SCALE]:g} {row[UNIT]}"


def _allowed(row):
    if not row[ALLOWED]:
        return ""
    low, high, *others = row[ALLOWED]
    return ", ".join([f"{low} to {high}", *[str(one) for one in others]])


def _row(row):
    cells = (row[ADDRESS], f"`{row[NAME]}`", KINDS[row[KIND]], _unit(row), row[ACCESS])
    return "| " + " | ".join(str(cell) for cell in (*cells, _allowed(row), row[MEANING])) + " |\n"


def _numbered(heading, names):
    listed = ", ".join(f"{number} `{name}`" for number, name in enumerate(names))
    return f"\n**{heading}.** {listed}.\n"


def text():
    """Return the whole README."""
    return (
        _HEAD.read_text(encoding="utf-8")
        + "".join(_row(row) for row in ROWS)
        + _numbered("`state`", STATES)
        + _numbered("Bits of `reasons`", REASONS)
        + _numbered("Bits of `faults`, numbers of `fault`", [row[0] for row in FAULTS])
    )


if __name__ == "__main__":
    README.write_text(text(), encoding="utf-8")
