"""The composite schedule: what all profiles together will allow from now on (OP-108). On demand.

Local limits are not in it (OP-109): they are the pile's own, and change without a plan.
"""

from plan.profile import MOST_PERIODS, NEVER_S
from plan.profiles import lowest, moment


def pieces(profiles, utc_s, elapsed_s, duration_s):
    """Yield (seconds from now, caps that hold then); an end: (seconds, None).

    Times as of `Profiles.at`. A step may take 10 ms on a Pico: do other work between.
    """
    now_s, began_s = moment(utc_s, elapsed_s)
    moment_s = now_s
    while moment_s < min(now_s + duration_s, NEVER_S):
        caps, until_s = profiles.in_force(moment_s, began_s, utc_s != 0)
        yield moment_s - now_s, caps
        moment_s = until_s
    yield duration_s, None


def merged(found, unit, pile, most=MOST_PERIODS):
    """Return ([(start, limit, phases)..], seconds they cover) of `pieces`.

    Limits in 0.1 of `unit`, None = no limit; neighbours that say the same are one. When there are
    more than `most` the list is cut: then it covers less than was asked for.
    """
    periods = []
    for start_s, caps in found:
        if caps is None:
            break
        row = lowest(caps, unit, pile) if caps else (None, pile.phases)
        if not periods or periods[-1][1:] != row:
            if len(periods) == most:
                break
            periods.append((start_s,) + row)
    return periods, start_s


def composite(profiles, utc_s, elapsed_s, duration_s, unit, pile):
    """Return `merged` of the next `duration_s`, 1 or more, at once."""
    return merged(pieces(profiles, utc_s, elapsed_s, duration_s), unit, pile)
