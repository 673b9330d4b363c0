"""Who signs what, and when. What a signature is: test_p256.py; what is signed: test_ocmf.py."""

from hashlib import sha256

from session import ocmf, p256
from session.archive import Archive
from session.signer import Signer
from tests.disk import Disk, PowerCut
from tests.session.sold import PRIVATE, Keys, archived
from tests.session.sold import record as sold

PUBLIC = bytes(range(64))
KEY = PRIVATE + PUBLIC
NAME = sha256(PUBLIC).digest()[:8]


def on(disk):
    return Archive("d", disk.open, disk)


def signer(disk, key=KEY):
    return Signer(Keys(key), "d", disk.open, disk)


def work(found):
    """Step until there is nothing to do; return how often there was."""
    count = 0
    while found.step():
        count += 1
    return count


def sign_all(found):
    """Step and write until all is signed; return how many were."""
    count = 0
    while True:
        work(found)
        if not found.wants():
            return count
        found.write()
        count += 1


def signed(disk):
    """Return the numbers of the signed ones."""
    return [entry.number for entry in on(disk).entries() if entry.seal]


def filled(count):
    disk = Disk()
    archived(on(disk), count)
    return disk


def test_a_signature_is_computed_in_slices_and_written_when_asked():
    disk = filled(1)
    found = signer(disk)
    assert not found.wants()
    assert work(found) > 256
    assert found.wants()
    assert signed(disk) == []
    assert not found.step()  # the next one waits for the writing
    found.write()
    entry = next(on(disk).entries())
    expected = bytearray(64)
    payload = ocmf.payload(entry, NAME).encode()
    for _ in p256.sign(PRIVATE, sha256(payload).digest(), expected):
        pass
    assert entry.seal == bytes(expected) + NAME
    assert not found.wants()
    assert found.message == ""


def test_the_oldest_unsigned_one_comes_first_and_all_get_one():
    disk = filled(3)
    found = signer(disk)
    work(found)
    found.write()
    assert signed(disk) == [1]
    assert sign_all(found) == 2
    assert signed(disk) == [1, 2, 3]
    assert work(found) == 0
    on(disk).add(4, sold(4).pack())
    assert work(found) == 0  # nobody said so
    found.look()
    assert sign_all(found) == 1
    assert signed(disk) == [1, 2, 3, 4]


def test_after_a_restart_it_goes_on_after_the_last_signed_one():
    disk = filled(5)
    on(disk).seal((1, 1), bytes(72))  # 1 stays unsigned: 2 vouches for it
    assert sign_all(signer(disk)) == 3
    assert signed(disk) == [2, 3, 4, 5]


def test_a_key_that_comes_late_signs_the_newest_48():
    disk = filled(50)
    found = signer(disk)
    work(found)
    found.write()
    assert signed(disk) == [3]


def test_without_a_key_nothing_is_signed_or_said():
    disk = filled(1)
    found = signer(disk, None)
    assert sign_all(found) == 0
    assert found.message == ""


def test_a_key_that_is_none_is_told_and_never_shown():
    for key in (b"", PRIVATE, KEY + b"\0", bytes(32) + PUBLIC, b"\xff" * 32 + PUBLIC):
        disk = filled(1)
        found = signer(disk, key)
        assert sign_all(found) == 0
        assert "bytes" in found.message
        assert str(key) not in found.message
        assert signed(disk) == []


def test_what_is_no_session_is_passed_over():
    disk = filled(2)
    on(disk).add(3, b"something else")
    on(disk).add(4, sold(4).pack())
    assert sign_all(signer(disk)) == 3
    assert signed(disk) == [1, 2, 4]


def test_a_full_disk_is_not_tried_again_before_the_next_session():
    disk = filled(1)
    found = signer(disk)
    work(found)
    disk.budget = 0
    disk.full = True
    found.write()
    assert "not signed" in found.message
    assert not found.wants()
    assert work(found) == 0
    disk.budget = -1
    found.look()
    assert sign_all(found) == 1


def test_a_folder_that_cannot_be_read_ends_nothing():
    class Broken:
        def listdir(self, _path):
            raise OSError(19)

    found = Signer(Keys(KEY), "d", open, Broken())
    work(found)
    assert "not signed" in found.message


def test_the_same_signature_after_a_power_cut():
    disk = filled(1)
    found = signer(disk)
    work(found)
    disk.budget = 30
    try:
        found.write()
        raise AssertionError("no power cut")
    except PowerCut:
        disk.budget = -1
    assert signed(disk) == []
    assert sign_all(signer(disk)) == 1
    again = filled(1)
    sign_all(signer(again))
    assert next(on(disk).entries()).seal == next(on(again).entries()).seal


def test_something_else_is_signed_between_sessions_and_after_them():
    kept = []
    expected = bytearray(64)
    for _ in p256.sign(PRIVATE, bytes(32), expected):
        pass
    found = signer(filled(1))
    found.ask(bytes(32), lambda name, seal: kept.append((name, seal)), "report")
    work(found)
    assert kept == [("report", bytes(expected) + NAME)]
    assert found.wants() and not found.step()  # the session's is computed too
    found.write()
    work(found)
    found.ask(bytes(32), lambda name, seal: kept.append((name, seal)), "report")
    work(found)
    assert len(kept) == 2 and not found.step()


def test_without_a_key_nothing_else_is_signed():
    found = signer(Disk(), None)
    try:
        found.ask(bytes(32), None, "report")
        raise AssertionError("signed")
    except ValueError as error:
        assert str(error) == "no key"
