"""The two plateaus of the pilot, from the newest samples of the ring. No sorting, no phase."""

import micropython
from micropython import const

WINDOW = const(300)  # places: 3 ms at 100 kS/s, three whole periods of the wave
RING = const(512)  # samples
WORK = const(192)  # bytes of scratch, on a word


@micropython.viper
def plateaus(end: int, n: int, ring: ptr16, work: ptr8, duty: int) -> int:
    """Return upper << 12 | lower, raw: the median of each half of the wave. From the tick.

    `end`: place after the newest sample, WINDOW or more. `n`: how many to take, evenly over
    the window: 100, or 50 where the shorter half is long enough; each is at a phase of the
    wave of its own. `duty` 0..10000: that part of them, the greatest, is the upper half; a
    steady wave has one median. Of two middle samples the outer one: an edge's slope lies on
    the inner side.

    128 coarse counts find the rank, 32 fine ones the value. For speed the two busiest names
    come first (registers), and `work[at] += 1` and literals above 255 stay out of the loops.
    """
    words = ptr32(work)
    upper = 48
    while upper:
        upper -= 1
        words[upper] = 0
    wrap = 511
    step = 3 if n == 100 else 6
    lower = n
    while n:
        n -= 1
        end -= step
        at = ring[end & wrap] >> 5
        work[at] = work[at] + 1
    n = lower
    upper = n * duty // 10000
    lower -= upper
    if upper == 0 or lower == 0:
        upper = n
        lower = n + 2
    upper = (upper - 1) >> 1
    lower = (lower - 1) >> 1
    high = 127
    while upper >= work[high]:
        upper -= work[high]
        high -= 1
    low = 0
    while lower >= work[low]:
        lower -= work[low]
        low += 1
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
    n = 159
    while upper >= work[n]:
        upper -= work[n]
        n -= 1
    first = 128 if high == low else 160
    at = first
    while lower >= work[at]:
        lower -= work[at]
        at += 1
    return ((high << 5) + n - 128) << 12 | (low << 5) + at - first
