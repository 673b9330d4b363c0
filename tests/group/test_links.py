"""Which link a pile gets for its settings."""

import asyncio
import json

from group.share import Share
from shell.memory_store import MemoryStore
from tests.group.bus import Bus
from tests.shell.fakes import FakePorts, Pile


def linked(bus=None, socket=None, **changes):
    """Return the Rounds of a pile with these settings on this line or network."""
    values = {"max_current_a": 16, "group_id": 1, "group_size": 3, "group_limit_a": 16}
    values.update(changes)
    store = MemoryStore()
    store.write("group_key", bytes(32))
    before = (getattr(FakePorts, "bus", None), getattr(FakePorts, "open_udp", None))
    FakePorts.bus = bus
    FakePorts.open_udp = socket
    try:
        return Pile(json.dumps(values).encode(), store=store).app.rounds
    finally:
        FakePorts.bus, FakePorts.open_udp = before


def link_of(rounds):
    assert rounds.message == ""
    return type(rounds.fitted[0].source._link).__name__  # its module is borrowed


def test_on_a_bus_the_leader_visits_and_the_others_answer():
    line = Bus().line()
    assert link_of(linked(line, group="rs485", group_id=1)) == "LeaderBus"
    assert link_of(linked(line, group="rs485", group_id=2)) == "MemberBus"


def test_on_a_network_all_have_a_socket_of_the_group_s_port():
    ports = []

    def open_udp(_self, port):
        ports.append(port)

    for pile in (1, 3):
        assert link_of(linked(None, open_udp, group="udp", group_id=pile)) == "Udp"
    assert ports == [34190, 34190]


def test_without_the_wires_it_says_so_and_nothing_flows():
    for group, said in (("rs485", "no serial line"), ("udp", "no network")):

        def none(_self, _port):
            raise ValueError("this board has no network")

        rounds = linked(None, none, group=group)
        assert said in rounds.message
        assert rounds._app.claims.limit(0) == 0


class Broken:
    """A link whose task ends."""

    def send(self, _to_id, _data):
        pass

    def poll(self):
        return None

    async def run(self):
        raise OSError(5)


class Silent:
    """A member that says nothing."""

    news = False

    def step(self, _now_ms):
        pass


def test_a_link_that_fails_ends_the_task_and_the_shell_starts_it_again():
    share = Share(Silent(), None, Broken(), (0, 1, 2), lambda: 0)
    try:
        asyncio.run(share.run())
    except OSError as error:
        assert error.args[0] == 5
    else:
        raise AssertionError("nobody noticed")
