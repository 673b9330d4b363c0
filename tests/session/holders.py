"""People with cards, before a pile that is only its authorisation."""

from session.authorise import Authorise
from session.card_changes import put
from session.cards import Cards
from tests.disk import Disk

LOCAL = 1
WRAP = 2**30
NOW_S = 1800000000
ANN, BOB, CAT, OLD = "0A0A0A0A", "0B0B0B0B", "0C0C0C0C", "0D0D0D0D"
STRANGER = "0E0E0E0E"
HOUSE = b"hous"


class Pile:
    """An authorisation with a list, a plug, and a session as session.till runs it."""

    def __init__(self, mode="list", may=None, start_ms=0):
        disk = Disk()
        self.cards = Cards("d", disk.open, disk)
        for uid, group, expires_s in (
            (ANN, HOUSE, 0),
            (BOB, HOUSE, NOW_S + 1),
            (CAT, bytes(4), 0),
            (OLD, bytes(4), NOW_S),
        ):
            put(self.cards, self.cards.hash(uid), group, expires_s)
        values = {"authorise": mode, "connection_timeout_s": 60}
        self.auth = Authorise(values, self.cards, may)
        self.now_ms = start_ms
        self.plugged = False
        self.open = False
        self.whose = []  # of each session
        self.stops = []  # why each was stopped, as often as that is said

    def card(self, uid, now_s=NOW_S):
        return self.auth.card(uid, self.now_ms, now_s)

    def run(self, seconds):
        for _ in range(int(seconds * 20)):
            self.now_ms = (self.now_ms + 50) % WRAP
            if not self.open and self.plugged and self.auth.allowed():
                self.open = True
                self.whose.append(self.auth.who())
            if self.open and self.auth.stop_asked():
                self.stops.append(self.auth.stop_asked())
            self.open = self.open and self.plugged
            self.auth.update(self.plugged, self.open, self.now_ms)

    def plug(self, plugged=True, seconds=1):
        self.plugged = plugged
        self.run(seconds)


def charging(uid=ANN, **options):
    pile = Pile(**options)
    assert pile.card(uid) == "accepted"
    pile.plug(seconds=3)
    assert pile.open
    assert pile.auth.allowed()
    return pile
