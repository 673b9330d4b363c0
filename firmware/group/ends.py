"""The links of one pile: as a member of its group, and as its leader where it is the one.

What a leader says to its own pile needs no wire. Implements the link of group.member:
`send(to_id, bytes)` and `poll()` -> bytes or None, which never block or raise.
"""

from micropython import const

from group.message import ASK, HELLO, kind

_BOX = const(64)  # messages that wait: one of each pile
_TURN = const(64)  # messages taken off the wire at a time


class Ends:
    """`wire`: send(to_id, bytes), receive() -> bytes or None; of udp or rs485."""

    def __init__(self, wire, own_id, leader_id):
        self.wire = wire
        self.member = End(self, own_id)
        self.leader = End(self, own_id) if own_id == leader_id else None
        self.lost = 0  # messages that nobody took in time

    def send(self, to_id, data, own_id):
        """Have `data` on its way."""
        if to_id == own_id:
            self._deliver(data)
        else:
            self.wire.send(to_id, data)

    def pump(self):
        """Sort what has come in."""
        for _ in range(_TURN):
            data = self.wire.receive()
            if data is None:
                return
            self._deliver(data)

    def _deliver(self, data):
        name, _ = kind(data)
        if name in (HELLO, ASK):
            end = self.leader
        else:
            end = self.member if name > 0 and data[1] == self.member.id else None
        if end is None:
            return  # for another pile
        if len(end.box) >= _BOX:
            end.box.pop(0)
            self.lost += 1
        end.box.append(data)


class End:
    """One link."""

    def __init__(self, ends, own_id):
        self.id = own_id
        self.box = []
        self._ends = ends

    def send(self, to_id, data):
        """Have `data` on its way, or lose it."""
        self._ends.send(to_id, data, self.id)

    def poll(self):
        """Return the next message, None when there is none."""
        if not self.box:
            self._ends.pump()
        return self.box.pop(0) if self.box else None
