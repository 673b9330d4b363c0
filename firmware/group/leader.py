"""The leader of a group: hears what its piles need, shares the limit, and grants.

What may be granted is the ledger's to say; the allocator only proposes. Nothing above a fallback
goes out before every pile was heard, or 46 s have passed (REQ-GRP-1).
"""

import os
from array import array

from micropython import const

from group import beats, message
from group.allocator import Allocator
from group.beats import COUNTED, LEASE, PLEDGED
from group.ledger import Ledger
from group.needs import LEAST_MA, Needs
from group.sessions import TWINS, Sessions

_POLLS = const(2)  # messages that are heard in a step
_TALK = const(4)  # that are heard or sent
_SLICES = const(2)  # of a plan, in a step that heard none
_SOON = const(4)  # beats between two plans, at least
_AGAIN = const(80)  # beats between two plans without news: turns are taken
_SECOND = const(8)
_REPEAT = const(8)  # beats until what was not confirmed is said again
_PATIENCE = const(96)  # a question waits so long for room rather than take current away
_WAIT = const(368)  # REST and 1 s
_SLICE = const(8)  # piles between two yields
_ALONE = const(24)  # a new session is granted nothing so long: a twin would ask in the old one
_APART = const(480)  # twins are not heard for so long
_HOUR = const(28800)  # without a sign of them: it was a message that was late

# why a pile is answered
_ASKED = const(1)
_LOWERED = const(2)  # goes first


