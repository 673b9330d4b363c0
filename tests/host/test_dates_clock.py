"""Random sources of time and random jumps: what a simple model says, and a schedule made anew."""

import random

from dates.holidays import Holidays
from dates.week import Week
from dates.week_check import compiled
from dates.zone import Zone
from shell.clock import EARLIEST_S, LATEST_S, NTP, RTC, Clock
from tests.host.test_dates_week import ZONES, _slots

DAY_S = 86400
NOW_S = 1774746000


def test_no_worse_source_overwrites_a_fresher_better_one():
    """REQ-T-1: by hand on a list of every word that was believed."""
    dice = random.Random(1)
    for _ in range(100):
        clock = Clock(0)
        believed = None  # (quality, offset to up_s, up_s when it was said)
        now_ms = 0
        for _ in range(40):
            now_ms += dice.choice((1, 60, 3600, 40000, 86399, 86400)) * 1000
            clock.step(now_ms % 2**30)
            up_s = now_ms // 1000
            said_s = dice.choice((NOW_S + dice.randrange(10**7), 0, EARLIEST_S - 1, LATEST_S + 1))
            quality = dice.randint(RTC, NTP)
            good = EARLIEST_S <= said_s <= LATEST_S
            fresh = believed is not None and up_s - believed[2] < DAY_S
            wanted = good and not (fresh and quality < believed[0])
            assert clock.set(said_s, quality) == wanted
            if wanted:
                believed = (quality, said_s - up_s, up_s)
            assert clock.quality == (believed[0] if believed else 0)
            assert clock.now_s() == (believed[1] + up_s if believed else 0)


def test_a_schedule_that_was_asked_elsewhere_says_what_a_new_one_says():
    """REQ-T-2: whatever a clock jumped from, the answer is that of the time it shows."""
    dice = random.Random(2)
    for _, text in ZONES:
        slots, holidays = compiled(_slots(dice, 12)), Holidays(["12-25", "2026-10-01"])
        asked = Week(slots, Zone(text), holidays)
        at_s = NOW_S
        for _ in range(1500):
            jumps = (1, 1, 1, 60, 3600, -3600, -60, 7 * DAY_S, -7 * DAY_S, 200 * DAY_S)
            at_s += dice.choice(jumps) * dice.randint(1, 3)
            at_s = min(max(at_s, EARLIEST_S), LATEST_S)
            limit, until_s = asked.at(at_s)
            assert limit == Week(slots, Zone(text), holidays).at(at_s)[0]
            if until_s:
                after = Week(slots, Zone(text), holidays)
                assert until_s > at_s
                assert after.at(until_s - 1)[0] == limit
                assert after.at(until_s)[0] != limit
