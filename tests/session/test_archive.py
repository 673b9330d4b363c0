from hashlib import sha256

from session.archive import LONGEST, Archive
from session.shelf import SEAL_BYTES
from tests.disk import Disk, PowerCut

SLOT = 334
SEGMENT = 73


def on(disk):
    """Return the archive on `disk`, as after a start."""
    return Archive("d", disk.open, disk)


def record(number):
    """Return some record: of every length in turn."""
    return bytes([number & 0xFF]) * (number % (LONGEST + 1))


def filled(count, start=1):
    disk = Disk()
    found = on(disk)
    for number in range(start, start + count):
        assert found.add(number, record(number))
    return disk


def numbers(disk, newest=0):
    return [entry.number for entry in on(disk).entries(newest)]


def chained(disk):
    """Return the numbers, having seen that each carries the hash of the one before."""
    before = None
    found = []
    for entry in on(disk).entries():
        assert before in (None, entry.previous), entry.number
        before = sha256(entry.stored).digest()
        assert before == entry.hash()
        assert entry.record == record(entry.number)
        found.append(entry.number)
    return found


def damage(disk, path, at):
    data = bytearray(disk.files[path])
    data[at] ^= 0x10
    disk.files[path] = bytes(data)


def refused(call, kind):
    try:
        call()
    except kind:
        return True
    return False


def test_an_empty_archive():
    disk = Disk()
    assert on(disk).last() == 0
    assert chained(disk) == []


def test_records_come_back_oldest_first_with_the_hash_of_the_one_before():
    disk = filled(3)
    entries = list(on(disk).entries())
    assert [entry.number for entry in entries] == [1, 2, 3]
    assert entries[0].previous == b"\0" * 32
    assert chained(disk) == [1, 2, 3]
    assert [entry.seal for entry in entries] == [None] * 3


def test_a_number_is_archived_once():
    disk = filled(3)
    for again in (1, 2, 3):
        assert not on(disk).add(again, b"another")
    assert chained(disk) == [1, 2, 3]
    assert on(disk).add(7, record(7))  # numbers may be missing: a session that never began
    assert chained(disk) == [1, 2, 3, 7]


def test_what_is_no_record_is_refused():
    disk = filled(1)
    found = on(disk)
    for number, data in (
        (0, b""),
        (-1, b""),
        (1 << 32, b""),
        (2, bytes(LONGEST + 1)),
    ):
        assert refused(lambda: found.add(number, data), ValueError)  # noqa: B023
    assert chained(disk) == [1]


def test_the_longest_record_and_the_highest_number():
    disk = filled(1)
    assert on(disk).add(0xFFFFFFFF, b"x" * LONGEST)
    assert [len(entry.record) for entry in on(disk).entries()] == [1, LONGEST]
    assert on(disk).last() == 0xFFFFFFFF


def test_the_serial_number_of_the_meter_is_kept_as_far_as_it_fits_and_needs_no_quotes():
    disk = Disk()
    found = on(disk)
    found.add(1, b"r" * 195, "SDM630-12345678901234")
    found.add(2, b"", 'a"b\\c|d,e;f\x1f g\xe4')
    found.add(3, b"r" * LONGEST, "1")
    assert [entry.meter for entry in on(disk).entries()] == [
        "SDM630-1234567890123",
        "a_b_c_d_e_f__g_",
        "",
    ]
    assert [len(entry.record) for entry in on(disk).entries()] == [195, 0, LONGEST]


def test_the_newest_alone():
    disk = filled(SEGMENT + 5)
    assert numbers(disk, 3) == [SEGMENT + 3, SEGMENT + 4, SEGMENT + 5]
    assert numbers(disk, 7) == list(range(SEGMENT - 1, SEGMENT + 6))
    assert numbers(disk, 1000) == numbers(disk) == list(range(1, SEGMENT + 6))


def test_a_cut_at_every_byte_leaves_the_former_ones_and_the_new_one_or_none():
    for former in (0, 1, SEGMENT - 1, SEGMENT):
        base = filled(former)
        kept = list(range(1, former + 1))
        budget = 0
        while True:
            disk = base.copy()
            disk.budget = budget
            try:
                on(disk).add(former + 1, record(former + 1))
                break
            except PowerCut:
                pass
            disk.budget = -1
            seen = chained(disk)
            assert seen in (kept, kept + [former + 1]), budget
            # and it goes on: the till archives it again
            assert on(disk).add(former + 1, record(former + 1)) == (len(seen) == former)
            on(disk).add(former + 2, record(former + 2))
            assert chained(disk) == kept + [former + 1, former + 2]
            budget += 1 if former < 2 else 37
        assert budget >= SLOT
        assert chained(disk) == kept + [former + 1]


