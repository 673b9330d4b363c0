from session.authorise import REMOTE, Authorise
from session.card_changes import put, set_master
from session.card_file import NOBODY
from session.cards import Cards
from tests.session.card_disk import Disk

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


def test_plug_and_charge_needs_no_card():
    pile = Pile("plug_and_charge")
    assert pile.auth.allowed()
    pile.plug()
    assert pile.open
    assert pile.whose == [None]
    assert pile.card(ANN) == "ignored"
    assert pile.auth.allowed()
    assert pile.stops == []


def test_with_a_list_a_card_is_needed():
    pile = Pile()
    pile.plug()
    assert not pile.open
    assert pile.card(STRANGER) == "unknown"
    assert not pile.auth.allowed()
    assert pile.card(ANN) == "accepted"
    pile.run(1)
    assert pile.open
    assert pile.whose == [pile.cards.hash(ANN)]
    assert pile.auth.group() == HOUSE
    assert pile.auth.answer == "accepted"


def test_an_authorisation_without_a_car_ends_after_the_time_out():  # OP-047
    for start_ms in (0, WRAP - 30000):
        pile = Pile(start_ms=start_ms)
        assert pile.card(ANN) == "accepted"
        pile.run(59)
        assert pile.auth.allowed()
        pile.run(2)
        assert not pile.auth.allowed()
        assert pile.auth.who() is None
        pile.plug()
        assert not pile.open


def test_while_a_car_is_plugged_the_time_out_waits():
    pile = Pile()
    pile.card(ANN)
    pile.plugged = True
    for _ in range(300):  # plugged, and no session yet: a fault, say
        pile.now_ms += 1000
        pile.auth.update(True, False, pile.now_ms)
    assert pile.auth.allowed()
    pile.plug(False, 59)
    assert pile.auth.allowed()
    pile.run(2)
    assert not pile.auth.allowed()


def test_the_unplug_ends_the_authorisation():
    pile = charging()
    pile.plug(False)
    assert pile.auth.who() is None
    pile.plug()
    assert not pile.open
    assert len(pile.whose) == 1


def test_the_same_card_or_its_group_stops_a_session_and_no_other():  # OP-046
    for uid, answer in ((ANN, "stopped"), (BOB, "stopped"), (CAT, "busy"), (STRANGER, "unknown")):
        pile = charging()
        assert pile.card(uid) == answer
        pile.run(1)
        assert pile.auth.allowed() == (answer != "stopped")
        assert (LOCAL in pile.stops) == (answer == "stopped")
        assert pile.auth.who() == pile.cards.hash(ANN)  # kept up to the end of the session
        pile.plug(False)
        assert pile.auth.stop_asked() == 0


def test_no_group_is_no_common_group():
    pile = charging(CAT)
    put(pile.cards, pile.cards.hash(STRANGER))
    assert pile.card(STRANGER) == "busy"
    assert pile.auth.allowed()


def test_a_card_that_was_taken_off_the_list_stops_its_own_session():
    pile = charging()
    pile.cards.changes.append((pile.cards.hash(ANN), None))
    assert pile.card(ANN) == "stopped"


def test_a_second_showing_before_the_plug_takes_it_back():
    pile = Pile()
    assert pile.card(ANN) == "accepted"
    pile.run(3)
    assert pile.card(CAT) == "busy"
    assert pile.card(ANN) == "stopped"
    assert not pile.auth.allowed()
    pile.run(3)
    assert pile.card(CAT) == "accepted"


def test_a_card_seen_again_within_2_s_counts_once():
    pile = Pile()
    assert pile.card(ANN) == "accepted"
    for _ in range(40):  # held there for 20 s
        pile.run(0.5)
        assert pile.card(ANN) == "ignored"
    pile.run(1.9)
    assert pile.card(ANN) == "ignored"
    pile.run(2)
    assert pile.card(ANN) == "stopped"


def test_two_cards_read_in_turn_count_once_each():
    pile = Pile()
    said = []
    for _ in range(5):
        said += [pile.card(ANN), pile.card(CAT)]
        pile.run(0.5)
    assert said == ["accepted", "busy"] + ["ignored"] * 8


def test_an_old_card_is_not_young_again_after_the_wrap():
    pile = Pile()
    pile.card(ANN)
    pile.run(3)
    pile.now_ms = 0
    assert pile.card(ANN) == "stopped"


def test_expiry_is_by_the_clock():
    for uid, now_s, answer in (
        (OLD, NOW_S - 1, "accepted"),
        (OLD, NOW_S, "expired"),
        (BOB, NOW_S, "accepted"),
        (ANN, 2**32, "accepted"),
    ):
        assert Pile().card(uid, now_s) == answer, uid


def test_with_an_unset_clock_the_lists_own_time_decides():
    for made_s, answer in ((0, "accepted"), (NOW_S - 1, "accepted"), (NOW_S, "expired")):
        pile = Pile()
        pile.cards.made_s = made_s
        assert pile.card(OLD, 0) == answer


def test_a_remote_start_needs_no_card():  # OP-048
    for mode in ("list", "remote"):
        pile = Pile(mode)
        assert not pile.auth.allowed()
        assert pile.auth.start(b"platform", None, pile.now_ms)
        assert not pile.auth.start(b"another!", None, pile.now_ms)
        pile.plug()
        assert pile.whose == [b"platform"]
        assert not pile.auth.start(b"another!", None, pile.now_ms)
        assert pile.card(ANN) == "busy"


