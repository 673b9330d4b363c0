"""Who may charge: plug and charge, and cards of a list."""

from session.card_changes import put
from tests.session.holders import (
    ANN,
    BOB,
    CAT,
    HOUSE,
    LOCAL,
    NOW_S,
    OLD,
    STRANGER,
    WRAP,
    Pile,
    charging,
)


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


def test_cards_of_the_list_charge_without_the_platform():  # OP-061
    assert Pile("remote").card(ANN) == "accepted"


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
