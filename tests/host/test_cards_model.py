"""The card list against a dict, and the PN532 driver against noise: whatever comes."""

import tempfile

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from session.card_changes import put, remove, replace, set_master
from session.card_text import group_hash
from session.cards import Cards
from session.readers.line import LineReader
from session.readers.pn532 import PN532
from tests.session.pn532_chip import Chip, Uart

UIDS = [f"{number:08X}" for number in range(40)]
uids = st.sampled_from(UIDS)
groups = st.sampled_from(["", "house", "guests"])
expiries = st.sampled_from([0, 1, 1800000000, 0xFFFFFFFF])


class List(RuleBasedStateMachine):
    """Every change counts at once; a restart keeps what was written."""

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.cards = Cards(self.folder.name)
        self.truth = {}
        self.master = None
        self.kept = ({}, None)

    def teardown(self):
        self.folder.cleanup()

    @rule(uid=uids, group=groups, expires_s=expiries)
    def put(self, uid, group, expires_s):
        cards = self.cards
        group = group_hash(cards.salt, group)
        if put(cards, cards.hash(uid), group, expires_s):
            self.truth[uid] = group + expires_s.to_bytes(4, "little")

    @rule(uid=uids)
    def remove(self, uid):
        if remove(self.cards, self.cards.hash(uid)):
            self.truth.pop(uid, None)

    @rule(uid=uids)
    def teach(self, uid):
        self.master = self.cards.hash(uid)
        set_master(self.cards, self.master)

    @rule(rows=st.dictionaries(uids, st.tuples(groups, expiries)), bad=st.booleans())
    def replace(self, rows, bad):
        self.write()
        cards = self.cards
        lines = [f"{uid},{group},{expires_s}".encode() for uid, (group, expires_s) in rows.items()]
        replace(cards, lines + [b"?"] * bad)
        self.write()
        if bad:
            assert f"line {len(rows) + 1}: " in cards.message
            return
        self.truth = {
            uid: group_hash(cards.salt, group) + expires_s.to_bytes(4, "little")
            for uid, (group, expires_s) in rows.items()
        }
        self.kept = dict(self.truth), self.master

    @rule()
    def write(self):
        if not self.cards.pending():
            return
        while self.cards.pending():
            self.cards.step(lambda: 0, 0)
        self.kept = dict(self.truth), self.master

    @rule()
    def restart(self):
        salt = self.cards.salt
        self.cards = Cards(self.folder.name)
        if self.cards.generation:
            assert self.cards.salt == salt
        self.truth, self.master = dict(self.kept[0]), self.kept[1]

    @invariant()
    def every_card_is_what_it_should_be(self):
        cards = self.cards
        for uid in UIDS:
            who = cards.hash(uid)
            wanted = self.truth.get(uid)
            assert cards.look(who) == (None if wanted is None else who + wanted)
        assert cards.master == (self.master or bytes(8))


List.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
TestList = List.TestCase


@settings(max_examples=300, deadline=None)
@given(st.lists(st.binary(max_size=60), max_size=30))
def test_the_pn532_driver_survives_noise_and_reads_no_card_from_it(noise):
    chip = Chip()
    reader = PN532(Uart(chip), lambda: chip.now_ms)
    rest = list(noise)
    chip.mangle = lambda frame: rest.pop() if rest else b""
    for _ in range(400):
        chip.now_ms += 20
        assert reader.poll() is None
    chip.mangle = None
    chip.card = b"\x01\x02\x03\x04"
    found = []
    for _ in range(200):
        chip.now_ms += 20
        found.append(reader.poll())
    assert "01020304" in found


class Bytes:
    def __init__(self, data):
        self.data = data

    def any(self):
        return len(self.data)

    def read(self, count):
        got, self.data = self.data[:count], self.data[count:]
        return got


@settings(max_examples=500, deadline=None)
@given(st.binary(max_size=200))
def test_a_line_reader_gives_ids_and_nothing_else(data):
    uart = Bytes(data + b"\rDEADBEEF\r")
    reader = LineReader(uart, lambda: 0)
    found = []
    while uart.any():
        found.append(reader.poll())
    ids = [uid for uid in found if uid is not None]
    assert ids[-1] == "DEADBEEF"
    for uid in ids:
        assert 8 <= len(uid) <= 20
        assert set(uid) <= set("0123456789ABCDEF")
