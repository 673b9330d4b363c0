"""Times as people and platforms write them: of departures and slots. Loaded on demand."""

_FORMS = '"HH:MM", "2026-01-31T18:00" (local time) or unix seconds'


def next_time(zone, utc_s, text):
    """Return the unix time at which it is "HH:MM" next. Raises ValueError."""
    minute = _minute(text)
    if minute < 0:
        raise ValueError("%s: must be a time as 07:30" % text)
    day = zone.midnight(utc_s)
    for _ in range(2):  # today's, or tomorrow's
        year, month, date = zone.local(day)[:3]
        found_s = zone.to_utc(year, month, date, minute)
        if found_s > utc_s:
            return found_s
        day = zone.to_utc(year, month, date, 1440)
    return found_s


def moment(zone, value):
    """Return the unix time of what a platform or person wrote. Raises ValueError."""
    if type(value) is int:
        return value
    from dates import days

    text = value if type(value) is str else ""
    parts = text.replace("T", " ").split(" ")
    date = parts[0].split("-")
    clock = parts[-1].split(":")
    seconds = clock.pop() if len(clock) == 3 else "00"
    minute = _minute(":".join(clock))
    good = len(parts) == 2 and [len(part) for part in date] == [4, 2, 2] and minute >= 0
    if good and len(seconds) == 2 and ("".join(date) + seconds).isdigit():
        year, month, day = [int(part) for part in date]
        if days.exists(year, month, day) and int(seconds) < 60:
            return zone.to_utc(year, month, day, minute) + int(seconds)
    raise ValueError("%s: must be %s" % (value, _FORMS))


def parse(text):
    """Raise ValueError unless the setting `departure` is a time of day."""
    if not is_clock(text):
        raise ValueError("departure = %s: is no time of day; write it as 07:30" % text)


def is_clock(value):
    """Return whether this is a time of day as "07:30"."""
    return _minute(value) >= 0


def shown(zone, utc_s):
    """Return a unix time as local "11-22 18:00"."""
    return "%02d-%02d %02d:%02d" % zone.local(utc_s)[1:5]


def _minute(text):
    # of the day, -1 = no time
    parts = text.split(":") if type(text) is str else ()
    if len(parts) == 2 and len(parts[1]) == 2 and 1 <= len(parts[0]) <= 2:
        if (parts[0] + parts[1]).isdigit():
            hour, minute = int(parts[0]), int(parts[1])
            if hour < 24 and minute < 60:
                return hour * 60 + minute
    return -1
