"""What hal.rp2_plateau computes, said plainly; the two must agree on every ring."""

PLACES = 512


def plateaus(end, n, ring, duty):
    """Return (upper, lower): the medians of the greatest n * duty / 10000 and of the rest.

    Of two middle samples the outer one: an edge's slope lies on the inner side.
    """
    step = 300 // n
    samples = sorted([ring[(end - step * (i + 1)) % PLACES] for i in range(n)])
    upper = n * duty // 10000
    lower = n - upper
    if upper == 0 or lower == 0:
        return samples[n // 2], samples[n // 2]
    return samples[n - 1 - (upper - 1) // 2], samples[(lower - 1) // 2]
