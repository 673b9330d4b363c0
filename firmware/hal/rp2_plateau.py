"""The two plateaus of the pilot, from the newest samples of the ring. No sorting, no phase."""

import micropython
from micropython import const

WINDOW = const(300)  # samples: 3 ms at 100 kS/s, three whole periods of the wave
RING = const(512)  # samples
WORK = const(192)  # bytes of scratch, on a word


@micropython.viper
def plateaus(ring: ptr16, end: int, work: ptr8, duty: int) -> int:
    """Return upper << 12 | lower, raw: the median of each half of the wave. From the tick.

    `end`: place after the newest sample, WINDOW or more. `duty` 0..10000: that part of the
    samples, the greatest, is the upper half; a steady wave has one median. Every third sample
    counts: 100 of them, each at a phase of its own, as a period has 100.

    128 coarse counts find the rank, 32 fine ones the value. (`work[at] += 1`, and a literal
    above 255 in a loop, would take twice as long.)
    """
    words = ptr32(work)
    n = 48
    while n:
        n -= 1
        words[n] = 0
    wrap = 511
    n = 100
    while n:
        n -= 1
        end -= 3
        at = ring[end & wrap] >> 5
        work[at] = work[at] + 1
    upper = duty // 100
    lower = 100 - upper
    if upper == 0 or lower == 0:
        upper = 100
        lower = 98
    upper >>= 1
    lower >>= 1
    high = 127
    while upper >= work[high]:
        upper -= work[high]
        high -= 1
    low = 0
    while lower >= work[low]:
        lower -= work[low]
        low += 1
    n = 100
    while n:
        n -= 1
        at = ring[end & wrap]
        end += 3
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
