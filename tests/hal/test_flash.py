"""Where each port finds the raw flash of the journal."""

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


def flash(module, chip):
    """Return what `hal.<module>_flash` finds on a chip."""
    name = "hal." + module + "_flash"
    kept = sys.modules.get(module)
    sys.modules[module] = chip
    sys.modules.pop(name, None)
    try:
        return __import__(name, None, None, ("flash",)).flash()
    finally:
        sys.modules.pop(name, None)
        sys.modules.pop(module)
        if kept is not None:
            sys.modules[module] = kept


def test_a_stock_image_of_the_rp2040_has_none():
    assert flash("rp2", Chip()) is None


def test_our_image_says_how_much_it_keeps():
    __main__.JOURNAL_BYTES = 65536
    try:
        assert flash("rp2", Chip()) == (0, 65536)
    finally:
        del __main__.JOURNAL_BYTES


def test_the_esp32_has_a_partition_of_that_name_or_none():
    assert flash("esp32", Chip(("nvs", "journal"))) == (1, "journal")
    assert flash("esp32", Chip(("nvs",))) is None
