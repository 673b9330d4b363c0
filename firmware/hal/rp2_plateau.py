"""The two plateaus of the pilot, from the newest samples of the ring. No sorting, no phase."""

import micropython
from micropython import const

WINDOW = const(300)  # places: 3 ms at 100 kS/s, three whole periods of the wave
RING = const(512)  # samples
WORK = const(192)  # bytes of scratch, on a word


@micropython.viper
def plateaus(  # noqa: PLR0915  a second call would cost as much as ten samples
    at: int, n: int, end: int, ring: ptr16, work: ptr8
) -> int:
    """Return upper << 12 | lower, raw: the median of each half of the wave. From the tick.

    `at`: the duty, 0..10000. That part of the samples, the greatest, is the upper half; a
    steady wave has one median. Of two middle samples the outer one: an edge's slope lies on
    the inner side. `n`: how many to take, evenly over the window: 100, or 50 or 25 where the
    shorter half is long enough; each is at a phase of the wave of its own. `end`: place after
    the newest sample, WINDOW or more.

    128 coarse counts find the rank, 32 fine ones the value. For speed the three busiest names
    come first (registers), literals above 255 stay out of the loops.
    """
    words = ptr32(work)
    count = n
    upper = n * at // 10000
    lower = n - upper
    if upper == 0 or lower == 0:
        upper = n
        lower = n + 1
    upper = (upper - 1) >> 1
    lower = (lower - 1) >> 1
    at = 48
    while at:
        at -= 1
        words[at] = 0
    wrap = 511
    step = 12 if n == 25 else 6 if n == 50 else 3
    while n:
        n -= 1
        end -= step
        at = ring[end & wrap] >> 5
        work[at] = work[at] + 1
    n = upper
    at = 128
    while n >= 0:
        at -= 1
        n -= work[at]
    upper = n + work[at]
    high = at
    n = lower
    at = -1
    while n >= 0:
        at += 1
        n -= work[at]
    lower = n + work[at]
    low = at
    n = count
    while n:
        n -= 1
        at = ring[end & wrap]
        end += step
        if at >> 5 == high:
            at = 128 + (at & 31)
            work[at] = work[at] + 1
        elif at >> 5 == low:
            at = 160 + (at & 31)
            work[at] = work[at] + 1
    n = upper
    at = 160
    while n >= 0:
        at -= 1
        n -= work[at]
    high = (high << 5) + at - 128
    n = lower
    at = 127 if high >> 5 == low else 159
    upper = at + 1
    while n >= 0:
        at += 1
        n -= work[at]
    return high << 12 | (low << 5) + at - upper
