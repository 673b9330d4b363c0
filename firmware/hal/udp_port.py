"""A UDP socket for the group of piles. Imported where one is on a network."""

_BROADCAST = 0x20  # of lwIP, where the port does not name it


def open_udp(port):
    """Return a non-blocking socket on `port` that may broadcast.

    Raises ValueError on a board without a network, OSError when there is none now.
    """
    try:
        socket = __import__("socket")
    except ImportError:
        raise ValueError("this board has no network") from None
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    option = getattr(socket, "SO_BROADCAST", _BROADCAST)
    sock.setsockopt(socket.SOL_SOCKET, option, 1)
    sock.bind(socket.getaddrinfo("0.0.0.0", port)[0][-1])
    sock.setblocking(False)
    return sock
