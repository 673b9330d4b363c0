"""Who gets which message, and how, on one pile."""

from group.ends import Ends
from tests.group import mail


class Wire:
    """`sent` lists (to, data); `coming` is received."""

    def __init__(self):
        self.sent = []
        self.coming = []

    def send(self, to_id, data):
        self.sent.append((to_id, data))

    def receive(self):
        return self.coming.pop(0) if self.coming else None


def test_a_member_hears_what_its_leader_tells_it_and_nothing_else():
    ends = Ends(Wire(), 2, 1)
    ends.wire.coming = [
        mail.hello(3),
        mail.ask(2),
        mail.welcome(3),
        mail.welcome(2),
        b"",
        bytes(24),
        mail.grant(2),
    ]
    assert ends.leader is None
    assert ends.member.poll() == mail.welcome(2)
    assert ends.member.poll() == mail.grant(2)
    assert ends.member.poll() is None
    ends.member.send(1, mail.ask(2))
    assert ends.wire.sent == [(1, mail.ask(2))]


def test_a_leader_talks_to_its_own_pile_without_a_wire():
    ends = Ends(Wire(), 1, 1)
    ends.member.send(1, mail.hello(1))
    ends.leader.send(1, mail.grant(1))
    ends.leader.send(2, mail.grant(2))
    ends.wire.coming = [mail.ask(3), mail.grant(1, 10)]
    assert ends.wire.sent == [(2, mail.grant(2))]
    assert [ends.leader.poll() for _ in range(3)] == [mail.hello(1), mail.ask(3), None]
    assert [ends.member.poll() for _ in range(3)] == [mail.grant(1), mail.grant(1, 10), None]


def test_a_flood_fills_no_memory_and_the_newest_stay():
    ends = Ends(Wire(), 1, 1)
    for stamp in range(1, 201):
        ends.member.send(1, mail.ask(1, stamp))
    assert ends.lost == 136
    assert ends.leader.poll() == mail.ask(1, 137)
    ends.wire.coming = [mail.ask(2)] * 1000
    while ends.member.poll() is not None:
        pass
    assert len(ends.leader.box) <= 64
