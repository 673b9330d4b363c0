"""The raw flash of a part: a data partition of its name."""

from esp32 import Partition


def flash(part):
    """Return its block device; None where the partition table has none."""
    found = Partition.find(Partition.TYPE_DATA, label=part)
    return found[0] if found else None
