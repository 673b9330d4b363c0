"""The leader of a group: hears what its piles need, shares the limit, and grants.

What may be granted is the ledger's to say; the allocator only proposes. Nothing above a fallback
goes out before every pile was heard, or 46 s have passed (REQ-GRP-1), nor while another pile
leads under our number.
"""

import os

from micropython import const

from group import message
from group.allocator import Allocator
from group.beats import LEASE, PLEDGED, Beats
from group.grants import ASKED, Grants
from group.ledger import Ledger
from group.needs import Needs
from group.sessions import TWINS, Sessions

_HEARS = const(4)  # one piece of work in so many is to hear, while there is other work
_SOON = const(4)  # beats between two plans, at least
_AGAIN = const(80)  # beats between two plans without news: turns are taken
_SECOND = const(8)
_SIGN = const(40)  # beats between two signs of this leader to all others
_REPEAT = const(8)  # beats until what was not confirmed is said again
_ALONE = const(24)  # a new session is granted nothing so long: a twin would ask in the old one
_WAIT = const(368)  # REST and 1 s


class Leader(Grants):
    """Leads the piles of a roster. Never blocks; all calls from the shell.

    `link`: send(to_id, bytes) and poll() -> bytes or None, neither ever blocks or raises; 0 is
    everyone. The leader's own pile is a member like any other, its messages come by the link too
    (group.loop). `limit_ma`: 3, of the site's R, S, T. `feeder`: group.feeder, or None.
    """

    def __init__(self, roster, limit_ma, link, key, now_ms, feeder=None, nonce=os.urandom):
        count = len(roster.rows)
        ledger = Ledger(roster.fallback_ma, limit_ma, roster.leader - 1)
        sessions = Sessions(key, roster.leader, count, nonce, message.VERSIONS)
        needs = Needs(count)
        clock = Beats(now_ms)
        Grants.__init__(self, ledger, needs, Allocator(needs), sessions, link, clock)
        self.feeder = feeder
        self.doubles = None  # group.doubles, once there is one
        self._limit_ma = tuple(limit_ma)
        self._connected = roster.connected
        self._count = count
        self._unheard = count
        self._run = None  # the plan that is being made
        self._planned = -_AGAIN  # beat of the last one
        self._news = True  # it has to be made anew
        self._room = False  # somebody gave current back
        self._more = False  # the last piece of work was one
        self._turn = 0
        self._swept = self._followed = self._signed = 0
        for pile, row in enumerate(roster.rows):
            self.needs.uses[pile] = self._connected[pile]
            self.needs.weight[pile] = row["weight"]
            self.needs.priority[pile] = row["priority"]

    def step(self, now_ms):
        """Do one piece of work, 6 ms on a Pico at most. Called 10 times a second or more often.

        What is due, what came, what has to be shared anew, what has to be answered.
        """
        now = self._beats.update(now_ms)
        self._more = True
        if now != self._swept:
            self._swept = now
            self._look_after(now, now_ms)
            return
        self._turn = (self._turn + 1) % _HEARS
        if self._turn == 0 and self._hear(now):
            return
        if self._plans(now) or self._answer(now):  # half a plan is none
            return
        self._more = self._turn != 0 and self._hear(now)

    def busy(self):
        """Return whether there may be more to do at once."""
        return self._more

    def ready(self):
        """Return whether every pile was heard, or has had its time; and no other leads."""
        if self.doubles is not None and self.doubles.leads():
            return False
        return self._beats.now >= _WAIT or self._unheard == 0

    # what comes

    def _hear(self, now):
        data = self._link.poll()
        if data is not None:
            self._take(bytes(data), now)
        return data is not None

    def _take(self, data, now):
        kind, version = message.kind(data)
        if kind == message.WELCOME:
            fallback_ma = self.sessions.other_leader(data)
            if fallback_ma is not None:
                self._doubled(now).lead(fallback_ma)
        elif kind < 0 or (self.doubles is not None and self.doubles.deaf(data[1] - 1)):
            return
        elif kind == message.HELLO:
            answer = self.sessions.hello(data, self._yours)
            if answer is not None:
                self._link.send(data[1], answer)
        elif kind == message.ASK:
            told = self.sessions.ask(data, version)
            if told is not None:
                self._heard(told, now)
            elif 0 < data[1] <= self._count and self.sessions.states[data[1] - 1] == TWINS:
                self._doubled(now).part(data[1] - 1)
                self._asked[data[1] - 1] = -LEASE

    def _doubled(self, now):
        if self.doubles is None:
            from group.doubles import Doubles

            self.doubles = Doubles(self.ledger, now)
        return self.doubles

    def _yours(self, pile, fallback_ma):
        now = self._beats.now
        if pile >= self._count:
            self._doubled(now).stranger(pile, fallback_ma)
            return False
        if fallback_ma > self.ledger.fallback_ma(pile):
            self.ledger.reserve(pile, fallback_ma, self._connected[pile], now)
        stamp = self.ledger.pledge[pile]
        return stamp != 0 and now - stamp < PLEDGED

    def _heard(self, told, now):
        pile, _, in_force, flags, most_ma, drawn_ma, leaves_min = told
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
        self._due[pile] = self._due[pile] or ASKED[0]
        if in_force and ledger.in_force(pile, in_force, now):
            self._room = True
        others = flags & message.PHASES & ~self._connected[pile]
        if others:  # it knows better than its row: its fallback is there too
            self._connected[pile] |= others
            ledger.reserve(pile, ledger.fallback_ma(pile), others, now)
        flags = flags if flags & message.PHASES else flags | self._connected[pile]
        if self.feeder is not None:
            self.feeder.drew(pile, drawn_ma)
        if self.needs.report(pile, flags, most_ma, drawn_ma, leaves_min, self._held(pile), now):
            self._news = True

    # what time brings

    def _look_after(self, now, now_ms):
        ledger, needs = self.ledger, self.needs
        ledger.ready = self.ready()
        if self.doubles is not None:
            self.doubles.look(now)
        if now - self._signed >= _SIGN:
            self._signed = now
            self._link.send(0, self.sessions.sign(ledger.fallback_ma(ledger.own)))
        for pile in ledger.sweep(now):
            if self.asks(pile):
                if not ledger.confirmed[pile] and now - self._sent[pile] >= _REPEAT:
                    self._due[pile] = self._due[pile] or ASKED[0]
            elif needs.most_ma[pile]:
                needs.forget(pile)
                self._news = True
                if self.feeder is not None:
                    self.feeder.drew(pile, None)
            needs.settle(pile, now)
        if ledger.changed:
            ledger.changed = False
            self._news = True
        if self.feeder is not None and now - self._followed >= _SECOND:
            self._followed = now
            self._follow(now_ms)

    def _follow(self, now_ms):
        left_ma = self.feeder.limits_ma(now_ms)
        for phase in range(3):
            limit_ma = min(self._limit_ma[phase], left_ma[phase])
            if limit_ma != self.ledger.limit_ma[phase]:
                self.ledger.limit_ma[phase] = limit_ma
                self._news = True

    def _plans(self, now):
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
            next(self._run)
        except StopIteration:
            self._run = None
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