def test_a_remote_start_without_a_car_times_out_too():
    pile = Pile("remote")
    pile.auth.start(b"platform", None, pile.now_ms)
    pile.run(61)
    assert not pile.auth.allowed()


def test_a_remote_stop():  # OP-050
    pile = charging()
    assert pile.auth.stop(REMOTE)
    pile.run(1)
    assert REMOTE in pile.stops
    assert not pile.auth.allowed()
    pile.plug(False)
    assert not pile.auth.stop(REMOTE)
    assert pile.card(CAT) == "accepted"
    assert pile.auth.stop(REMOTE)
    assert not pile.auth.allowed()


def test_a_remote_stop_of_plug_and_charge_lasts_until_the_unplug():
    pile = Pile("plug_and_charge")
    pile.plug()
    assert pile.auth.stop()
    pile.run(5)
    assert not pile.auth.allowed()
    pile.plug(False)
    assert pile.auth.allowed()
    pile.plug()
    assert len(pile.whose) == 2
    assert pile.open


def test_cards_of_the_list_charge_without_the_platform():  # OP-061
    assert Pile("remote").card(ANN) == "accepted"


def test_a_reservation_says_who_may():
    def may(who, group):
        return who == ours or group == HOUSE

    pile = Pile(may=may)
    ours = pile.cards.hash(CAT)
    assert not pile.auth.start(b"platform", None, 0)
    put(pile.cards, pile.cards.hash(STRANGER))
    assert pile.card(STRANGER) == "reserved"
    assert pile.card(BOB) == "accepted"
    pile.run(3)
    assert pile.card(BOB) == "stopped"
    assert pile.card(CAT) == "accepted"
    free = Pile("plug_and_charge", may)
    free.plug()
    assert not free.open
    assert free.card(BOB) == "accepted"  # the holder of a pile that asks nobody else for a card
    free.plug()
    assert free.open


def test_who_charged_before_a_reset_is_not_asked_again():
    pile = Pile(may=lambda _who, _group: False)
    assert not pile.auth.start(b"platform", None, 0)
    assert pile.auth.take_up(b"platform", None, 0)
    assert not pile.auth.take_up(b"another!", None, 0)
    assert pile.auth.who() == b"platform"


def test_a_reservation_made_while_somebody_charges_ends_nothing():
    reserved = []
    pile = Pile("plug_and_charge", lambda _who, _group: not reserved)
    pile.plug()
    reserved.append(1)
    pile.run(1)
    assert pile.auth.allowed()
    assert pile.stops == []


def test_a_change_of_the_setting_does_not_end_a_session():
    pile = Pile("plug_and_charge")
    pile.plug()
    other = charging()
    pile.auth.values, other.auth.values = other.auth.values, pile.auth.values
    for each in (pile, other):
        each.run(1)
        assert each.auth.allowed()
        assert each.stops == []
    assert pile.card(CAT) == "busy"
    assert other.auth.who() == other.cards.hash(ANN)
    pile.plug(False)
    pile.plug()
    assert not pile.open


def taught(mode="list"):
    pile = Pile(mode)
    set_master(pile.cards, pile.cards.hash(STRANGER))
    return pile


def test_the_master_card_teaches_cards():
    for mode in ("list", "plug_and_charge"):
        pile = taught(mode)
        new = "11111111", "22222222", "33333333"
        assert pile.card(STRANGER) == "learning"
        for uid in new[:2]:
            pile.run(20)
            assert pile.card(uid) == "learned"
        pile.run(3)
        assert pile.card(new[0]) == "known"
        assert pile.card(STRANGER) == "learning ended" or pile.card(STRANGER) == "ignored"
        pile.run(3)
        assert pile.auth.learning is None
        record = pile.cards.look(pile.cards.hash(new[1]))
        assert record[8:] == bytes(8)
        pile.auth.values = {"authorise": "list", "connection_timeout_s": 60}
        assert pile.card(new[2]) == "unknown"
        assert pile.card(new[1]) == "accepted"
        assert not pile.whose


def test_learning_ends_after_30_s_without_a_card():
    pile = taught()
    pile.card(STRANGER)
    pile.run(29)
    assert pile.auth.learning
    assert pile.card("11111111") == "learned"
    pile.run(29)
    assert pile.card("22222222") == "learned"
    pile.run(31)
    assert pile.auth.learning is None
    assert pile.card("33333333") == "unknown"


def test_the_master_card_itself_authorises_nothing():
    pile = taught()
    pile.plug()
    pile.card(STRANGER)
    pile.run(1)
    assert not pile.open


def test_learning_does_not_touch_a_session():
    pile = charging()
    set_master(pile.cards, pile.cards.hash(STRANGER))
    assert pile.card(STRANGER) == "learning"
    assert pile.card(ANN) == "known"
    pile.run(1)
    assert pile.open
    assert pile.stops == []


def test_a_new_master_card():
    pile = Pile()
    assert pile.cards.master == NOBODY
    pile.auth.learn(pile.now_ms, master=True)
    assert pile.card("77777777") == "new master"
    assert pile.cards.master == pile.cards.hash("77777777")
    assert pile.card(STRANGER) == "unknown"
    pile.run(3)
    assert pile.auth.learning is None
    assert pile.card("77777777") == "learning"


def test_too_many_new_cards_at_once_are_said():
    pile = taught()
    pile.card(STRANGER)
    said = [pile.card("%08X" % uid) for uid in range(16)]
    assert said == ["learned"] * 12 + ["full"] * 4
