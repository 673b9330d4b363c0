"""Flash outside the file system. Loaded for a start or a command, then dropped."""

import sys

from shell.on_demand import forget


def open_flash(part):
    """Return the raw flash of "journal", "events" or "factory", a block device of 4 KB blocks.

    None where the image keeps none: then it is for whoever asks to use a file.
    """
    if sys.platform not in ("rp2", "esp32"):
        return None
    name = sys.platform + "_flash"
    try:
        return __import__("hal." + name, None, None, ("flash",)).flash(part)
    finally:
        forget("hal", name)
