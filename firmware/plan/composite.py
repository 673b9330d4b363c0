"""The composite schedule: what all profiles together will allow from now on (OP-108). On demand.

Local limits are not in it (OP-109): they are the pile's own, and change without a plan.
"""

from plan.profile import MOST_PERIODS, NEVER_S
from plan.profiles import asked, lowest, moment


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


def merged(found, unit, wires, most=MOST_PERIODS):
    """Return ([(start, limit, phases)..], seconds they cover) of `pieces`.

    Limits in 0.1 of `unit`, None = no limit; neighbours that say the same are one. When there are
    more than `most` the list is cut: then it covers less than was asked for. `wires`: (volts of a
    phase, phases, whether the pile can charge with one of three).
    """
    volts, phases, switches = wires
    periods = []
    for start_s, caps in found:
        if caps is None:
            break
        used = 1 if switches and asked(caps) < phases else phases
        row = (lowest(caps, unit, volts * used) if caps else None, used)
        if not periods or periods[-1][1:] != row:
            if len(periods) == most:
                break
            periods.append((start_s,) + row)
    return periods, start_s


def composite(profiles, utc_s, elapsed_s, duration_s, unit, wires):
    """Return `merged` of the next `duration_s`, 1 or more, at once."""
    return merged(pieces(profiles, utc_s, elapsed_s, duration_s), unit, wires)
