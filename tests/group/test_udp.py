"""Datagrams of a group: to everyone until the other is known, then to it alone."""

from group.udp import Udp
from tests.group import mail

PORT = 34750
EVERYONE = ("255.255.255.255", PORT)


class Sock:
    """A socket; `sent` lists (address, data), `coming` (data, address)."""

    def __init__(self):
        self.sent = []
        self.coming = []
        self.broken = False

    def sendto(self, data, address):
        if self.broken:
            raise OSError(101)
        self.sent.append((address, data))

    def recvfrom(self, count):
        if not self.coming:
            raise OSError(11)
        data, address = self.coming.pop(0)
        return data[:count], address


def address(number):
    return ("10.0.0.%d" % number, PORT)


def test_a_member_asks_everyone_until_its_leader_has_answered():
    sock = Sock()
    wire = Udp(sock, PORT, 2, 1)
    wire.send(1, mail.hello(2))
    wire.send(1, mail.ask(2))
    assert [to for to, _ in sock.sent] == [EVERYONE, EVERYONE]
    sock.coming = [(mail.welcome(2), address(1))]
    assert wire.poll() == mail.welcome(2)
    wire.send(1, mail.ask(2))
    wire.send(1, mail.hello(2))  # the leader may have moved
    assert [to for to, _ in sock.sent[2:]] == [address(1), EVERYONE]
    sock.coming = [(mail.grant(2), address(9))]
    assert wire.poll() == mail.grant(2)
    wire.send(1, mail.ask(2))
    assert sock.sent[-1] == (address(9), mail.ask(2))


def test_a_leader_answers_each_pile_where_it_is():
    sock = Sock()
    wire = Udp(sock, PORT, 1, 1)
    sock.coming = [(mail.hello(pile), address(pile)) for pile in (2, 3, 64)]
    assert [wire.poll() for _ in range(4)] == [
        mail.hello(2),
        mail.hello(3),
        mail.hello(64),
        None,
    ]
    for pile in (2, 3, 64, 4):
        wire.send(pile, mail.grant(pile))
    assert [to for to, _ in sock.sent] == [address(2), address(3), address(64), EVERYONE]


def test_what_is_for_others_or_no_message_is_passed_over():
    for own, wanted in ((1, mail.ask(2)), (2, mail.grant(2))):
        sock = Sock()
        wire = Udp(sock, PORT, own, 1)
        for data in (
            b"",
            b"\1",
            b"x" * 500,
            mail.ask(2),
            mail.ask(65),
            mail.grant(2),
            mail.grant(3),
        ):
            sock.coming.append((data, address(7)))
        assert wire.poll() == wanted
        assert wire.poll() is None


def test_a_network_that_is_gone_is_counted_and_raises_nothing():
    sock = Sock()
    sock.broken = True
    wire = Udp(sock, PORT, 2, 1)
    wire.send(1, mail.ask(2))
    assert (wire.errors, wire.poll()) == (1, None)


def test_a_flood_of_what_is_no_message_does_not_hold_the_shell_up():
    sock = Sock()
    sock.coming = [(b"junk", address(7))] * 1000 + [(mail.ask(2), address(2))]
    wire = Udp(sock, PORT, 1, 1)
    assert wire.poll() is None
    assert len(sock.coming) > 900
