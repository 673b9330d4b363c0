"""Piles with their real firmware in worlds of their own, on one network, in one virtual time."""

from tools.group.lan import Lan
from tools.scenario import stage
from tools.world.bench import World

STEP_US = 50000  # the worlds are at most so far apart
_KEY = b"sixteen bytes and more"


class Pile(World):
    """A world whose firmware is in a group, on a network with others."""

    def __init__(self, lan, settings, seed, emit):
        World.__init__(self, {"settings": settings, "seed": seed}, emit)
        stage.tell_current(self, emit)
        self.store.write("group_key", _KEY)
        self._lan = lan
        self._socket = None
        self._ports.open_udp = self._open_udp

    def _open_udp(self, port):
        if self._socket is None:  # a firmware that starts anew has the same address
            self._socket = self._lan.open(port)
        return self._socket


class Site:
    """`worlds[n]` is pile n + 1. `run_until` plays all of them and tells `sums` every change."""

    def __init__(self, count, limit_a, sums, **settings):
        self.lan = Lan()
        self.now_us = 0
        self.cars = [""] * count  # model of the one that is there
        self._sums = sums
        self._changes = []
        shared = {"group": "udp", "group_size": count, "group_limit_a": limit_a, **settings}
        self.worlds = [
            Pile(self.lan, {**shared, "group_id": pile + 1}, pile + 1, self._listener(pile))
            for pile in range(count)
        ]

    def energy_wh(self):
        """Return what all piles have counted."""
        return sum(world.app.trade.register.mwh for world in self.worlds) // 1000

    def _listener(self, pile):
        def hear(us, signal, value):
            if signal in ("limit_ma", "current_ma"):
                self._changes.append((us, pile, signal, value))

        return hear

    def set(self, pile, key, value):
        """Set a key of the world of a pile now."""
        if key == "ev.model":
            self.cars[pile] = value
            self._sums.hear(pile, key, value)
        elif value == "A":
            self.cars[pile] = ""
        self.worlds[pile].set(key, value)

    def run_until(self, us):
        """Play everything up to and at `us`."""
        while self.now_us < us:
            self.now_us = self.lan.now_us = min(self.now_us + STEP_US, us)
            for world in self.worlds:
                world.step_until(self.now_us)
            self._judge()

    def _judge(self):
        # in order of time, whichever world it is from
        changes, self._changes = sorted(self._changes, key=lambda change: change[0]), []
        for at, (us, *change) in enumerate(changes):
            self._sums.hear(*change)
            if at + 1 == len(changes) or changes[at + 1][0] != us:
                self._sums.look(us)