class Leader:
    """Leads the piles of a roster. Never blocks; all calls from the shell.

    `link`: send(to_id, bytes) and poll() -> bytes or None, neither ever blocks or raises. The
    leader's own pile is a member like any other, its messages come by the link too (group.loop).
    `limit_ma`: 3, of the site's R, S, T. `feeder`: group.feeder, or None.
    """

    def __init__(self, roster, limit_ma, link, key, now_ms, feeder=None, nonce=os.urandom):
        count = len(roster.rows)
        self.feeder = feeder
        self.needs = Needs(count)
        self.ledger = Ledger(roster.fallback_ma, limit_ma)
        self.allocator = Allocator(self.needs)
        self.sessions = Sessions(key, roster.leader, count, nonce, message.VERSIONS)
        self._limit_ma = tuple(limit_ma)
        self._connected = roster.connected
        self._count = count
        self._link = link
        self._beats = beats.Beats(now_ms)
        self._unheard = count
        self._twins = {}  # pile: (until when it is not heard, fallback set aside for the other)
        self._strangers_ma = {}  # fallbacks of piles that we are set to lead but not told of
        self._asked = array("i", bytes(4 * count))  # beat of the last question, 0 = never
        self._question = array("i", bytes(4 * count))  # its stamp
        self._answered = array("i", bytes(4 * count))  # stamp of the one that counts for the lease
        self._sent = array("i", bytes(4 * count))  # stamp of the last grant
        self._due = bytearray(count)
        self._cursor = 0
        self._run = None  # the plan that is being made
        self._planned = -_AGAIN  # beat of the last one
        self._news = True  # it has to be made anew
        self._room = False  # somebody gave current back
        self._more = False  # to hear or to send
        self._swept = 0
        self._followed = 0
        self._drawn_ma = array("i", bytes(12 * count)) if feeder else None  # as told last
        self._all_drawn_ma = [0, 0, 0]
        for pile, row in enumerate(roster.rows):
            self.needs.uses[pile] = self._connected[pile]
            self.needs.weight[pile] = row["weight"]
            self.needs.priority[pile] = row["priority"]

    def step(self, now_ms):
        """Take what came, share anew if that matters, answer. Call 10 to 20 times a second."""
        now = self._beats.update(now_ms)
        heard = 0
        while heard < _POLLS:
            data = self._link.poll()
            if data is None:
                break
            self._take(bytes(data), now)
            heard += 1
        self._more = heard == _POLLS
        if now != self._swept:
            self._swept = now
            self._look_after(now, now_ms)
        if not self._plans(1 if heard else _SLICES, now):  # half a plan is none
            self._answer(_TALK - heard, now)

    def busy(self):
        """Return whether the next step should not wait."""
        return self._run is not None or self._more

    def ready(self):
        """Return whether every pile was heard, or has had its time."""
        return self._beats.now >= _WAIT or self._unheard == 0

    def asks(self, pile):
        """Return whether `pile` was heard in the last 20 s."""
        asked = self._asked[pile]
        return asked != 0 and self._beats.now - asked < LEASE

    # what comes

    def _take(self, data, now):
        kind, version = message.kind(data)
        if self._twins and kind >= 0 and self._twins.get(data[1] - 1, (0, 0))[0] > now:
            return
        if kind == message.HELLO:
            answer = self.sessions.hello(data, self._yours)
            if answer is not None:
                self._link.send(data[1], answer)
        elif kind == message.ASK:
            told = self.sessions.ask(data, version)
            if told is not None:
                self._heard(told, now)
            elif 0 < data[1] <= self._count and self.sessions.states[data[1] - 1] == TWINS:
                self._part(data[1] - 1, now)

    def _part(self, pile, now):
        # both keep the fallback of one id; neither is granted anything
        aside_ma = self.ledger.fallback_ma(pile)
        self.ledger.set_aside(aside_ma - self._twins.get(pile, (0, 0))[1])
        self._twins[pile] = (now + _APART, aside_ma)
        self._asked[pile] = -LEASE

    def _reunite(self, now):
        for pile in list(self._twins):
            if now - self._twins[pile][0] >= _HOUR:
                self.ledger.set_aside(-self._twins.pop(pile)[1])

    def _yours(self, pile, fallback_ma):
        now = self._beats.now
        if pile >= self._count:
            more_ma = fallback_ma - self._strangers_ma.get(pile, 0)
            if more_ma > 0:
                self._strangers_ma[pile] = fallback_ma
                self.ledger.set_aside(more_ma)
            return False
        if fallback_ma > self.ledger.fallback_ma(pile):
            self.ledger.reserve(pile, fallback_ma, self._connected[pile], now)
        stamp = self.ledger.pledge[pile]
        return stamp != 0 and now - stamp < PLEDGED

    def _heard(self, told, now):
        pile, stamp, in_force, flags, most_ma, drawn_ma, leaves_min = told
        ledger = self.ledger
        if self.sessions.renewed:
            self.sessions.renewed = False
            ledger.renew(pile, now)
            if self._sent[pile]:
                self._sent[pile] = now + _ALONE
            self._answered[pile] = 0
        if not self._asked[pile]:
            self._unheard -= 1
        self._asked[pile] = now
        self._question[pile] = stamp
        if in_force and ledger.in_force(pile, in_force, now):
            self._room = True
        others = flags & message.PHASES & ~self._connected[pile]
        if others:  # it knows better than its row: its fallback is there too
            self._connected[pile] |= others
            ledger.reserve(pile, ledger.fallback_ma(pile), others, now)
        flags = flags if flags & message.PHASES else flags | self._connected[pile]
        if self.feeder is not None:
            self._note_drawn(pile, drawn_ma or (0, 0, 0))
        if self.needs.report(pile, flags, most_ma, drawn_ma, leaves_min, self._held(pile), now):
            self._news = True
        self._due[pile] = self._due[pile] or _ASKED

    def _note_drawn(self, pile, drawn_ma):
        for phase in range(3):
            at = 3 * pile + phase
            self._all_drawn_ma[phase] += drawn_ma[phase] - self._drawn_ma[at]
            self._drawn_ma[at] = drawn_ma[phase]

    # what time brings

    def _look_after(self, now, now_ms):
        ledger, needs = self.ledger, self.needs
        ledger.ready = self.ready()
        votes = ledger.votes
        if self._twins:
            self._reunite(now)
        for pile in ledger.sweep(now):
            asks = self.asks(pile)
            if not asks and needs.most_ma[pile]:
                needs.forget(pile)
                self._news = True
                if self.feeder is not None:
                    self._note_drawn(pile, (0, 0, 0))
            needs.settle(pile, now)
            if asks and not ledger.confirmed[pile] and now - self._sent[pile] >= _REPEAT:
                self._due[pile] = self._due[pile] or _ASKED
        if ledger.votes != votes:
            self._news = True
        if self.feeder is not None and now - self._followed >= _SECOND:
            self._followed = now
            self._follow(now_ms)

    def _follow(self, now_ms):
        left_ma = self.feeder.limits_ma(self._all_drawn_ma, now_ms)
        for phase in range(3):
            limit_ma = min(self._limit_ma[phase], left_ma[phase])
            if limit_ma != self.ledger.limit_ma[phase]:
                self.ledger.limit_ma[phase] = limit_ma
                self._news = True

    def _plans(self, slices, now):
        """Go on with a plan, or begin one; return whether there was one to go on with."""
        if self._run is None:
            passed = now - self._planned
            if passed >= _AGAIN or (self._news and passed >= _SOON):
                self._news = False
                self._planned = now
                self._run = self._make_plan(now)
            elif self._room:
                self._run = self._put_into_force(now)
            else:
                return False
            self._room = False
        try:
            for _ in range(slices):
                next(self._run)
        except StopIteration:
            self._run = None
            self._more = True
        return True

    def _make_plan(self, now):
        left_ma = self.ledger.kept_ma()
        for phase in range(3):
            left_ma[phase] = self.ledger.limit_ma[phase] - left_ma[phase]
        yield
        for _ in self.allocator.run(left_ma, self.ledger.pledged, now):
            yield
        for _ in self._put_into_force(now):
            yield

    def _put_into_force(self, now):
        for pile in range(self._count):
            self.needs.placed(pile, self.allocator.target_ma[pile] > 0, now)
            wanted_ma, held_ma = self._wanted(pile), self._held(pile)
            if wanted_ma != held_ma:
                self._due[pile] = _LOWERED if wanted_ma < held_ma else _ASKED
            if pile % _SLICE == _SLICE - 1:
                yield

    # what goes out

    def _answer(self, left, now):
        for why in (_LOWERED, _ASKED):
            for step in range(self._count):
                pile = (self._cursor + step) % self._count
                if self._due[pile] == why and self._give(pile, now):
                    left -= 1
                    if not left:
                        self._cursor = pile + 1
                        self._more = True
                        return

    def _held(self, pile):
        return self.ledger.held_ma(pile, self.needs.uses[pile])

    def _wanted(self, pile):
        if self.ledger.pledged[pile]:
            return self.allocator.target_ma[pile]
        # the first words with it: as much as it takes by itself
        return min(self.ledger.fallback_ma(pile), self.needs.most_ma[pile])

    def _give(self, pile, now):
        """Grant what is wanted, or what is free of it; return whether a message went out."""
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
            self._answered[pile] = self._question[pile]
            limit_ma = self.ledger.grant(pile, limit_ma, now, self._asked[pile] + COUNTED)
        else:
            limit_ma = self.ledger.lower(pile, limit_ma, now)
        self._sent[pile] = now
        self._due[pile] = 0
        version = self.sessions.versions[pile]
        body = message.grant(version, pile + 1, now, self._answered[pile], limit_ma)
        self._link.send(pile + 1, self.sessions.seal(pile, body))
