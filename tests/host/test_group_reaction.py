"""A change of limit reaches every pilot within 1 s on a LAN: real firmware, virtual time.

`python -m tools.group.reach` measures 8 to 64 piles.
"""

import pytest

from tools.group.reach import MOST_MS, OFFSETS_MS, Reach

PILES = 12


@pytest.fixture(scope="module")
def group():
    return Reach(PILES)


@pytest.mark.parametrize("offset_ms", OFFSETS_MS)
def test_less_is_on_every_pilot_within_1_s_and_more_too(group, offset_ms):
    assert max(group.less_and_more(offset_ms)) <= MOST_MS
    assert group.sums.broken_us is None
