"""A pile with the real shell in a group, and its console."""

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


def test_without_a_key_nothing_is_offered_and_it_is_said():
    there = desk()
    there.pile.charge()
    assert there.pile.live.limit_ma == 0
    assert "there is no key" in there.ask("status")
    assert "there is no key" in there.ask("group")


def test_the_key_is_kept_and_never_shown():
    there = desk()
    assert "the key is stored" in there.ask("group", "key", TEXT)
    secret = there.pile.store.read("group_key")
    assert secret == sha256(TEXT.encode()).digest() and TEXT.encode() not in secret
    for command in ("group", "settings", "status"):
        for lang in ({}, {"json": True}):
            said = there.ask(command, **lang)
            assert TEXT not in said and str(secret) not in said
    assert "16 letters or more" in there.ask("group", "key", "short")
    assert there.pile.store.read("group_key") == secret


def test_it_waits_then_leads_and_the_pilot_follows():
    there = grouped()
    other = second_of(there)
    there.pile.charge()
    run(there, 30)
    assert there.pile.core.limit_ma == 0
    assert "it starts" in there.ask("group") and "启动中" in there.ask("group", lang="zh")
    run(there, 30)  # pile 2 is silent, and may follow another leader of this number
    assert there.pile.live.limit_ma == 6000
    assert "not heard yet" in there.ask("group")
    run(there, 10, other)
    assert there.pile.live.limit_ma == 32000
    assert "32 A by the leader" in there.ask("group")
    why = there.data("why")
    assert "group" in json.dumps(why)


def test_two_piles_share():
    there = grouped()
    other = second_of(there)
    other.flags = message.PHASES | message.PLUGGED | message.WANTS
    other.most_ma = 32000
    there.pile.charge()
    run(there, 65, other)
    assert there.pile.live.limit_ma == 20000
    assert other.limit(there.pile.ports.now_ms) == (20000, 20000, 20000)
    rows = there.data("group")["piles"]
    assert [row["granted_ma"] for row in rows] == [[20000] * 3, [20000] * 3]
    there.pile.hal.car = "A"
    run(there, 5, other)
    assert other.limit(there.pile.ports.now_ms) == (32000, 32000, 32000)


def test_a_car_on_one_phase_leaves_the_others_to_the_group():
    there = grouped()
    key = Key(there.pile.store.read("group_key"))
    other = Member(2, key, Config(1, 2, (6000,) * 3), there.net, there.pile.ports.now_ms)
    other.flags = message.S | message.T | message.PLUGGED | message.WANTS
    other.most_ma = 32000
    there.pile.charge()
    run(there, 50, other)
    there.pile.ports.meter.current_ma = [19500, 0, 0]
    run(there, 15, other)
    assert there.pile.live.limit_ma == 20000
    run(there, 60, other)
    assert there.pile.live.limit_ma == 32000
    assert other.limit(there.pile.ports.now_ms) == (0, 32000, 32000)
    there.pile.ports.meter.current_ma = [19500, 10000, 0]
    pilots = []
    for _ in range(40):
        there.pile.run(50)
        pilots.append(there.pile.live.limit_ma)
        if pilots[-1] == 0:
            break
    assert pilots[-1] == 0  # what it was granted there; then it asks
    run(there, 6, other)
    assert there.pile.live.limit_ma == 20000


def test_each_phase_has_a_limit_of_its_own():
    there = grouped(group_limit_a=[40, 25, 32])
    other = second_of(there)
    other.flags = message.PHASES | message.PLUGGED | message.WANTS
    other.most_ma = 32000
    run(there, 65, other)
    assert other.limit(there.pile.ports.now_ms) == (25000,) * 3
    other.flags = 1 | message.PLUGGED | message.WANTS
    run(there, 65, other)
    assert other.limit(there.pile.ports.now_ms) == (32000, 0, 0)
    assert "limit of the group: 40/25/32 A" in there.ask("group")


class Meter:
    """Of the feeder."""

    def __init__(self):
        self.current_ma = [0, 0, 0]
        self.online = True

    def read(self):
        if not self.online:
            raise OSError(110)
        return self


def test_the_feeder_is_the_limit():  # F3
    there = grouped(group_fuse_a=63, group_limit_a=63)
    meter = share(there)._meter = Meter()
    other = second_of(there)
    there.pile.charge()
    run(there, 90, other)
    there.pile.ports.meter.current_ma = meter.current_ma = [32000] * 3
    run(there, 40, other)
    assert there.pile.live.limit_ma == 32000
    meter.current_ma = [72000, 77000, 52000]
    run(there, 5, other)
    assert there.pile.live.limit_ma == 18000
    meter.online = False
    run(there, 12, other)
    assert there.pile.live.limit_ma == 0
    assert "the feeder's meter is silent" in there.ask("group")


