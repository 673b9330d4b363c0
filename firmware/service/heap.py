"""How much memory was free, hour by hour for a day (F18). Loaded on demand.

Two numbers an hour: the least that was free, garbage counted as taken; and the most, which is
what was free after a collection: where that falls from hour to hour, something leaks.
"""

from service.event_watch import HOURS


def rows(watch):
    """Return [hour of up-time, least, most free bytes] of a service.event_watch, oldest first."""
    hours = range(max(watch.hour - HOURS + 1, 0), watch.hour + 1)
    return [
        [hour, watch.heap[2 * (hour % HOURS)], watch.heap[2 * (hour % HOURS) + 1]]
        for hour in hours
    ]
