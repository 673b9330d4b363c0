"""Reads the text of a POSIX time zone (POSIX.1-2017 8.3). Loaded for that, then dropped."""

_EXAMPLES = '"CST-8" or "CET-1CEST,M3.5.0,M10.5.0/3"'
_HOUR_S = 3600


def parse(text):
    """Return (offset s, offset s in summer, rule of its start, rule of its end).

    A rule is (month, week, weekday, second of day), or (0, 1 = without leap days, day, second);
    both are None without summer time. Raises ValueError that says what is allowed.
    """
    try:
        return _Text(text).zone()
    except (ValueError, IndexError, TypeError):
        shown = str(text)[:40]
        raise ValueError("zone = %s: must be a POSIX zone, as %s" % (shown, _EXAMPLES)) from None


class _Text:
    def __init__(self, text):
        self._text = text + "\0"
        self._at = 0

    def zone(self):
        self._name()
        winter_s = -self._time(24)
        if self._peek() == "\0":
            return winter_s, winter_s, None, None
        self._name()
        summer_s = winter_s + _HOUR_S if self._peek() == "," else -self._time(24)
        self._skip(",")
        start = self._rule()
        self._skip(",")
        end = self._rule()
        self._skip("\0")
        return winter_s, summer_s, start, end

    def _peek(self):
        return self._text[self._at]

    def _skip(self, character):
        if self._peek() != character:
            raise ValueError
        self._at += 1

    def _name(self):
        start = self._at
        if self._peek() == "<":
            self._at = self._text.index(">", start) + 1
            return
        while "A" <= self._peek().upper() <= "Z":
            self._at += 1
        if self._at - start < 3:
            raise ValueError

    def _number(self, low, high):
        start = self._at
        while "0" <= self._peek() <= "9":
            self._at += 1
        number = int(self._text[start : self._at])
        if not low <= number <= high:
            raise ValueError
        return number

    def _time(self, hours):
        # [+-]hh[:mm[:ss]] as seconds
        sign = -1 if self._peek() == "-" else 1
        if self._peek() in "+-":
            self._at += 1
        seconds = self._number(0, hours) * _HOUR_S
        for unit in (60, 1):
            if self._peek() != ":":
                break
            self._at += 1
            seconds += self._number(0, 59) * unit
        return sign * seconds

    def _rule(self):
        month, week = 0, 0
        if self._peek() == "M":
            self._at += 1
            month = self._number(1, 12)
            self._skip(".")
            week = self._number(1, 5)
            self._skip(".")
            day = self._number(0, 6)
        elif self._peek() == "J":
            self._at += 1
            week = 1
            day = self._number(1, 365) - 1
        else:
            day = self._number(0, 365)
        second = 2 * _HOUR_S
        if self._peek() == "/":
            self._at += 1
            second = self._time(167)
        return month, week, day, second