def test_a_full_disk_refuses_and_leaves_what_there_is():
    for silent in (False, True):
        for budget in (0, 1, 100, SLOT - 1):
            disk = filled(2)
            disk.budget = budget
            disk.full = True
            disk.silent = silent
            found = on(disk)
            assert refused(lambda: found.add(3, record(3)), OSError)  # noqa: B023
            disk.budget = -1
            assert found.last() == 2
            assert chained(disk) == [1, 2]
            assert found.add(3, record(3))
            assert chained(disk) == [1, 2, 3]


def test_a_write_that_fails_after_all_was_written_is_not_done_twice():
    class Worn(Disk):
        def fsync(self, _number):
            raise OSError(5)

    disk = Worn()
    found = on(disk)
    assert found.last() == 0
    assert refused(lambda: found.add(1, record(1)), OSError)
    assert not found.add(1, record(1))
    assert chained(disk) == [1]


def test_a_damaged_slot_is_skipped_and_counted_wherever_it_is_hit():
    base = filled(5)
    path = "d/sessions/000001"
    for at in (0, 1, 2, 3, 6, 7, 38, 39, 41, 254, 257):
        disk = base.copy()
        damage(disk, path, 2 * SLOT + at)
        found = on(disk)
        assert [entry.number for entry in found.entries()] == [1, 2, 4, 5], at
        assert found.damaged == 1
        assert len(list(found.entries())) == 4
        assert found.damaged == 1  # of that run
        assert found.last() == 5
        assert not found.add(3, record(3))


def test_a_damaged_last_slot_is_neither_overwritten_nor_counted_as_there():
    disk = filled(3)
    damage(disk, "d/sessions/000001", 2 * SLOT + 41)
    disk.files["d/sessions/000001"] += b"torn"
    found = on(disk)
    assert found.last() == 2
    assert found.add(3, record(3))
    assert [entry.number for entry in found.entries()] == [1, 2, 3]
    assert found.damaged == 1
    assert len(disk.files["d/sessions/000001"]) == 4 * SLOT


def test_a_folder_may_hold_other_files():
    disk = filled(1)
    for name in ("settings", "000001.new", "x"):
        disk.files["d/sessions/" + name] = b"something"
    assert chained(disk) == [1]


def test_a_segment_that_goes_while_it_is_read():
    disk = filled(2 * SEGMENT)
    found = on(disk)
    entries = found.entries()
    assert next(entries).number == 1
    del disk.files["d/sessions/000001"]
    assert next(entries).number == SEGMENT + 1


SEAL = bytes(range(SEAL_BYTES))


def test_a_signature_is_put_beside_its_record():
    disk = filled(3)
    stored = [entry.stored for entry in on(disk).entries()]
    for number, place in ((1, (1, 0)), (3, (1, 2))):
        entry = list(on(disk).entries())[number - 1]
        assert entry.place == place
        on(disk).seal(entry.place, SEAL)
    assert [entry.seal for entry in on(disk).entries()] == [SEAL, None, SEAL]
    assert [entry.stored for entry in on(disk).entries()] == stored
    on(disk).add(4, record(4))
    assert chained(disk) == [1, 2, 3, 4]


def test_a_cut_while_it_is_signed_leaves_the_record_and_the_signature_or_none():
    base = filled(3)
    budget = 0
    while True:
        disk = base.copy()
        disk.budget = budget
        try:
            on(disk).seal((1, 1), SEAL)
            break
        except PowerCut:
            pass
        disk.budget = -1
        assert chained(disk) == [1, 2, 3]
        assert [entry.seal for entry in on(disk).entries()] in (
            [None] * 3,
            [None, SEAL, None],
        )
        on(disk).seal((1, 1), SEAL)
        assert [entry.seal for entry in on(disk).entries()] == [None, SEAL, None]
        budget += 1
    assert budget == SEAL_BYTES + 4


def test_a_damaged_signature_counts_as_none():
    disk = filled(1)
    on(disk).seal((1, 0), SEAL)
    damage(disk, "d/sessions/000001", 300)
    assert [entry.seal for entry in on(disk).entries()] == [None]
    assert chained(disk) == [1]


def test_a_signature_of_a_session_that_is_gone():
    disk = filled(1)
    assert refused(lambda: on(disk).seal((9, 0), SEAL), OSError)
    assert refused(lambda: Archive("d", disk.open, disk).seal((9, 3), SEAL), OSError)
    assert chained(disk) == [1]


def test_what_it_takes_of_the_flash():
    # within 6 blocks of littlefs, of which 32 bytes are pointers
    assert len(filled(SEGMENT).files["d/sessions/000001"]) == SEGMENT * SLOT
    assert SEGMENT * SLOT <= 6 * 4096 - 32


def test_a_folder_that_cannot_be_read_is_not_taken_for_an_empty_one():
    class Broken(Disk):
        def listdir(self, folder):
            raise OSError(5)

    broken = on(Broken())
    assert refused(broken.last, OSError)
    assert refused(lambda: broken.add(1, b""), OSError)
    assert broken._system.files == {}
