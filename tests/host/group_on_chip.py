"""Runs on the emulated Pico: a leader of 64 piles, how long it takes."""

import gc
import json
import os
import time

from group import message
from group.leader import Leader
from group.roster import Roster
from group.share import Share

PILES = 64
FLAGS = message.PHASES | message.PLUGGED | message.WANTS
TURNS = 3  # in a beat
ENOUGH = 40000
LIMIT = (600000, 500000, 400000)


class Link:
    """Keeps what goes out, brings what a test puts in."""

    def __init__(self):
        self.came = []
        self.last = None
        self.told = 0

    def send(self, to_id, data):
        """Keep the last that is for one pile."""
        if to_id:
            self.last = data
            self.told += 1

    def poll(self):
        """Return the next."""
        return self.came.pop(0) if self.came else None


link = Link()
key = message.Key(b"sixteen bytes or more")
roster = Roster(1, [{} for _ in range(PILES)], LIMIT, 6)
leader = Leader(roster, LIMIT, link, key, 0)
del roster
now_ms = began_ms = longest_step = 0
share = Share(None, leader, link, (0, 1, 2), lambda: now_ms + time.ticks_ms() - began_ms)
sessions = [os.urandom(message.NONCE_BYTES) for _ in range(PILES)]


def tidy():
    """Collect, so that none comes while time is taken."""
    if gc.mem_free() < ENOUGH:
        gc.collect()


def step():
    """Let a beat pass; note how long the leader takes for a turn."""
    global now_ms, began_ms, longest_step
    now_ms += 125
    for _ in range(TURNS):
        tidy()
        began_ms = time.ticks_ms()
        start = time.ticks_us()
        more = share.lead(now_ms)
        longest_step = max(longest_step, time.ticks_us() - start)
        if not more:
            break


def ask(stamp, in_force):
    """All piles ask."""
    for pile in range(PILES):
        body = message.ask(1, pile + 1, stamp, in_force, FLAGS, 32000, (0, 0, 0), 0)
        link.came.append(key.seal(sessions[pile], body))
        if pile % 2:
            step()
    for _ in range(4):
        step()


for pile in range(PILES):
    versions = message.VERSIONS
    link.came.append(
        key.seal(b"", message.hello(pile + 1, 1, versions, PILES, 6000, sessions[pile]))
    )
    step()
    sessions[pile] = message.read_welcome(link.last)[4] + sessions[pile]
for round in range(3):
    ask(round + 1, now_ms // 125 if round else 0)


def reach(limit_ma):
    """Change the limit; return the us of the leader's work until all 64 are told."""
    took = 0
    leader.ledger.limit_ma[:] = [limit_ma] * 3
    leader._news = True
    link.told = 0
    for pile in range(PILES // 4):  # what comes meanwhile
        body = message.ask(1, pile + 1, 100 + limit_ma, 0, FLAGS, 32000, (0, 0, 0), 0)
        link.came.append(key.seal(sessions[pile], body))
    global now_ms, began_ms
    now_ms += 1000
    while link.told < PILES:
        tidy()
        began_ms = time.ticks_ms()
        start = time.ticks_us()
        share.lead(now_ms)
        took += time.ticks_us() - start
        now_ms += 20
    return took


def allocate():
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


cut, raised = reach(300000), reach(500000)
needs = leader.needs
worst = longest_slice = 0
for mode in range(6):
    for pile in range(PILES):
        needs.most_ma[pile] = 6000 + pile * 37 * (mode + 1) % 26000 if mode else 32000
        needs.uses[pile] = 7 if mode < 2 else (7, 1, 2, 4)[pile & 3]
        needs.weight[pile] = 1 + (pile % 5 if mode > 2 else 0)
        needs.tier[pile] = 5 if mode < 4 else 1 + pile % 10
    total, longest = allocate()
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
            "cut_us": cut,
            "raised_us": raised,
        }
    )
)
