"""The raw flash of the journal: a data partition of that name."""

from esp32 import Partition

_LABEL = "journal"


def flash():
    """Return its block device; None where the partition table has none."""
    found = Partition.find(Partition.TYPE_DATA, label=_LABEL)
    return found[0] if found else None
