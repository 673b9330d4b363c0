"""How a built version lies on a board: a folder for each of two versions, and a marker.

/boot.py    the launcher: reads the marker, goes to that folder, makes the outputs safe
/slot       the marker, "a" or "b", or a version on trial: see firmware/update/mark.py;
            changed by renaming a new one into its place
/a, /b      one whole version each, as tools/build/pack.py left it
/store      settings and journal: no version touches another's
"""

LAUNCHER = "boot.py"
MARKER = "slot"
SLOTS = ("a", "b")


def tree(files, slot=SLOTS[0]):
    """Return {"path": bytes} of a file system that starts the version `files` from `slot`."""
    placed = {f"{slot}/{name}": data for name, data in files.items()}
    return placed | {LAUNCHER: files[LAUNCHER], MARKER: slot.encode()}


def other(slot):
    """Return where the next version goes, when `slot` runs ("" when none does)."""
    return SLOTS[1] if slot == SLOTS[0] else SLOTS[0]
