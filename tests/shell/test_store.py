import json

from shell import settings
from shell.memory_store import MemoryStore
from shell.store import FileStore
from tests.disk import Disk, PowerCut


def on(disk):
    """Return a store on `disk`, as after a start."""
    return FileStore("d", disk.open, disk)


def cuts(before, data, name="s"):
    """Yield a disk for every instant at which the power may go while `data` is written."""
    budget = 0
    while True:
        disk = Disk()
        for record in before:
            on(disk).write(name, record)
        disk.budget = budget
        try:
            on(disk).write(name, data)
        except PowerCut:
            disk.budget = -1
            yield disk
            budget += 1
            continue
        return


def test_write_and_read():
    disk = Disk()
    store = on(disk)
    assert store.read("s") is None
    assert store.previous("s") is None
    for number in range(4):
        store.write("s", b"generation %d" % number)
        assert store.read("s") == b"generation %d" % number
        assert not store.fell_back
    assert store.previous("s") == b"generation 2"
    assert store.read("other") is None


def test_a_cut_at_every_byte_leaves_the_old_or_the_new_record():
    count = 0
    for disk in cuts((b"first", b"second"), b"the third"):
        count += 1
        assert on(disk).read("s") in (b"second", b"the third"), count
    assert count > len(b"the third")


def test_a_cut_at_every_byte_of_the_first_write_leaves_nothing_or_all_of_it():
    for disk in cuts((), b"the first"):
        assert on(disk).read("s") in (None, b"the first")


def test_what_was_read_after_a_cut_survives_every_second_cut():
    for disk in cuts((b"first", b"second"), b"third"):
        files = dict(disk.files)
        seen = on(disk).read("s")
        budget = 0
        while True:
            again = Disk()
            again.files = dict(files)
            again.budget = budget
            try:
                on(again).write("s", b"fourth")
            except PowerCut:
                again.budget = -1
                assert on(again).read("s") in (seen, b"fourth")
                budget += 1
                continue
            assert on(again).read("s") == b"fourth"
            assert on(again).previous("s") == seen
            break


def test_every_damaged_byte_falls_back_and_says_so():
    disk = Disk()
    store = on(disk)
    store.write("s", b"old")
    store.write("s", b"new")
    good = disk.files["d/s"]
    for at in range(len(good)):
        disk.files["d/s"] = good[:at] + bytes([good[at] ^ 0x10]) + good[at + 1 :]
        assert store.read("s") == b"old"
        assert store.fell_back
    for length in range(len(good)):
        disk.files["d/s"] = good[:length]
        assert store.read("s") == b"old"
    disk.files["d/s"] = bytes(len(good))
    assert store.read("s") == b"old"


def test_a_damaged_record_never_replaces_the_good_previous_one():
    disk = Disk()
    store = on(disk)
    store.write("s", b"old")
    store.write("s", b"new")
    disk.files["d/s"] = b""
    store.write("s", b"newer")
    assert store.read("s") == b"newer"
    assert store.previous("s") == b"old"


def test_a_full_disk_refuses_and_leaves_the_old_record():
    for silent in (False, True):
        for budget in range(1, 18):
            disk = Disk()
            store = on(disk)
            store.write("s", b"old")
            disk.budget, disk.full, disk.silent = budget, True, silent
            try:
                store.write("s", b"much newer")
            except OSError:
                disk.budget = -1
                assert store.read("s") == b"old"
                assert not store.fell_back
                assert "d/s.new" not in disk.files
                store.write("s", b"newer")
                assert store.read("s") == b"newer"
            else:
                raise AssertionError("written to a full disk")


def test_settings_survive_a_cut_at_every_byte():
    old = json.dumps({"max_current_a": 10}).encode()
    new = json.dumps({"max_current_a": 16}).encode()
    for disk in cuts((old,), new, settings.NAME):
        values, message = settings.load(on(disk))
        assert values["max_current_a"] in (10, 16)
        assert message == ""


def test_damaged_settings_are_told_when_the_store_fell_back():
    disk = Disk()
    store = on(disk)
    settings.save(store, {"max_current_a": 10})
    settings.save(store, {"max_current_a": 16})
    disk.files["d/settings"] = b""
    values, message = settings.load(store)
    assert values["max_current_a"] == 10
    assert message == "settings were damaged: the previous ones are in force"


def test_memory_store_keeps_two_generations():
    store = MemoryStore()
    assert store.read("s") is None
    store.write("s", bytearray(b"one"))
    assert store.previous("s") is None
    store.write("s", b"two")
    assert (store.read("s"), store.previous("s")) == (b"two", b"one")


def test_a_disk_that_refuses_everything_leaves_what_there_is():
    class Locked(Disk):
        def open(self, path, mode):
            if mode == "wb":
                raise OSError(30)
            return Disk.open(self, path, mode)

    disk = Locked()
    try:
        on(disk).write("s", b"new")
    except OSError as error:
        assert error.args[0] == 30
    else:
        raise AssertionError("written")
    assert disk.files == {}
