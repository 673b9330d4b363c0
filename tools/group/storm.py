"""Piles with their real firmware on a network and in a life that do what they like.

At every change of a pilot on the wire, the sum of what all allow must be within the limit.
python -m tools.group.storm [--seconds 3000] [--seed 1]: exit status 1 when not.
"""

import argparse
import random
import sys
import time
from typing import Any

from group.leader import Leader
from group.message import Key
from group.roster import Roster
from group.udp import Udp
from tools.group import site
from tools.group.lan import Lan
from tools.group.sums import Sums
from tools.world.clock import Clock

COUNT = 3
LIMIT_A = 40
_FALLBACK_A = 6
_US = 1000000
_PORT = 34190
_WRAP_MS = 1 << 30
_DRIFT = 0.004
_PIECES = 20  # of a leader's work in 0.2 s
_STORED = 200  # datagrams that may be said again later
_MODELS = ("plain", "plain", "lazy", "single_phase", "two_phase")


class Storm(Lan):
    """Loses, doubles, delays, damages, repeats and parts."""

    def __init__(self, dice):
        Lan.__init__(self)
        self.dice = dice
        self._stored = []
        self.mood()

    def mood(self):
        """Be another network from now on."""
        dice = self.dice
        quiet = dice.random() < 0.5
        self._loss, self._copies, self._damage, self._replay, self._late = (
            0 if quiet else dice.choice(chances)
            for chances in ((0, 0.1, 0.5), (0, 0.3), (0, 0.05), (0, 0.2), (0, 0.3))
        )
        self._longest_us = dice.choice((_US // 10, _US, 10 * _US, 60 * _US))
        self._sides = [dice.randrange(dice.choice((1, 1, 2))) for _ in range(COUNT + 2)]
        self._lag_us = dice.choice((0, 0, 0, 3 * _US, 14 * _US, 30 * _US))

    def carry(self, sender, data, address):
        """Have a datagram on its way, perhaps."""
        dice = self.dice
        self._stored = [*self._stored[-_STORED:], (sender, data, address)]
        self._bring(sender, data, address)
        if dice.random() < self._copies:
            self._bring(sender, data, address)
        if dice.random() < self._replay:
            self._bring(*dice.choice(self._stored))

    def _bring(self, sender, data, address):
        self.datagrams += 1
        dice = self.dice
        if dice.random() < self._damage:
            at = dice.randrange(len(data))
            data = data[:at] + bytes([data[at] ^ 1 << dice.randrange(8)]) + data[at + 1 :]
        side = self._sides[self.sockets.index(sender)]
        for place, socket in enumerate(self.sockets):
            far = self._sides[place] != side or dice.random() < self._loss
            if socket is sender or far or address[0] not in ("255.255.255.255", socket.address[0]):
                continue
            late_us = dice.randint(200, 8000) + (self._lag_us if place == 0 else 0)
            late_us += dice.randrange(self._longest_us) if dice.random() < self._late else 0
            socket.coming.append((self.now_us + late_us, bytes(data), sender.address))


class Drifting(Clock):
    """A tick counter that is not as fast as the world's, and may be about to wrap."""

    rate = 1.0

    def ticks_ms(self):
        """Return the port's tick counter."""
        return (self._start_ms + int(self.now_us * self.rate) // 1000) & (_WRAP_MS - 1)


class Stormy(site.Site):
    """A site where anything happens to piles and cars; a second leader 1 comes and goes."""

    def __init__(self, seed, sums):
        self.dice = dice = random.Random(seed)
        settings = {"group_fallback_a": _FALLBACK_A, "resume_s": 0}
        site.Site.__init__(self, COUNT, LIMIT_A, sums, **settings)
        self.lan = self.storm = Storm(dice)
        self.ghost = None
        self._ghost_socket = None
        for world in self.worlds:
            world._lan = self.lan
            clock: Any = world.clock
            clock.__class__ = Drifting
            clock.rate = 1 + dice.uniform(-_DRIFT, _DRIFT)
            clock._start_ms = dice.choice((0, _WRAP_MS - dice.randrange(600000)))
            world._ports.ticks_ms = clock.ticks_ms

    def play(self, seconds):
        """Play so long, or until the limit is exceeded."""
        end_us = self.now_us + seconds * _US
        while self.now_us < end_us and self._sums.broken_us is None:
            self.run_until(min(self.now_us + _US // 5, end_us))
            self.happens()
            if self.ghost is not None:
                for _ in range(_PIECES):
                    self.ghost.step(self.now_us // 1000 % _WRAP_MS)

    def happens(self):
        """Let something happen, now and then: called 5 times a second."""
        dice, pile, chance = self.dice, self.dice.randrange(COUNT), self.dice.random()
        if chance < 0.005:
            self.storm.mood()
        elif chance < 0.025:
            self._drive(pile)
        elif chance < 0.028:
            self.worlds[pile].set("cpu.reset", dice.choice(("hard", "soft", "watchdog")))
        elif chance < 0.031:
            self._stall(self.worlds[pile], dice.choice((300, 900, 1500, 3000, 7000, 20000, 40000)))
        elif chance < 0.032:
            self._haunt()
        elif chance < 0.0325:
            for world in self.worlds:
                world.set("power", 0)
                world.set("power", 1)

    def _drive(self, pile):
        if not self.cars[pile]:
            self.set(pile, "ev.model", self.dice.choice(_MODELS))
            self.set(pile, "ev.state", "B")
            return
        self.set(pile, "ev.state", self.dice.choice("ABCCCC"))

    def _stall(self, world, ms):
        # the shell alone stands still: the tick goes on, and the watchdog bites if it is long
        for job in world.jobs:
            job[0] = max(job[0], world.clock.now_us + ms * 1000)

    def _haunt(self):
        if self.ghost is not None:
            self.ghost = None
            return
        if self._ghost_socket is None:
            self._ghost_socket = self.lan.open(_PORT)
        link = Udp(self._ghost_socket, _PORT, 1, 1)
        roster = Roster(1, [{} for _ in range(COUNT)], [LIMIT_A * 1000] * 3, _FALLBACK_A)
        key = Key(site._KEY)
        now_ms = self.now_us // 1000 % _WRAP_MS
        self.ghost = Leader(roster, [LIMIT_A * 1000] * 3, link, key, now_ms)


def play(seed, seconds):
    """Play one site; return (its Sums, the Site)."""
    sums = Sums(COUNT, LIMIT_A * 1000)
    stormy = Stormy(seed, sums)
    stormy.play(seconds)
    return sums, stormy


def main():
    """Return the exit status."""
    parser = argparse.ArgumentParser(prog="tools.group.storm", description=__doc__)
    parser.add_argument("--seconds", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    begun = time.monotonic()
    sums, stormy = play(options.seed, options.seconds)
    print(
        f"seed {options.seed}: {stormy.now_us // _US} s, {stormy.lan.datagrams} datagrams, "
        f"{sum(len(world.resets) for world in stormy.worlds)} resets: at most "
        f"{sums.worst_ma / 1000:.1f} A allowed of {LIMIT_A} A, "
        f"{stormy.energy_wh() / 1000:.2f} kWh; {time.monotonic() - begun:.0f} s"
    )
    crashes = [crash for world in stormy.worlds for crash in world.crashes]
    if crashes:
        print("crashes:", crashes[:5])
    if sums.broken_us is not None:
        print(f"FAILS at {sums.broken_us / _US:.3f} s: {sums.allowed_ma}")
    return 0 if sums.broken_us is None and not crashes else 1


if __name__ == "__main__":
    sys.exit(main())
