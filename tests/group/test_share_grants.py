"""What a pile with the real shell is granted by its group."""

import json

from group import message
from group.member import Config, Member
from group.message import Key
from tests.group.shared_desk import grouped, run, second_of, share


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


def test_a_departure_and_an_owner_are_told():
    there = grouped()
    share(there)._leaves_s = lambda: 1800000000
    there.pile.app.trade.clock.set(1800000000 - 3600, 2)
    there.pile.run(2000)
    assert share(there).member.leaves_min in (59, 60)
    there.pile.app.trade.clock.set(1800000000 + 3600, 2)
    there.pile.run(2000)
    assert share(there).member.leaves_min == 1  # it is late
