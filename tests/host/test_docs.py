"""Pages written from the code are current; pages written by hand name what the code says."""

import re

from core.faults import FAULTS
from core.states import REASONS
from shell import console, schema, texts, why
from shell.lamp import TABLE as LAMPS
from tools.build import ROOT
from tools.docs import tables
from tools.docs.__main__ import PAGE, text

FIRMWARE = ROOT / "firmware"
WHY = (FIRMWARE / "WHY.md").read_text(encoding="utf-8")
MAP = (FIRMWARE / "README.md").read_text(encoding="utf-8")


def test_the_page_of_settings_commands_and_faults_is_not_stale():
    assert PAGE.read_text(encoding="utf-8") == text(), "stale: python -m tools.docs"


def test_every_row_of_every_table_is_on_it():
    page = text()
    assert "{" not in page.replace("{a}", "").replace("{b}", "").replace("{text}", "")
    for row in schema.ROWS:
        assert f"| `{row[0]}` |" in page
    for row in FAULTS:
        assert f"| `{row[0]}` |" in page
    for name in console.__all__:
        assert name == "help" or f"| `{name}(" in page, name


def test_a_cell_never_breaks_its_table():
    assert tables.table(("a", "b"), [("x|y", "1\n2")]).endswith("| x\\|y | 1 2 |\n")


def test_why_names_every_reason_fault_limit_and_lamp():
    for number, name in enumerate(REASONS):
        assert f"`{name}`: {texts.REASON_TEXTS[number][0]}" in WHY, name
    for code, english, _chinese in why._OWN:
        assert f"`{code}`: {english}" in WHY, code
    faults = WHY.partition("## A fault")[2]
    for row in FAULTS:
        assert f"`{row[0]}`" in faults, row[0]
    for row in LAMPS:
        assert row[1] in WHY.partition("## It sees")[0], row


def test_commands_and_settings_named_by_hand_exist():
    settings = [row[0] for row in schema.ROWS]
    for page in (WHY, MAP):
        for name, argument in re.findall(r"`(\w+)\((\w*)", page):
            assert name in console.__all__, name
            assert name != "set" or argument in settings, argument


def test_links_between_the_pages_lead_somewhere():
    for path in (FIRMWARE / "WHY.md", FIRMWARE / "README.md", PAGE):
        page = path.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#]+)", page):
            assert (path.parent / target).exists(), (path.name, target)
        anchors = {_anchor(head) for head in re.findall(r"^#+ (.*)$", page, re.M)}
        for target in re.findall(r"\]\(#([^)]+)", page):
            assert target in anchors, (path.name, target)


def _anchor(head):
    return re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-")


def test_the_map_has_every_folder_and_every_file_on_it_exists():
    folders = {path.parent.name for path in FIRMWARE.rglob("*.py")} - {"firmware"}
    for name in sorted(folders):
        assert f"`{name}/`" in MAP or name == "readers", name
    for name in re.findall(r"`([\w/.*]+\.(?:py|json|md|toml))`", MAP):
        found = list(ROOT.glob(name)) or list(FIRMWARE.glob(name))
        assert found, name
