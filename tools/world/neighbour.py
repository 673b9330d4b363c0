"""The other pile of a group of two: its group code without the rest of its firmware."""

from group.leader import Leader
from group.loop import Loop
from group.member import Config, Member
from group.message import PHASES, PLUGGED, WANTS, Key
from group.roster import Roster
from group.stored import KEY, limits_ma
from group.udp import Udp

STEP_US = 50000
PIECES = 20  # of a leader's work in a step
_CAR_MA = 32000
_LEAST_MA = 6000


class Socket:
    """An end of a network of two piles; what is sent arrives at once."""

    def __init__(self, number):
        self.other = None  # the end of the other pile, None: nobody hears
        self._address = ("10.0.0.%d" % number, 34190)
        self._came = []

    def sendto(self, data, _address):
        """Send a datagram."""
        if self.other is not None:
            self.other._came.append(bytes(data))

    def recvfrom(self, _size):
        """Return the next datagram. Raises OSError without one, as a non-blocking socket does."""
        if not self._came:
            raise OSError(11)
        return self._came.pop(0), self._address


class Neighbour:
    """`allowed_ma`: what its pilot would say. `values`: the settings of the pile beside it."""

    def __init__(self, values, store, socket, now_ms):
        if values["group"] != "udp" or values["group_size"] != 2 or store.read(KEY) is None:
            raise ValueError("neighbour: the pile needs group = udp, group_size = 2 and a key")
        self.allowed_ma = 0
        self._beside = socket
        self._socket = Socket(2)
        own, leader_id = 3 - values["group_id"], values["group_leader"]
        fallback_a, key = values["group_fallback_a"], Key(store.read(KEY))
        link = Udp(self._socket, values["group_port"], own, leader_id)
        self._leader = None
        if own == leader_id:
            limit_ma = limits_ma(values["group_limit_a"])
            loop = Loop(link, own)
            link = loop.member
            roster = Roster(own, [{}, {}], limit_ma, fallback_a)
            self._leader = Leader(roster, limit_ma, loop.leader, key, now_ms)
        config = Config(leader_id, 2, (fallback_a * 1000,) * 3)
        self._member = Member(own, key, config, link, now_ms)

    def be(self, word):
        """Be "idle", "charging", or "cut_off" with what it has on its hands."""
        self._beside.other = None if word == "cut_off" else self._socket
        self._socket.other = None if word == "cut_off" else self._beside
        if word != "cut_off":
            charges = word == "charging"
            self._member.flags = PHASES | (PLUGGED | WANTS if charges else 0)
            self._member.most_ma = _CAR_MA if charges else 0

    def step(self, now_ms):
        """Do what its firmware does in 50 ms."""
        if self._leader is not None:
            self._leader.step(now_ms)
            for _ in range(PIECES):
                if not self._leader.busy():
                    break
                self._leader.step(now_ms)
        self._member.step(now_ms)
        r_ma, s_ma, t_ma = self._member.limit(now_ms)
        each_ma = min(r_ma, s_ma, t_ma, self._member.most_ma)
        self.allowed_ma = each_ma if each_ma >= _LEAST_MA else 0
        self._member.applied()
