from session.journal import PASSING, Journal
from tests.session.started import all_of, started
from tools.world.nor import Nor

LASTING = 1
STEP = PASSING + 1
PAYLOAD = bytes(22)


def refused(journal, kind=LASTING, payload=b""):
    """Return the number of the OSError that an append raises."""
    try:
        journal.append(kind, payload)
    except OSError as error:
        return error.args[0]
    raise AssertionError("appended")


def test_what_was_appended_is_told_in_order():
    journal = started(Nor())
    told = []
    for number in range(200):
        kind = LASTING if number % 7 == 3 else STEP
        payload = bytes([number]) * (number % 30)
        told.append((journal.append(kind, payload), kind, payload))
    assert [each[0] for each in told] == list(range(1, 201))
    assert all_of(journal) == told
    assert all_of(journal, 150) == told[149:]
    assert journal.damaged == 0


def test_a_start_finds_them_again_and_goes_on_counting():
    nor = Nor()
    journal = started(nor)
    told = []
    for number in range(60):
        journal = started(nor)
        for kind in (STEP, LASTING, STEP, STEP):
            payload = b"%d" % number
            told.append((journal.append(kind, payload), kind, payload))
    assert all_of(started(nor)) == told
    assert [each[0] for each in told] == list(range(1, 241))


def test_a_new_flash_must_be_prepared_first():
    journal = started(Nor(), prepare=False)
    assert journal.room() == 0
    assert refused(journal) == 28
    assert journal.prepare()
    assert journal.append(LASTING, b"now") == 1


def test_a_ring_of_64_kb_takes_1760_steps_while_nothing_may_be_erased():
    nor = Nor()
    journal = started(nor)
    for _ in range(500):
        journal.append(LASTING, b"before")
        journal.keep_from(journal.sequence)
        journal.prepare()
    while journal.prepare():
        pass
    assert journal.room() >= 239
    erased = sum(nor.erases)
    journal.append(LASTING, b"start")
    for _ in range(1760):
        journal.append(STEP, PAYLOAD)
    assert journal.room() >= 15
    assert sum(nor.erases) == erased


def test_passing_records_leave_room_for_what_lasts():
    journal = started(Nor())
    count = 0
    try:
        while True:
            journal.append(STEP, PAYLOAD)
            count += 1
    except OSError as error:
        assert error.args[0] == 28
    assert count > 1900
    assert refused(journal, STEP, PAYLOAD) == 28
    assert journal.room() == 8
    for _ in range(8):
        journal.append(LASTING, b"stop")
    assert refused(journal) == 28
    assert journal.sequence == count + 9


def test_nothing_is_erased_that_is_to_be_kept():
    nor = Nor()
    journal = started(nor)
    journal.keep_from(1)
    for number in range(240):
        journal.append(LASTING, b"%d" % number)
    assert not journal.prepare()
    journal.keep_from(40)
    while journal.prepare():
        pass
    kept = [each[0] for each in all_of(journal)]
    assert kept[0] <= 40
    assert kept == list(range(kept[0], 241))
    assert 16 <= journal.room() <= 40


def test_the_newest_record_is_never_erased():
    nor = Nor()
    journal = started(nor)
    for number in range(3 * 256):
        journal.append(LASTING, b"")
        journal.keep_from(journal.sequence)
        while journal.prepare():
            pass
        assert started(nor, prepare=False).sequence == number + 2


def test_wear_is_spread():
    nor = Nor()
    journal = started(nor)
    for _ in range(20000):
        journal.append(LASTING, b"")
        journal.keep_from(journal.sequence)
        journal.prepare()
    assert max(nor.erases) - min(nor.erases) <= 1
    assert max(nor.erases) < 20000 // 256 + 3


def test_append_never_erases():
    nor = Nor()
    journal = started(nor)
    erased = sum(nor.erases)
    for number in range(250):
        journal.append(LASTING if number % 3 else STEP, b"x")
    assert sum(nor.erases) == erased


def test_every_damaged_byte_costs_one_record_and_is_counted():
    nor = Nor()
    journal = started(nor)
    for number in range(4):
        journal.append(LASTING, b"number %d" % number)
    whole = all_of(journal)
    for at in range(256):
        nor.data[256 + at] ^= 0x55
        again = started(nor, prepare=False)
        left = all_of(again)
        padding = 18 <= at < 24
        assert left == whole or (not padding and left == whole[:1] + whole[2:]), at
        assert again.damaged <= 1
        assert again.sequence == 5
        nor.data[256 + at] ^= 0x55


def test_noise_is_no_journal_and_no_start_fails():
    for seed in range(20):
        nor = Nor(seed=seed)
        noise = nor._noise
        for at in range(len(nor.data)):
            nor.data[at] = noise.below(256)
        journal = started(nor)
        assert all_of(journal) == []
        assert journal.append(LASTING, b"alive") == 1
        assert all_of(started(nor)) == [(1, LASTING, b"alive")]


def test_a_page_that_refuses_is_passed_over():
    nor = Nor()
    journal = started(nor)
    journal.append(LASTING, b"one")
    nor.data[256] = 0  # the pages after it have bits that are stuck
    nor.data[2 * 256 + 2] = 0
    assert journal.append(STEP, b"two") == 2
    assert journal.refused == 2
    journal.append(STEP, b"three")
    assert [each[2] for each in all_of(started(nor))] == [b"one", b"two", b"three"]
    nor.data[5 * 256 : 12 * 256] = bytes(7 * 256)
    assert refused(journal) == 5
    assert [each[2] for each in all_of(journal)] == [b"one", b"two", b"three"]


def test_impossible_records_are_refused():
    journal = started(Nor())
    for kind, payload, text in (
        (0, b"", "kind 0"),
        (255, b"", "kind 255"),
        (1, bytes(217), "217"),
    ):
        try:
            journal.append(kind, payload)
        except ValueError as error:
            assert text in str(error)
        else:
            raise AssertionError("appended")
    assert journal.append(254, bytes(216)) == 1
    assert all_of(journal) == [(1, 254, bytes(216))]


def test_a_flash_with_other_blocks_is_refused():
    class Small(Nor):
        def ioctl(self, operation, argument):
            return 512 if operation == 5 else Nor.ioctl(self, operation, argument)

    try:
        Journal(Small())
    except ValueError as error:
        assert "4096" in str(error)
    else:
        raise AssertionError("taken")
