"""A desk on a pile with the real shell in a group, and the other pile."""

import json
from hashlib import sha256

from group import message
from group.member import Config, Member
from group.message import Key
from shell import console
from shell.memory_store import MemoryStore
from tests.shell import fakes
from tests.shell.desk import Desk

TEXT = "sixteen letters at least"
SETTINGS = {
    "max_current_a": 32,
    "group": "udp",
    "group_id": 1,
    "group_size": 2,
    "group_limit_a": 40,
    "group_fallback_a": 6,
}


class Net:
    """Takes the place of the network of the pile, and of another pile on it."""

    def __init__(self):
        self.sent = []
        self.came = []

    def sendto(self, data, _address):
        self.sent.append(data)

    def recvfrom(self, _size):
        if not self.came:
            raise OSError(11)
        return self.came.pop(0), ("10.0.0.2", 34190)

    # the link of the other pile

    def send(self, _to_id, data):
        self.came.append(data)

    def poll(self):
        while self.sent:
            data = self.sent.pop(0)
            if data[1] == 2 and message.kind(data)[0] in (message.WELCOME, message.GRANT):
                return data
        return None


def desk(store=None, **changes):
    """A desk on pile 1, which leads; `net` is its network."""
    console.attach(None)  # two piles at a time leave a small heap no room
    net = Net()
    fakes.FakePorts.open_udp = lambda _ports, _port: net
    try:
        pile = fakes.Pile(json.dumps(dict(SETTINGS, **changes)).encode(), store=store)
    finally:
        del fakes.FakePorts.open_udp
    there = Desk(pile)
    there.net = net
    return there


def grouped(**changes):
    """The same with a key."""
    store = MemoryStore()
    store.write("group_key", sha256(TEXT.encode()).digest())
    return desk(store, **changes)


def share(there):
    return there.pile.app.rounds.fitted[0].source


def run(there, seconds, other=None):
    pile = there.pile
    for _ in range(int(seconds * 10)):
        pile.run(100)
        share(there).follow(pile.ports.now_ms)
        share(there).lead(pile.ports.now_ms)
        if other is not None:
            other.step(pile.ports.now_ms)
            other.limit(pile.ports.now_ms)
            other.applied()


def second_of(there):
    """The other pile, without a car."""
    key = Key(there.pile.store.read("group_key"))
    return Member(2, key, Config(1, 2, (6000,) * 3), there.net, there.pile.ports.now_ms)
