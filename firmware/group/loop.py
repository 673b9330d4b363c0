"""The leader's pile is a member too: what one half sends the other does not leave the pile."""

from micropython import const

_KEPT = const(4)  # messages that nobody fetched; older ones are lost, as on any network


class Loop:
    """Two links over one. `link` carries what is for or from other piles."""

    def __init__(self, link, own_id):
        self.member = _End()
        self.leader = _Hub(link, own_id, self.member)


class _End:
    """The member's link."""

    def __init__(self):
        self.sent = []
        self.came = []

    def send(self, _to_id, data):
        """Give the leader a message."""
        _put(self.sent, data)

    def poll(self):
        """Return a message of the leader, or None."""
        return self.came.pop(0) if self.came else None


class _Hub:
    """The leader's link."""

    def __init__(self, link, own_id, end):
        self._link = link
        self._own_id = own_id
        self._end = end

    def send(self, to_id, data):
        """Give a pile a message."""
        if to_id == self._own_id:
            _put(self._end.came, data)
        else:
            self._link.send(to_id, data)

    def poll(self):
        """Return a message of any pile, or None."""
        return self._end.sent.pop(0) if self._end.sent else self._link.poll()


def _put(queue, data):
    if len(queue) >= _KEPT:
        queue.pop(0)
    queue.append(data)
