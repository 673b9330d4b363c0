"""Dates as numbers of days since 1970-01-01, both ways. The ports' `time` count differently."""

_ERA = 146097  # days of 400 years
_SHIFT = 719468  # from the first of March of year 0: leap days end a year


def number(year, month, day):
    """Return the number of a day. A day past its month's end runs into the next one."""
    if month < 3:
        year -= 1
        month += 12
    days = 365 * year + year // 4 - year // 100 + year // 400
    return days + (153 * (month - 3) + 2) // 5 + day - 1 - _SHIFT


def date(number):
    """Return (year, month, day)."""
    era, day = divmod(number + _SHIFT, _ERA)
    year = (day - day // 1460 + day // 36524 - day // 146096) // 365
    day -= 365 * year + year // 4 - year // 100
    month = (5 * day + 2) // 153  # from March
    day -= (153 * month + 2) // 5 - 1
    year += era * 400
    return (year + 1, month - 9, day) if month > 9 else (year, month + 3, day)


def weekday(number):
    """Return 0 for a Monday to 6 for a Sunday."""
    return (number + 3) % 7


def exists(year, month, day):
    """Return whether there is such a day, in 1970 to 2199."""
    return 1970 <= year < 2200 and date(number(year, month, day)) == (year, month, day)
