"""A local network in virtual time: sockets of UDP, a datagram takes some milliseconds."""

import random

_LATENCY_US = (1000, 8000)
_EVERYONE = "255.255.255.255"


class Lan:
    """All sockets of one network; `now_us` is set by who steps the piles."""

    def __init__(self, seed=1):
        self.now_us = 0
        self.datagrams = 0
        self.sockets = []
        self._dice = random.Random(seed)

    def open(self, port):
        """Return a socket of one more device."""
        self.sockets.append(Socket(self, (f"10.0.0.{len(self.sockets) + 1}", port)))
        return self.sockets[-1]

    def carry(self, sender, data, address):
        """Have a datagram on its way."""
        self.datagrams += 1
        for socket in self.sockets:
            if socket is sender or socket.address[1] != address[1]:
                continue
            if address[0] in (_EVERYONE, socket.address[0]):
                due_us = self.now_us + self._dice.randint(*_LATENCY_US)
                socket.coming.append((due_us, bytes(data), sender.address))


class Socket:
    """As much of a non-blocking socket as group.udp wants."""

    def __init__(self, lan, address):
        self.address = address
        self.coming = []
        self._lan = lan

    def sendto(self, data, address):
        """Send a datagram."""
        self._lan.carry(self, data, address)
        return len(data)

    def recvfrom(self, count):
        """Return the next datagram that has arrived. Raises OSError without one."""
        for at, (due_us, data, address) in enumerate(self.coming):
            if due_us <= self._lan.now_us:
                del self.coming[at]
                return data[:count], address
        raise BlockingIOError
