"""The text of a card list, and the power that goes, or the disk that is full, meanwhile."""

from session.card_changes import put, replace
from session.card_text import lines_of
from tests.disk import Disk, PowerCut
from tests.session.test_cards import CARDS, LINES, again, find, listed, ticks, uids, write

NEW = b"11111111,a\n", b"22222222,b,5\n", b"33333333\n"
BAD = (
    (b"nothing,x,0", "a card id must be 8 to 20 hex digits"),
    (b",,", "a card id must be 8 to 20 hex digits"),
    (b"uid,group,expiry", "a card id must be 8 to 20 hex digits"),
    (b"11111111,x,0,0", "it must be uid,group,expiry"),
    (b"11111111," + b" " * 80, "it must be uid,group,expiry"),
    (b"11111111,123456789012345678901,0", "a group must have 20 letters at most"),
    (b"11111111,x,-1", "expiry must be unix seconds, or nothing"),
    (b"11111111,x,4294967296", "expiry must be unix seconds, or nothing"),
    (b"11111111,x,2027-01-01", "expiry must be unix seconds, or nothing"),
    (b"11111111,\xff\xfe,0", "it is not text"),
    (b"", "it is empty"),
    (b"DEADBEEF", "this card is on an earlier line too"),
    (b"de:ad:be:ef,x", "this card is on an earlier line too"),
)


def test_a_bad_line_is_named_by_its_number_and_changes_nothing():
    for bad, why in BAD:
        disk = Disk()
        cards = listed(disk)
        before = dict(disk.files)
        lines = LINES + (b"55555555\n",) + (bad + b"\n",) + (b"66666666\n",)
        replace(cards, lines)
        assert write(cards) == "the card list was not written: line 5: " + why
        assert again(disk).count == cards.count == 3
        assert find(cards, CARDS[0]) is not None
        assert find(cards, "55555555") is None
        assert disk.files["d/cards"] == before["d/cards"]
        assert "d/cards.tmp" not in disk.files
        assert not cards.pending()


def test_a_changed_list_survives_a_bad_import():
    cards = listed(Disk())
    put(cards, cards.hash("0A0B0C0D"))
    replace(cards, [b"x"])
    cards.step(ticks, 0)
    assert find(cards, "0A0B0C0D") is not None
    write(cards)
    assert cards.changes == []


def test_empty_lines_at_the_end_are_nothing():
    assert listed(Disk(), NEW + (b"\r\n", b"\n")).count == 3
    assert listed(Disk(), ()).count == 0


def test_twice_the_same_card_far_apart():
    known = [uid.encode() for uid in uids(700)]
    cards = again(Disk())
    replace(cards, known + [known[450]])
    why = "line 701: this card is on an earlier line too"
    assert write(cards) == "the card list was not written: " + why


def test_lines_of_a_file_are_cut_where_they_are_too_long():
    disk = Disk({"f": b"11111111\n" + b"2" * 500 + b"\n"})
    found = list(lines_of("f", disk.open))
    assert found[0] == b"11111111\n"
    assert len(found[1]) == 82
    cards = again(disk)
    replace(cards, lines_of("f", disk.open))
    assert write(cards) == "the card list was not written: line 2: it must be uid,group,expiry"
    replace(cards, lines_of("nothing", disk.open))
    assert "was not written" in write(cards)


def changed(cards):
    replace(cards, NEW)


def added(cards):
    put(cards, cards.hash("11111111"), b"abcd", 0)


def fresh(change, budget, **disk):
    """Return (disk, list) that began `change`, `budget` before the end."""
    made = Disk()
    listed(made)
    cards = again(made)
    made.budget = budget
    for key, value in disk.items():
        setattr(made, key, value)
    change(cards)
    return made, cards


def test_a_power_cut_anywhere_leaves_the_old_list_or_the_new_one():
    for change in (changed, added):
        disk, cards = fresh(change, -1)
        disk.operations = 0
        write(cards)
        writes = disk.operations
        kept = {False: 0, True: 0}
        for budget in range(writes + 1):
            if 40 < budget < writes - 20 and budget % 89:
                continue  # within the index every byte is like the other
            disk, cards = fresh(change, budget)
            try:
                write(cards)
            except PowerCut:
                pass
            disk.budget = -1
            after = again(disk)
            assert after.message == ""
            new = find(after, "11111111") is not None
            kept[new] += 1
            assert after.generation == (2 if new else 1)
            assert new or find(after, CARDS[0]) is not None
            change(after)  # what the cut left over is in nobody's way
            assert write(after) == ""
            assert find(again(disk), "11111111") is not None
        assert kept[False] > 60
        assert kept[True] == 1  # the rename is the last thing that is done


def test_a_full_disk_is_said_and_the_old_list_stays():
    for silent in (False, True):
        for change in (changed, added):
            disk, cards = fresh(change, -1)
            disk.operations = 0
            write(cards)
            for budget in range(0, disk.operations - 2, 97):
                disk, cards = fresh(change, budget, full=True, silent=silent)
                assert "the card list was not written: " in write(cards)
                assert not cards.pending()  # no tries without end: each would wear the flash
                disk.budget = -1
                assert find(again(disk), CARDS[0]) is not None