def test_a_feeder_without_its_meter_gives_nothing():
    there = grouped(group_fuse_a=63, group_limit_a=63)
    there.pile.charge()
    run(there, 60)
    assert there.pile.live.limit_ma == 0


def test_a_departure_and_an_owner_are_told():
    there = grouped()
    share(there)._leaves_s = lambda: 1800000000
    there.pile.app.trade.clock.set(1800000000 - 3600, 2)
    there.pile.run(2000)
    assert share(there).member.leaves_min in (59, 60)
    there.pile.app.trade.clock.set(1800000000 + 3600, 2)
    there.pile.run(2000)
    assert share(there).member.leaves_min == 1  # it is late


def test_piles_are_listed_in_the_leader():
    there = grouped()
    assert "pile 2 is listed" in there.ask("group", "pile", 2, weight=3, phases=1, rotation="STR")
    rows = json.loads(there.pile.store.read("group"))
    assert rows[1] == {"weight": 3, "phases": 1, "rotation": "STR"}
    for words, fields in (
        ("a number from 1 to 2", (3, {})),
        ("pile 2: weight = 11: must be 1 to 10", (2, {"weight": 11})),
        ("fallbacks on R: 46 A together", (1, {"fallback_a": 46})),
        ("no field wait", (2, {"wait": 1})),
    ):
        said = there.ask("group", "pile", fields[0], **fields[1])
        assert "nothing was done" in said and words in said, said
    assert json.loads(there.pile.store.read("group")) == rows
    assert "nothing was done" in there.ask("group", "share")


def test_flash_is_not_erased_with_a_car_there():
    there = grouped()
    secret = there.pile.store.read("group_key")
    there.pile.hal.car = "B"
    there.pile.run(2000)
    assert "unplug the car first" in there.ask("group", "key", "another text of letters")
    assert there.pile.store.read("group_key") == secret


def test_settings_that_make_no_group_are_refused():
    console.attach(None)
    there = fakes.Pile()
    for changes, words in (
        ({"group_id": 0}, "group_id = 0: give each pile of the group its own, from 1 to 2"),
        ({"group_id": 3}, "group_id = 3: must not be above group_size = 2"),
        ({"group_leader": 3, "group_id": 2}, "group_leader = 3: must not be above"),
        ({"group_limit_a": [40, 32]}, "group_limit_a = [40, 32]: must be a whole number from 6"),
        ({"group_limit_a": [40, 5, 40]}, "2000 A, or three of them: [R, S, T]"),
        ({"group_limit_a": [99, 40, 99], "group_fallback_a": 21}, "more than group_limit_a = 40"),
        ({"group_fallback_a": 21}, "2 piles may use 42 A, more than group_limit_a = 40"),
        ({"fallback_a": 6}, "fallback_a = 6: must be 0 in a group"),
    ):
        errors, _ = there.app.change(dict(SETTINGS, **changes))
        assert errors and words in errors[0], errors
    errors, later = there.app.change(SETTINGS)
    assert not errors and "group" in later


def test_what_was_granted_does_not_outlive_its_lease_where_the_shell_has_trouble():
    there = grouped()
    there.pile.charge()
    run(there, 60, second_of(there))
    assert there.pile.live.limit_ma == 32000

    def fails(_now_ms):
        raise MemoryError

    share(there).member.limit = fails
    run(there, 3)  # 2.2 s, see group.beats, and what is left of a second
    assert there.pile.live.limit_ma == 0


def test_what_could_not_be_claimed_is_not_said_to_be_in_force():
    there = grouped()
    other = second_of(there)
    there.pile.charge()
    run(there, 65, other)
    assert there.pile.live.limit_ma == 32000
    claims = there.pile.app.claims
    put, claims.put = claims.put, fails
    other.flags = message.PHASES | message.PLUGGED | message.WANTS
    other.most_ma = 32000
    for _ in range(20):
        run(there, 0.1, other)
        allowed_ma = there.pile.live.limit_ma + other.limit(there.pile.ports.now_ms)[0]
        assert allowed_ma <= 40000, allowed_ma
    claims.put = put
    run(there, 3, other)
    assert there.pile.live.limit_ma == 20000


def fails(*_arguments, **_terms):
    raise MemoryError


def test_settings_of_the_group_change_at_the_restart_only():
    there = grouped()
    other = second_of(there)
    there.pile.charge()
    run(there, 65, other)
    errors, later = there.pile.app.change({"group": "none", "group_fallback_a": 20})
    assert not errors and later == ["group", "group_fallback_a"]
    run(there, 30)  # the other is silent
    run(there, 60)
    assert there.pile.live.limit_ma == 6000
    assert "6 A" in there.ask("group")
