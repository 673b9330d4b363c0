"""Runs on the emulated Pico, before group_on_chip: the heap that a leader of 64 piles takes."""

import gc
import json
import os  # noqa: F401  it is there anyway, as the next two
from array import array  # noqa: F401

from core import clock  # noqa: F401


def used():
    """Return the bytes of heap in use."""
    gc.collect()
    return gc.mem_alloc()


empty = used()
from group.leader import Leader  # noqa: E402

code = used() - empty
from group.message import Key  # noqa: E402
from group.roster import Roster  # noqa: E402

key = Key(b"sixteen bytes or more")
LIMIT = (600000, 500000, 400000)
roster = Roster(1, [{} for _ in range(64)], LIMIT, 6)
empty = used()
leader = Leader(roster, LIMIT, None, key, 0)
print(json.dumps({"code": code, "data": used() - empty}))
