from session.card_changes import MOST, put, remove, replace, set_master
from session.card_file import NOBODY
from session.card_text import NO_GROUP, digits
from session.cards import Cards, place
from tests.disk import Disk

CARDS = "04A1B2C3D4E5F6", "DEADBEEF", "0012345678"
LINES = b"04:a1:b2:c3:d4:e5:f6,house,0\n", b"dead beef,house,1800000000\r\n", b"0012345678"
DAMAGED = "the card list is damaged: import it again"


def ticks():
    return 0


def write(cards, now_s=0):
    """Let everything that waits be written; return what there is to say."""
    while cards.pending():
        cards.step(ticks, now_s)
    return cards.message


def listed(disk, lines=LINES, now_s=0):
    cards = Cards("d", disk.open, disk)
    replace(cards, lines)
    assert write(cards, now_s) == ""
    return cards


def again(disk):
    """Return the list as after a restart."""
    return Cards("d", disk.open, disk)


def find(cards, uid):
    """Return (group, expiry) of a card, or None."""
    record = cards.look(cards.hash(uid))
    return record and (record[8:12], int.from_bytes(record[12:], "little"))


def uids(count, start=0):
    for i in range(start, start + count):
        yield "%08X" % (i * 2654435761 & 0xFFFFFFFF)


def test_without_a_file_nobody_is_known():
    cards = again(Disk())
    assert (cards.count, cards.message, cards.master) == (0, "", NOBODY)
    assert find(cards, "DEADBEEF") is None
    assert not cards.pending()


def test_a_list_is_found_after_a_restart_with_groups_and_expiry():
    disk = Disk()
    listed(disk, now_s=1700000000)
    cards = again(disk)
    assert (cards.count, cards.generation, cards.made_s) == (3, 1, 1700000000)
    house, never = find(cards, CARDS[0])
    assert never == 0
    assert len(house) == 4
    assert find(cards, CARDS[1]) == (house, 1800000000)
    assert find(cards, CARDS[2]) == (NO_GROUP, 0)
    assert find(cards, "DEADBEEE") is None
    assert list(disk.files) == ["d/cards"]


def test_an_id_is_8_to_20_hex_digits_however_it_is_written():
    assert digits("04:a1-b2 c3") == "04A1B2C3"
    for wrong in ("", "1234567", "123456789012345678901", "DEADBEEG", "é" * 8):
        try:
            digits(wrong)
        except ValueError as error:
            assert str(error) == "a card id must be 8 to 20 hex digits"
        else:
            raise AssertionError(wrong)


def test_no_id_and_no_group_is_in_the_file():
    disk = Disk()
    cards = listed(disk)
    data = disk.files["d/cards"]
    for plain in (b"\xde\xad\xbe\xef", b"DEADBEEF", b"dead", b"house", b"0012345678"):
        assert plain not in data
    assert cards.hash(CARDS[0]) in data
    assert cards.hash(CARDS[0]) == again(disk).hash(CARDS[0])
    other = again(Disk())
    assert other.hash(CARDS[0]) != cards.hash(CARDS[0])  # a salt of its own


def test_a_change_counts_at_once_and_after_a_restart_when_written():
    disk = Disk()
    cards = listed(disk)
    assert put(cards, cards.hash("0A0B0C0D"), b"abcd", 99)
    assert remove(cards, cards.hash(CARDS[1]))
    assert put(cards, cards.hash(CARDS[2]), NO_GROUP, 7)
    set_master(cards, cards.hash("AAAAAAAA"))
    assert cards.pending()
    assert find(again(disk), CARDS[1]) is not None
    for restart in (False, True):
        look = again(disk) if restart else cards
        assert find(look, "0A0B0C0D") == (b"abcd", 99)
        assert find(look, CARDS[1]) is None
        assert find(look, CARDS[2]) == (NO_GROUP, 7)
        assert look.master == cards.hash("AAAAAAAA")
        assert write(cards) == ""
    assert (again(disk).count, again(disk).generation, cards.changes) == (3, 2, [])
    assert not cards.pending()


def test_a_first_card_needs_no_import():
    disk = Disk()
    cards = again(disk)
    assert put(cards, cards.hash("0A0B0C0D"))
    assert write(cards) == ""
    assert find(again(disk), "0A0B0C0D") == (NO_GROUP, 0)


def test_an_import_replaces_the_cards_and_keeps_the_master():
    disk = Disk()
    cards = listed(disk)
    set_master(cards, cards.hash("AAAAAAAA"))
    put(cards, cards.hash("0A0B0C0D"))
    replace(cards, [b"BBBBBBBB\n"])
    assert write(cards) == ""
    after = again(disk)
    assert [find(after, uid) for uid in CARDS + ("0A0B0C0D",)] == [None] * 4
    assert find(after, "BBBBBBBB") == (NO_GROUP, 0)
    assert after.master == cards.hash("AAAAAAAA")


