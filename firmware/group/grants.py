"""What the leader owes its piles: whom it answers next, and with how much of what is wanted."""

from array import array

from micropython import const

from group import message
from group.beats import COUNTED, LEASE
from group.needs import LEAST_MA

_PATIENCE = const(96)  # a question waits so long for room rather than take current away
_SLICE = const(8)  # piles between two yields
_TRIES = const(4)  # to answer, in one piece of work

# why a pile is answered
ASKED = b"\x01"
LOWERED = b"\x02"  # goes first


class Grants:
    """The half of group.leader that speaks; that one hears."""

    def __init__(self, ledger, needs, allocator, sessions, link, beats):
        count = ledger.count
        self.ledger = ledger
        self.needs = needs
        self.sessions = sessions
        self.allocator = allocator
        self._link = link
        self._beats = beats
        self._asked = array("i", bytes(4 * count))  # beat of the last question, 0 = never
        self._answered = array("i", bytes(4 * count))  # stamp of the one that counts for the lease
        self._sent = array("i", bytes(4 * count))  # stamp of the last grant
        self._due = bytearray(count)
        self._said = False  # a message went out in this round
        self._begin(LOWERED)

    def asks(self, pile):
        """Return whether `pile` was heard in the last 20 s."""
        asked = self._asked[pile]
        return asked != 0 and self._beats.now - asked < LEASE

    def _put_into_force(self, now):
        # have a new plan told
        for pile in range(self.ledger.count):
            wanted_ma, held_ma = self._wanted(pile), self._held(pile)
            self.allocator.target_ma[pile] = wanted_ma  # of who was not planned for: as it pledges
            self.needs.placed(pile, wanted_ma > 0, now)
            if wanted_ma != held_ma:
                self._due[pile] = (LOWERED if wanted_ma < held_ma else ASKED)[0]
            if pile % _SLICE == _SLICE - 1:
                yield
        self._begin(LOWERED)

    def _answer(self, now):
        # send the most urgent answer that can go out; return whether there may be more
        for _ in range(_TRIES):
            pile = self._due.find(self._why, self._cursor)
            if pile >= 0:
                self._cursor = pile + 1
                if self._give(pile, now):
                    self._said = True
                    break
            elif self._why == LOWERED:
                self._begin(ASKED)
            else:
                said, self._said = self._said, False
                self._begin(LOWERED)
                return said
        return True

    def _begin(self, why):
        self._why = why
        self._cursor = 0

    def _held(self, pile):
        return self.ledger.held_ma(pile, self.needs.uses[pile])

    def _wanted(self, pile):
        if self.ledger.pledged[pile]:
            return self.allocator.target_ma[pile]
        # the first words with it: as much as it takes by itself
        return min(self.ledger.fallback_ma(pile), self.needs.most_ma[pile])

    def _give(self, pile, now):
        # grant what is wanted, or what is free of it; return whether a message went out
        if not self.asks(pile):
            self._due[pile] = 0
            return False
        if self._sent[pile] >= now:
            return False  # a stamp must rise, and a new session waits
        wanted_ma, held_ma = self._wanted(pile), self._held(pile)
        free_ma = self._free(pile, wanted_ma, now)
        waited = now - (self.ledger.until[pile] - COUNTED)
        if free_ma >= min(wanted_ma, held_ma) or waited >= _PATIENCE:
            self._send(pile, free_ma, True, now)
        elif wanted_ma < held_ma:  # less at once: the lease stays as it is
            self._send(pile, wanted_ma, False, now)
        else:
            return False
        return True

    def _free(self, pile, wanted_ma, now):
        for phase in range(3):
            if self.needs.uses[pile] >> phase & 1:
                wanted_ma = min(wanted_ma, self.ledger.free(pile, phase, now))
        return wanted_ma // 10 * 10 if wanted_ma >= LEAST_MA else 0

    def _send(self, pile, each_ma, extends, now):
        uses = self.needs.uses[pile]
        limit_ma = [each_ma if uses >> phase & 1 else 0 for phase in range(3)]
        if extends:
            self._answered[pile] = self.sessions.last[pile]
            limit_ma = self.ledger.grant(pile, limit_ma, now, self._asked[pile] + COUNTED)
        else:
            limit_ma = self.ledger.lower(pile, limit_ma, now)
        self._sent[pile] = now
        self._due[pile] = 0
        version = self.sessions.versions[pile]
        body = message.grant(version, pile + 1, now, self._answered[pile], limit_ma)
        self._link.send(pile + 1, self.sessions.seal(pile, body))
