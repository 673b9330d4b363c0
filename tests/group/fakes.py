"""A wire without faults between the halves of a small group."""

from group.leader import Leader
from group.loop import Loop
from group.member import Config, Member
from group.message import PLUGGED, WANTS, Key
from group.roster import Roster

KEY = Key(b"sixteen bytes and some more")


class Nonces:
    """Bytes that never repeat."""

    def __init__(self):
        self.count = 0

    def __call__(self, size):
        self.count += 1
        return self.count.to_bytes(size, "big")


class End:
    """A link: what comes is put into `came`, what is sent goes to `taker`."""

    def __init__(self, taker):
        self.came = []
        self._taker = taker

    def send(self, to_id, data):
        self._taker(to_id, data)

    def poll(self):
        return self.came.pop(0) if self.came else None


def lead(leader, now_ms, pieces=20):
    """Let a leader do so many pieces of work at most."""
    leader.step(now_ms)
    while leader.busy() and pieces:
        leader.step(now_ms)
        pieces -= 1


class Group:
    """`count` piles; pile 1 leads. `cut`: ids whose messages are lost."""

    def __init__(self, count, limit_ma, fallback_a=0, rows=None, feeder=None):
        self.now_ms = 1000
        self.cut = []
        self.nonces = Nonces()
        roster = Roster(1, rows or [{} for _ in range(count)], limit_ma, fallback_a)
        self.fallback_ma = roster.fallback_ma
        self.count = count
        self.hub = End(self._down)
        self._loop = Loop(self.hub, 1)
        self._set_up = (roster, limit_ma, self._loop.leader, KEY)
        self._feeder = feeder
        self.restart()
        self.ends = [self._loop.member]
        self.members = []
        for pile in range(1, count + 1):
            if pile > 1:
                self.ends.append(End(self._up(pile)))
            self.members.append(self.member(pile))

    def restart(self):
        """The leader forgets everything."""
        self.leader = Leader(*self._set_up, self.now_ms, self._feeder, nonce=self.nonces)

    def member(self, pile):
        config = Config(1, self.count, tuple(self.fallback_ma[3 * pile - 3 : 3 * pile]))
        return Member(pile, KEY, config, self.ends[pile - 1], self.now_ms, nonce=self.nonces)

    def _down(self, to_id, data):
        if not to_id:  # a sign for other leaders
            return
        if to_id not in self.cut:
            self.ends[to_id - 1].came.append(data)

    def _up(self, pile):
        def take(_to_id, data):
            if pile not in self.cut:
                self.hub.came.append(data)

        return take

    def car(self, pile, most_ma=32000, wants=True, drawn_ma=None, phases=7):
        """Plug a car in at `pile`, a number from 1 on."""
        member = self.members[pile - 1]
        member.flags = phases | PLUGGED | (WANTS if wants else 0)
        member.most_ma = most_ma
        member.drawn_ma = drawn_ma

    def leave(self, pile):
        self.members[pile - 1].flags = 7
        self.members[pile - 1].most_ma = 0

    def run(self, seconds):
        for _ in range(int(seconds * 10)):
            self.now_ms += 100
            lead(self.leader, self.now_ms)
            for member in self.members:
                member.step(self.now_ms)
                member.limit(self.now_ms)
                member.applied()

    def allowed(self, phase=0):
        """Return A of each pile on a phase."""
        return [member.limit(self.now_ms)[phase] / 1000 for member in self.members]
