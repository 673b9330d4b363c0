"""Unix seconds as a date in UTC. The ports' own `gmtime` count from different years."""


def utc(unix_s):
    """Return "2026-11-22T10:35:00"."""
    days, seconds = divmod(unix_s, 86400)
    days += 719468  # since the first of March of year 0: leap days end a year
    era, day = divmod(days, 146097)
    year = (day - day // 1460 + day // 36524 - day // 146096) // 365
    day -= 365 * year + year // 4 - year // 100
    month = (5 * day + 2) // 153  # from March
    day -= (153 * month + 2) // 5
    year += era * 400 + (month > 9)
    month += 3 if month < 10 else -9
    hour, seconds = divmod(seconds, 3600)
    clock = (year, month, day + 1, hour, seconds // 60, seconds % 60)
    return "%04d-%02d-%02dT%02d:%02d:%02d" % clock
