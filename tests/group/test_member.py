from group import member as members
from group import message
from group.member import Config, Member
from tests.group.fakes import KEY, Group, Nonces

NONCE = b"leadnonc"
FALLBACK = (6000, 6000, 6000)


class Line:
    def __init__(self):
        self.sent = []
        self.came = []

    def send(self, to_id, data):
        assert to_id == 1
        self.sent.append(data)

    def poll(self):
        return self.came.pop(0) if self.came else None


class One:
    """Pile 2 and a leader that the test plays."""

    def __init__(self, now_ms=0, versions=(1, 1)):
        self.line = Line()
        self.now_ms = now_ms
        config = Config(1, 8, FALLBACK, versions)
        self.member = Member(2, KEY, config, self.line, now_ms, nonce=Nonces())
        self.session = None

    def wait(self, seconds):
        for _ in range(int(seconds * 10)):
            self.now_ms = (self.now_ms + 100) & 0x3FFFFFFF
            self.member.step(self.now_ms)

    def welcome(self, nonce=NONCE, yours=0, pile=2, leader=1, version=1):
        hello = message.read_hello(self.line.sent[-1])[5]
        body = message.welcome(pile, leader, version, yours, nonce)
        self.line.came.append(KEY.seal(hello, body))
        self.wait(0.1)
        self.session = nonce + hello

    def stamp(self):
        return message.read_ask(self.line.sent[-1])[1]

    def grant(self, stamp, limit_ma, answers=None, version=1):
        answers = self.stamp() if answers is None else answers
        body = message.grant(version, 2, stamp, answers, (limit_ma,) * 3)
        self.line.came.append(KEY.seal(self.session, body))
        self.wait(0.1)

    def joined(self):
        self.wait(46)
        self.welcome()
        self.wait(3)
        return self

    def limit(self):
        return self.member.limit(self.now_ms)[0]


def test_it_has_nothing_for_45_s_after_a_start_then_its_fallback():
    pile = One(0x3FFFFFFF - 20000)  # across the wrap of the tick counter
    pile.wait(44)
    assert pile.limit() == 0 and pile.member.state() == "started"
    pile.wait(2)
    assert pile.limit() == 6000 and pile.member.state() == "free"


def test_it_obeys_nobody_before_that():
    pile = One()
    pile.wait(10)
    pile.welcome()
    assert pile.member.refused == members.OTHER_START
    pile.wait(3)
    assert message.kind(pile.line.sent[-1])[0] == message.HELLO


def test_but_the_leader_it_has_promised_to():
    pile = One()
    pile.wait(10)
    pile.welcome(yours=1)
    pile.wait(3)
    pile.grant(1, 16000)
    assert pile.limit() == 16000


def test_a_grant_lasts_20_s_from_the_question():
    pile = One().joined()
    asked_ms = pile.now_ms
    stamp = pile.stamp()
    pile.wait(12)  # the network is slow
    pile.grant(1, 16000, stamp)
    assert pile.limit() == 16000 and pile.member.state() == "granted"
    pile.wait((asked_ms + 17500 - pile.now_ms) / 1000)
    assert pile.limit() == 16000
    pile.wait(2.6)
    assert pile.limit() == 6000 and pile.member.state() == "lapsed"


def test_a_lapsed_pause_stays_a_pause_until_45_s_after_the_last_word():
    pile = One().joined()
    pile.grant(1, 0)
    pile.wait(44)
    assert pile.limit() == 0
    pile.wait(1.2)
    assert pile.limit() == 6000


def test_old_answers_replays_and_forgeries_change_nothing():
    pile = One().joined()
    stamp = pile.stamp()
    pile.grant(5, 10000)
    for number, limit_ma in ((5, 16000), (4, 20000)):
        pile.grant(number, limit_ma)
        assert pile.limit() == 10000
    session, pile.session = pile.session, b"0" * 16
    pile.grant(9, 20000)
    assert pile.limit() == 10000 and pile.member.refused == members.FORGED
    pile.session = session
    pile.wait(16)
    pile.grant(6, 16000, stamp)
    pile.wait(5)
    pile.grant(7, 16000, stamp)  # the question is more than 20 s old
    assert pile.limit() == 6000


def test_it_follows_another_start_of_the_leader_only_when_free():
    pile = One().joined()
    pile.grant(1, 16000)
    pile.wait(23)
    pile.welcome(b"otherone")
    assert pile.member.refused == members.OTHER_START
    pile.wait(23)
    pile.welcome(b"otherone")
    pile.wait(3)
    pile.grant(1, 20000)
    assert pile.limit() == 20000


def test_another_leader_is_a_stranger():
    pile = One()
    pile.wait(46)
    pile.welcome(leader=3)
    assert pile.member.refused == members.STRANGER
    pile.welcome(pile=3)
    assert pile.member.refused == members.STRANGER


def test_unknown_versions_fall_back():  # REQ-GRP-1
    pile = One()
    pile.wait(46)
    pile.welcome(version=2)
    assert pile.member.refused == members.VERSION
    assert pile.limit() == 6000
    pile = One(versions=(1, 2)).joined()
    pile.grant(1, 16000, version=2)
    assert pile.limit() == 6000 and pile.member.refused == members.VERSION
    pile.grant(1, 16000)
    assert pile.limit() == 16000


def test_a_grant_counts_as_in_force_when_the_pilot_was_told():
    pile = One().joined()
    pile.grant(7, 16000)
    pile.wait(3)
    assert message.read_ask(pile.line.sent[-1])[2] == 0
    pile.limit()
    pile.grant(8, 10000)
    pile.member.applied()  # of what was shown: 7
    pile.wait(3)
    assert message.read_ask(pile.line.sent[-1])[2] == 7
    pile.limit()
    pile.member.applied()
    pile.wait(1)
    assert message.read_ask(pile.line.sent[-1])[2] == 8


def test_it_asks_each_2_5_s_and_at_a_change_within_half_a_second():
    pile = One().joined()
    pile.wait(3)
    pile.line.sent.clear()
    pile.wait(25)
    assert 9 <= len(pile.line.sent) <= 10
    pile.wait(1)
    count = len(pile.line.sent)
    pile.member.flags = message.PHASES | message.PLUGGED
    pile.wait(0.6)
    assert len(pile.line.sent) == count + 1


def test_a_pile_that_starts_again_in_a_running_group_waits_for_seconds_only():
    group = Group(4, [48000] * 3)
    for pile in range(1, 5):
        group.car(pile)
    group.run(60)
    assert group.allowed() == [12, 12, 12, 12]
    group.members[2] = group.member(3)
    group.car(3)
    assert group.allowed()[2] == 0
    group.run(8)
    assert group.allowed() == [12, 12, 12, 12]


def test_a_tick_counter_that_steps_back_frees_nobody():
    pile = One(5000).joined()
    pile.grant(1, 0)
    pile.now_ms -= 300
    assert pile.limit() == 0 and pile.member.state() == "granted"
