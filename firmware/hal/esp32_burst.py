"""A burst of pilot samples and the plateaus in it, in machine code: the GIL does not switch in it.

In bytecode another thread may run after every 32 jumps and tear the burst; compiled functions
never let go. Tests run the same source as plain Python.
"""

import micropython
from micropython import const

ROOM = const(66)  # samples an array must hold: window / pace, and the one that ends it

_WINDOW_US = const(2000)  # two whole periods of the wave: each half is seen by its share
_PACE_US = const(31)  # no more samples than fit; a slower converter sets its own pace
_GAP_US = const(150)  # longer between two samples: something came between, the window is torn
_FEWEST = const(24)  # 83 us a sample: a 10 % half still has two
_MASK = const(0x3FFFFFFF)


@micropython.native
def take(read, ticks_us, samples):
    """Fill `samples` with `read()` over two periods; return how many, 0 when torn or too few.

    Called from the tick: allocates nothing. Lasts 2 ms.
    """
    count = 0
    last = start = ticks_us()
    passed = 0
    while passed < _WINDOW_US:
        samples[count] = read()
        count += 1
        now = ticks_us()
        if (now - last) & _MASK > _GAP_US:
            return 0
        last = now
        passed = (now - start) & _MASK
        while passed < count * _PACE_US:
            passed = (ticks_us() - start) & _MASK
    return count if count >= _FEWEST else 0


@micropython.native
def select(samples, left, right, rank):
    """Return what sorting samples[left..right] would put at `rank`, and leave it there.

    All before it are not greater, all after it not smaller. Called from the tick.
    """
    while left < right:
        pivot = samples[(left + right) >> 1]
        i = left
        j = right
        while i <= j:
            while samples[i] < pivot:
                i += 1
            while samples[j] > pivot:
                j -= 1
            if i <= j:
                value = samples[i]
                samples[i] = samples[j]
                samples[j] = value
                i += 1
                j -= 1
        if rank <= j:
            right = j
        elif rank >= i:
            left = i
        else:
            break
    return samples[rank]
