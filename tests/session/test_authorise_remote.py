"""Who may charge: from afar, and with a reservation."""

from session.authorise import REMOTE
from session.card_changes import put
from tests.session.holders import ANN, BOB, CAT, HOUSE, STRANGER, Pile, charging


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
    pile.auth.take_up(b"platform", None, 0)
    assert pile.auth.who() == b"platform"


def test_who_came_while_the_pile_started_does_not_get_the_session_of_before():
    pile = Pile()
    assert pile.card(CAT) == "accepted"
    ann = pile.cards.hash(ANN)
    pile.auth.take_up(ann, HOUSE, pile.now_ms)
    pile.plug(seconds=3)
    assert pile.card(CAT) == "busy"
    assert pile.card(ANN) == "stopped"


def test_a_reservation_made_while_somebody_charges_ends_nothing():
    reserved = []
    pile = Pile("plug_and_charge", lambda _who, _group: not reserved)
    pile.plug()
    reserved.append(1)
    pile.run(1)
    assert pile.auth.allowed()
    assert pile.stops == []
