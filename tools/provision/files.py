"""Files that are whole or not there, whenever the power goes, and nobody else's to read."""

import os

_OWNER = 0o600


def replace(path, text):
    """Put `text` into the place of a file, readable by its owner alone."""
    new = path.with_name(path.name + ".new")
    with open(new, "w", encoding="utf-8", newline="", opener=_private) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _private(path, flags):
    found = os.open(path, flags, _OWNER)
    os.fchmod(found, _OWNER)  # it may be left from a run that was cut
    return found