def test_what_changes_while_a_list_is_written_is_written_next():
    disk = Disk()
    cards = listed(disk)
    clock = [0]

    def slow():
        clock[0] += 5
        return clock[0]

    put(cards, cards.hash("0A0B0C0D"))
    cards.step(slow, 0)
    put(cards, cards.hash("0A0B0C0E"))
    set_master(cards, cards.hash("AAAAAAAA"))
    while cards.job:
        cards.step(slow, 0)
    assert find(cards, "0A0B0C0D") == find(cards, "0A0B0C0E") == (NO_GROUP, 0)
    assert cards.master == cards.hash("AAAAAAAA")
    assert find(again(disk), "0A0B0C0E") is None
    assert write(cards) == ""
    assert find(again(disk), "0A0B0C0E") == (NO_GROUP, 0)
    assert again(disk).master == cards.master


def test_no_second_list_while_one_is_written():
    disk = Disk()
    cards = again(disk)
    replace(cards, LINES)
    try:
        replace(cards, LINES)
    except ValueError as error:
        assert "a card list is being written" in str(error)
    else:
        raise AssertionError("two lists at once")
    assert write(cards) == ""


def test_sixteen_changes_may_wait():
    cards = again(Disk())
    who = [cards.hash(uid) for uid in uids(17)]
    assert [put(cards, each) for each in who] == [True] * 16 + [False]
    assert not remove(cards, who[0])
    assert write(cards) == ""
    assert put(cards, who[16])


def test_a_full_list_takes_no_more():
    cards = again(Disk())
    cards.count = MOST - 1
    assert put(cards, b"12345678")
    assert not put(cards, b"12345679")


def test_2000_cards_are_all_found_and_no_others():
    disk = Disk()
    lines = (b"%s,g%d,%d\n" % (uid.encode(), i % 7, i) for i, uid in enumerate(uids(2000)))
    cards = listed(disk, lines)
    assert cards.count == 2000
    groups = {}
    for i, uid in enumerate(uids(2000)):
        group, expires_s = find(cards, uid)
        assert expires_s == i
        assert groups.setdefault(i % 7, group) == group
    assert len(dict.fromkeys(groups.values(), 0)) == 7
    for uid in uids(500, 5000):
        assert find(cards, uid) is None


def test_a_damaged_bucket_loses_its_own_cards_only():
    disk = Disk()
    known = list(uids(600))
    cards = listed(disk, [uid.encode() for uid in known])
    first = cards.hash(known[0])[0]
    data = disk.files["d/cards"]
    at = data.index(cards.hash(known[0])) + 13
    disk.files["d/cards"] = data[:at] + bytes((data[at] ^ 4,)) + data[at + 1 :]
    cards = again(disk)
    assert cards.message == ""
    for uid in known:
        assert (find(cards, uid) is None) == (cards.hash(uid)[0] == first)
    assert cards.message == DAMAGED
    put(cards, cards.hash("0A0B0C0D"))  # the others are carried over, and it is said
    assert write(cards) == "1 parts of the card list were damaged: import it again"
    assert find(again(disk), "0A0B0C0D") == (NO_GROUP, 0)
    assert find(again(disk), known[0]) is None


def test_a_damaged_end_is_said_and_no_card_is_known():
    disk = Disk()
    listed(disk)
    data = disk.files["d/cards"]
    for wrong in (b"", data[:50], data[:-1], data[:-60] + b"\0" + data[-59:], bytes(len(data))):
        disk.files["d/cards"] = wrong
        cards = again(disk)
        assert (cards.count, cards.message) == (0, DAMAGED)
        assert find(cards, CARDS[0]) is None
    replace(cards, LINES)
    assert write(cards) == ""
    assert again(disk).count == 3


def test_the_newest_of_two_changes_of_a_card_counts():
    disk = Disk()
    cards = again(disk)
    who = cards.hash(CARDS[0])
    put(cards, who, b"abcd", 5)
    remove(cards, who)
    assert cards.look(who) is None
    put(cards, who, b"abcd", 6)
    assert find(cards, CARDS[0]) == (b"abcd", 6)
    write(cards)
    assert (find(cards, CARDS[0]), cards.count) == ((b"abcd", 6), 1)


def test_a_hash_is_found_at_the_beginning_of_a_record_only():
    who = b"12345678"
    assert place(b"xxxx" + who + b"xxxx" + who + bytes(8), who) == 16
    assert place(b"xxxx" + who + b"xxxx", who) == -1


def test_the_time_of_a_list_never_goes_back():
    disk = Disk()
    cards = listed(disk, now_s=1700000000)
    put(cards, cards.hash("0A0B0C0D"))
    write(cards, 0)  # the clock is not set
    assert again(disk).made_s == 1700000000
