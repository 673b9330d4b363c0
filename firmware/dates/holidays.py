"""The days that count as holidays: those of the setting `holidays`."""


class Holidays:
    """Of checked entries: see dates.holiday_text. `changed` counts the lists it was given."""

    def __init__(self, entries=()):
        self.changed = 0
        self.put(entries)

    def put(self, entries):
        """Take another checked list."""
        self._entries = entries
        self.changed += 1

    def is_one(self, year, month, day):
        """Return whether that day is a holiday. Anyone may ask."""
        each_year = "%02d-%02d" % (month, day)
        return each_year in self._entries or "%04d-%s" % (year, each_year) in self._entries
