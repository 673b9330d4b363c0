"""The network of a group under test, which does what it likes, and its ends."""

import heapq

_STORED = 400  # messages that may be said again later


class Wire:
    """Loses, doubles, delays, reorders, damages, repeats, misleads and parts."""

    def __init__(self, dice, count):
        self.loss = self.copies = self.delayed = self.damage = self.replay = 0.0
        self.longest = 1  # ticks of a delay
        self.side = [0] * (count + 2)  # of a partition: who hears whom
        self.lag = [0] * (count + 2)  # ticks that all messages for somebody take
        self.unsigned = False  # no sign of a leader arrives
        self.sent = 0
        self._dice = dice
        self._queue = []
        self._order = 0
        self._stored = []

    def mood(self):
        """Be another network from now on."""
        dice = self._dice
        quiet = dice.random() < 0.5
        self.loss = 0 if quiet else dice.choice((0, 0.05, 0.3, 0.7))
        self.copies = 0 if quiet else dice.choice((0, 0.1, 0.5))
        self.delayed = 0 if quiet else dice.choice((0, 0.1, 0.5))
        self.longest = dice.choice((2, 20, 200, 1500))
        self.damage = 0 if quiet else dice.choice((0, 0.05))
        self.replay = 0 if quiet else dice.choice((0, 0.1))
        self.unsigned = dice.random() < 0.8
        sides = dice.choice((1, 1, 1, 2, 3))
        self.side = [dice.randrange(sides) for _ in self.side]
        lags = dice.choice(((0,), (0,), (0, 0, 0, 30, 100, 150, 250, 400)))
        self.lag = [dice.choice(lags) for _ in self.lag]

    def send(self, now, sender, to, data):
        """Take a message at tick `now`."""
        dice = self._dice
        self.sent += 1
        if len(self._stored) < _STORED or dice.random() < 0.02:
            self._stored.append((to, data))
        if len(self._stored) > _STORED:
            self._stored.pop(dice.randrange(_STORED))
        if dice.random() < self.replay:
            self._put(now, *dice.choice(self._stored))
        if to == 0 and self.unsigned:
            return
        if self.side[sender] != self.side[to] or dice.random() < self.loss:
            return
        if dice.random() < self.damage:
            at = dice.randrange(len(data))
            data = data[:at] + bytes([data[at] ^ 1 << dice.randrange(8)]) + data[at + 1 :]
            to = dice.randrange(len(self.side))
        self._put(now, to, data)
        if dice.random() < self.copies:
            self._put(now, to, data)

    def _put(self, now, to, data):
        dice = self._dice
        late = self.lag[to]
        late += dice.randrange(self.longest) if dice.random() < self.delayed else 0
        self._order += 1
        heapq.heappush(self._queue, (now + 1 + late, self._order, to, data))

    def due(self, now):
        """Return what arrives at tick `now`: [(to, data)...]."""
        found = []
        while self._queue and self._queue[0][0] <= now:
            found.append(heapq.heappop(self._queue)[2:])
        return found


class End:
    """A link of one machine."""

    def __init__(self, world, own):
        self._world = world
        self._own = own
        self.came = []

    def send(self, to, data):
        """Hand a message to the wire."""
        self._world.wire.send(self._world.now, self._own, to, data)

    def poll(self):
        """Return the next message, or None."""
        return self.came.pop(0) if self.came else None
