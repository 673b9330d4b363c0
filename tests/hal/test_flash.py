"""Where each port finds the raw flash of the journal, the events and the factory."""

import sys

import __main__


class Chip:
    """Stands in for the modules rp2 and esp32."""

    TYPE_DATA = 1

    def __init__(self, labels=()):
        self.labels = labels
        self.Partition = self

    def Flash(self, start, len):
        return (start, len)

    def find(self, kind, label):
        return [(kind, each) for each in self.labels if each == label]


def flash(module, chip, part="journal"):
    """Return what `hal.<module>_flash` finds on a chip."""
    name = "hal." + module + "_flash"
    kept = sys.modules.get(module)
    sys.modules[module] = chip
    sys.modules.pop(name, None)
    try:
        return __import__(name, None, None, ("flash",)).flash(part)
    finally:
        sys.modules.pop(name, None)
        sys.modules.pop(module)
        if kept is not None:
            sys.modules[module] = kept


def test_a_stock_image_of_the_rp2040_has_none():
    assert flash("rp2", Chip()) is None


def test_our_image_says_how_much_it_keeps():
    __main__.RAW_BYTES = 65536
    try:
        parts = [flash("rp2", Chip(), part) for part in ("journal", "events", "factory")]
    finally:
        del __main__.RAW_BYTES
    assert parts == [(0, 49152), (49152, 8192), (57344, 8192)]


def test_the_esp32_has_a_partition_of_that_name_or_none():
    assert flash("esp32", Chip(("nvs", "journal"))) == (1, "journal")
    assert flash("esp32", Chip(("nvs",))) is None
    assert flash("esp32", Chip(("journal", "factory")), "factory") == (1, "factory")
