"""Datagrams of a group through real sockets, on loopback."""

import contextlib
import socket
import time

from group.udp import Udp, open_link
from hal.ports import Ports
from tests.group import mail


def bound(host, port):
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind((host, port))
    sock.setblocking(False)
    return sock


def wait(link):
    """Return the next message, within a second."""
    for _ in range(200):
        data = link.poll()
        if data is not None:
            return data
        time.sleep(0.005)
    raise AssertionError("nothing came")


def test_a_leader_and_two_piles_find_each_other():
    with contextlib.ExitStack() as stack:
        probe = stack.enter_context(bound("127.0.0.1", 0))
        port = probe.getsockname()[1]
        socks = [probe] + [stack.enter_context(bound(f"127.0.0.{n}", port)) for n in (2, 3)]
        # loopback has no broadcast: "everyone" is the leader, who knows nobody yet
        leader, two, three = [
            Udp(sock, port, pile + 1, 1, everyone="127.0.0.1") for pile, sock in enumerate(socks)
        ]
        for pile, link in ((2, two), (3, three)):
            link.send(1, mail.hello(pile))
            assert wait(leader) == mail.hello(pile)
        for pile, link in ((3, three), (2, two)):
            leader.send(pile, mail.welcome(pile))
            assert wait(link) == mail.welcome(pile)
            link.send(1, mail.ask(pile))
            assert wait(leader) == mail.ask(pile)
        socks[1].sendto(b"x" * 1000, ("127.0.0.1", port))
        three.send(1, mail.ask(3, 10))
        assert wait(leader) == mail.ask(3, 10)
        assert leader.poll() is two.poll() is three.poll() is None


def test_the_socket_of_a_board_may_broadcast_and_never_blocks():
    probe = bound("127.0.0.1", 0)
    port = probe.getsockname()[1]
    probe.close()
    link = open_link(Ports(None, None), port, 2, 1)
    with contextlib.closing(link._sock):
        assert link.poll() is None
        assert link._sock.getsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST)
        link.send(1, mail.hello(2))  # where there is no network it is counted
        assert link.errors in (0, 1)
