"""Cards that a master card teaches."""

from session.card_changes import set_master
from session.card_file import NOBODY
from tests.session.holders import ANN, STRANGER, Pile, charging


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
