"""The documentation of the registers is what the table gives."""

from comms.registers import NAME, ROWS
from tools.registers.__main__ import README, text


def test_the_readme_is_not_stale():
    said = README.read_text(encoding="utf-8")
    assert said == text(), "stale: python -m tools.registers"


def test_every_register_is_described():
    for row in ROWS:
        assert f"| `{row[NAME]}` |" in text()
