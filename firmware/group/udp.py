"""A group's messages on a network: a datagram each, to the whole LAN until the other is known."""

from micropython import const

from group.message import ASK, HELLO, LONGEST, WELCOME, kind

_EVERYONE = "255.255.255.255"
_PILES = const(64)
_TRIES = const(16)  # datagrams a poll: whoever floods the network must not keep the shell


def open_link(ports, port, own_id, leader_id):
    """Return the link of this pile. Raises ValueError or OSError without a network."""
    if not hasattr(ports, "open_udp"):
        raise ValueError("there is no network here")
    return Udp(ports.open_udp(port), port, own_id, leader_id)


class Udp:
    """A link of group.leader and group.member.

    `sock` is bound to `port`, non-blocking, and may broadcast.
    An address is where the last message came from that a pile sent. Who lies about that keeps
    messages away, no more: they are sealed, and a HELLO is for everyone again.
    """

    def __init__(self, sock, port, own_id, leader_id, everyone=_EVERYONE):
        self.errors = 0  # datagrams that could not be sent
        self._sock = sock
        self._own = own_id
        self._leader = leader_id
        self._everyone = (everyone, port)
        self._peers = {}  # id: address

    def send(self, to_id, data):
        """Send a datagram; what the network refuses is lost."""
        address = self._peers.get(to_id, self._everyone)
        if kind(data)[0] == HELLO:
            address = self._everyone
        try:
            self._sock.sendto(data, address)
        except OSError:
            self.errors += 1

    def poll(self):
        """Return the next message that may be for us, None when there is none."""
        for _ in range(_TRIES):
            try:
                data, address = self._sock.recvfrom(LONGEST + 1)
            except OSError:  # nothing there
                return None
            sender = self._sender(data)
            if sender > 0:
                self._peers[sender] = address
            if sender >= 0:
                return data
        return None

    def _sender(self, data):
        # id of who sent it; 0: another leader; -1: no message, or not for us
        name, _ = kind(data)
        if name in (HELLO, ASK):
            return data[1] if self._own == self._leader and 0 < data[1] <= _PILES else -1
        if name == WELCOME and data[1] == 0:
            return 0 if self._own == self._leader else -1
        return self._leader if name > 0 and data[1] == self._own else -1
