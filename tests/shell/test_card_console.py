import sys

from session.authorise import Authorise
from session.card_changes import put
from session.cards import Cards
from shell.card_console import ANSWERS
from tests.disk import Disk
from tests.shell.desk import Desk
from tests.shell.fakes import Pile
from tests.shell.test_texts import check_pair
from tools.world.counter import Reader

UID = "04:A1:B2:C3"


def desk(reader=True, settings=b'{"authorise": "list"}'):
    pile = Pile(settings)
    disk = Disk()
    trade = pile.app.trade
    trade.cards = Cards("d", disk.open, disk)
    trade.authorise = Authorise(pile.app.values, trade.cards)
    trade.reader = Reader() if reader else None
    return Desk(pile)


def shown(at, uid):
    at.pile.app.trade.authorise.update(False, False, at.pile.ports.now_ms)
    return at.pile.app.trade.authorise.card(uid, at.pile.ports.now_ms, 0)


def written(at):
    trade = at.pile.app.trade
    while trade.cards.pending():
        trade.cards.step(lambda: 0, 0)


def test_an_empty_list_says_what_is_missing():
    assert desk(reader=False).ask("cards") == (
        "0 cards on the list\nno master card\nno reader; set(reader=...)"
    )
    assert desk().ask("cards", lang="zh") == "名单中有 0 张卡\n无主卡"


def test_add_and_remove():
    at = desk()
    assert (
        at.ask("cards", "add", UID, group="house", expires=1800000000) == "the card is on the list"
    )
    assert at.ask("cards").startswith("0 cards on the list\nchanges are written while no car")
    written(at)
    assert at.ask("cards").startswith("1 card on the list\nno master card")
    assert shown(at, "04A1B2C3") == "accepted"
    assert "the last card: may charge" in at.ask("cards")
    assert at.ask("cards", "remove", "04a1b2c3") == "the card is off the list"
    written(at)
    assert at.ask("cards").startswith("0 cards on the list")


def test_learn_and_master():
    at = desk()
    assert at.ask("cards", "master").startswith("present the new master card")
    assert "new cards are learnt now" in at.ask("cards")
    assert shown(at, "AAAAAAAA") == "new master"
    assert at.ask("cards", "learn").startswith("present the new cards")
    assert shown(at, "04A1B2C3") == "learned"
    assert shown(at, "AAAAAAAA") == "ignored"
    at.pile.ports.now_ms += 40000
    assert shown(at, "04A1B2C3") == "accepted"
    assert "no master card" not in at.ask("cards")
    assert "there is no reader" in desk(reader=False).ask("cards", "learn")


def test_an_import_says_at_once_that_a_file_is_not_there_and_later_what_is_wrong_in_it():
    at = desk()
    assert "/nothing cannot be read" in at.ask("cards", "import", "/nothing")
    path = "%stests/scenarios/README.md" % __file__[: -len("tests/shell/test_card_console.py")]
    assert at.ask("cards", "import", path).startswith("the list is being read")
    assert "a card list is being written" in at.ask("cards", "import", path)
    written(at)
    assert "was not written: line 1: a card id must be" in at.ask("cards")


def test_what_is_typed_wrong_is_named_and_changes_nothing():
    at = desk()
    for arguments, said in (
        (("delete", UID), 'must be "add", "remove"'),
        (("add",), "a card id must be a text of 8 to 20 hex digits"),
        (("add", 4), "a card id must be a text"),
        (("add", "0xDEADBEEF"), "a card id must be 8 to 20 hex digits"),
        (("add", UID, 7), "group must be a text of 20 letters"),
        (("add", UID, "g" * 21), "group must be a text of 20 letters"),
        (("add", UID, "", "tomorrow"), "expires must be unix seconds"),
        (("add", UID, "", -1), "expires must be unix seconds"),
        (("add", UID, "", True), "expires must be unix seconds"),
        (("remove", UID), "this card is not on the list"),
        (("import", 1), "import needs the path of a file"),
    ):
        text = at.ask("cards", *arguments)
        assert said in text, (arguments, text)
        assert text.startswith("nothing was done: ")
        assert "use: cards('add'" in text
    assert not at.pile.app.trade.cards.pending()


def test_too_many_changes_are_refused():
    at = desk()
    for number in range(16):
        put(at.pile.app.trade.cards, b"1234567%x" % number)
    assert "16 changes wait" in at.ask("cards", "add", UID)


def test_no_card_and_no_hash_is_said():
    at = desk()
    at.ask("cards", "add", UID)
    at.ask("cards", "master")
    shown(at, "AAAAAAAA")
    for options in ({}, {"json": True}):
        text = at.ask("cards", **options)
        cards = at.pile.app.trade.cards
        for secret in ("04A1", "AAAAAA", str(cards.salt), str(cards.master)):
            assert secret not in text
    data = at.data("cards")
    assert (data["count"], data["master"], data["waiting"], data["last"]) == (
        0,
        True,
        True,
        "new master",
    )


def test_a_reader_that_does_not_answer_is_said():
    at = desk()
    at.pile.app.trade.reader.failed = True
    at.pile.app.trade.reader.notes = lambda: (("reader: no answer", 3),)
    text = at.ask("cards")
    assert "the reader does not answer" in text
    assert "reader: no answer: 3" in text


def test_every_answer_has_both_texts():
    assert len(ANSWERS) == 13
    for en, zh in ANSWERS.values():
        check_pair(en, zh)


def test_the_parts_that_change_the_list_give_their_heap_back():
    at = desk()
    at.ask("cards", "add", UID)
    at.ask("cards")
    names = [
        "session." + name for name in ("card_changes", "card_build", "card_text", "card_file")
    ]
    for name in names + ["shell.card_console"]:
        assert name not in sys.modules
