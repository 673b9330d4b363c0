"""Runs on the emulated Pico: a leader of 64 piles, what it costs in time and heap."""

import gc
import json
import os
import time

from core import clock  # noqa: F401  it is there anyway

gc.collect()
empty = gc.mem_alloc()
from group import message  # noqa: E402
from group.leader import Leader  # noqa: E402

gc.collect()
code = gc.mem_alloc() - empty
from group.roster import Roster  # noqa: E402

PILES = 64
LIMIT = (600000, 500000, 400000)


class Link:
    """Keeps what goes out, brings what a test puts in."""

    def __init__(self):
        self.came = []
        self.last = None

    def send(self, _to_id, data):
        """Keep the last."""
        self.last = data

    def poll(self):
        """Return the next."""
        return self.came.pop(0) if self.came else None


link = Link()
key = message.Key(b"sixteen bytes or more")
roster = Roster(1, [{} for _ in range(PILES)], LIMIT, 6)
gc.collect()
empty = gc.mem_alloc()
leader = Leader(roster, LIMIT, link, key, 0)
gc.collect()
data = gc.mem_alloc() - empty
del roster
now_ms = 0
longest_step = 0
sessions = [os.urandom(message.NONCE_BYTES) for _ in range(PILES)]


def step():
    """Let a beat pass; note how long the leader takes."""
    global now_ms, longest_step
    now_ms += 125
    gc.collect()
    start = time.ticks_us()
    leader.step(now_ms)
    longest_step = max(longest_step, time.ticks_us() - start)


def ask(stamp, in_force):
    """All piles ask."""
    flags = message.PHASES | message.PLUGGED | message.WANTS
    for pile in range(PILES):
        body = message.ask(1, pile + 1, stamp, in_force, flags, 32000, (0, 0, 0), 0)
        link.came.append(key.seal(sessions[pile], body))
        if pile % 2:
            step()
    for _ in range(20):
        step()


for pile in range(PILES):
    versions = message.VERSIONS
    link.came.append(
        key.seal(b"", message.hello(pile + 1, 1, versions, PILES, 6000, sessions[pile]))
    )
    step()
    sessions[pile] = message.read_welcome(link.last)[4] + sessions[pile]
for round in range(4):
    ask(round + 1, now_ms // 125 if round else 0)


def share():
    """Return ms of an allocation, and of its longest slice."""
    total = longest = 0
    gc.collect()
    run = leader.allocator.run(LIMIT, leader.ledger.pledged, now_ms // 125)
    start = time.ticks_us()
    for _ in run:
        pass
    total = time.ticks_us() - start
    gc.collect()
    for _ in leader.allocator.run(LIMIT, leader.ledger.pledged, now_ms // 125):
        longest = max(longest, time.ticks_us() - start) if longest else 1
        start = time.ticks_us()
    return total, longest


needs = leader.needs
worst = longest_slice = 0
for mode in range(6):
    for pile in range(PILES):
        needs.most_ma[pile] = 6000 + pile * 37 * (mode + 1) % 26000 if mode else 32000
        needs.uses[pile] = 7 if mode < 2 else (7, 1, 2, 4)[pile & 3]
        needs.weight[pile] = 1 + (pile % 5 if mode > 2 else 0)
        needs.tier[pile] = 5 if mode < 4 else 1 + pile % 10
    total, longest = share()
    worst = max(worst, total)
    longest_slice = max(longest_slice, longest)
told = sum(leader.ledger.pledged)
print(
    json.dumps(
        {
            "pledged": told,
            "allocation_us": worst,
            "slice_us": longest_slice,
            "step_us": longest_step,
            "code": code,
            "data": data,
        }
    )
)
