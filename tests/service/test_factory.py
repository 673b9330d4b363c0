"""The factory area: written in turn, whole after any power cut, refused with a reason."""

from service import factory
from shell.memory_store import MemoryStore
from shell.store import FileStore
from tests.place import own, remove
from tools.world.nor import AFTER, BEFORE, MIDDLE, Nor, PowerCut

FOLDER = own("factory_test")
UNIT = {
    "serial": "CP-2026-00017",
    "board": "pico",
    "board_rev": "B",
    "salt": "00112233445566778899aabbccddeeff",
    "secret": "ab" * 32,
    "cal": {"cp": [1200, -3000]},
    "made": 1795000000,
    "label": "x" * 40,
}


class Ports:
    """A board whose image keeps raw flash, or none."""

    def __init__(self, flash):
        self.flash = flash

    def open_flash(self, part):
        assert part == "factory"
        return self.flash


def errors(changes):
    data = dict(UNIT)
    data.update(changes)
    try:
        factory.write(Ports(Nor(2)), MemoryStore(), data)
    except ValueError as error:
        return str(error)
    return ""


def test_a_new_unit_is_not_provisioned():
    assert factory.read(Ports(Nor(2)), MemoryStore()) == {}
    assert factory.read(Ports(None), MemoryStore()) == {}


def test_what_a_journal_left_there_is_no_unit():
    flash = Nor(2)
    flash.data[:] = bytes(range(256)) * 32
    assert factory.read(Ports(flash), MemoryStore()) == {}
    factory.write(Ports(flash), MemoryStore(), UNIT)
    assert factory.read(Ports(flash), MemoryStore()) == UNIT


def test_it_is_kept_in_raw_flash_or_in_a_file():
    for flash in (Nor(2), None):
        store = MemoryStore()
        factory.write(Ports(flash), store, UNIT)
        assert factory.read(Ports(flash), store) == UNIT
        assert (store.read("factory") is None) == (flash is not None)


def test_the_copies_take_turns():
    flash = Nor(2)
    for made in range(1, 6):
        factory.write(Ports(flash), MemoryStore(), {"made": made})
        assert factory.read(Ports(flash), MemoryStore()) == {"made": made}
    assert flash.erases == [3, 3]


def test_a_cut_at_each_operation_leaves_the_old_or_the_new():
    for where in (BEFORE, MIDDLE, AFTER):
        for seed in range(1, 5):
            for after in range(1, 4):
                flash = Nor(2, seed=seed)
                factory.write(Ports(flash), MemoryStore(), {"made": 1})
                factory.write(Ports(flash), MemoryStore(), {"made": 2})
                flash.cut(after, where)
                try:
                    factory.write(Ports(flash), MemoryStore(), UNIT)
                except PowerCut:
                    pass
                flash.power_on()
                assert factory.read(Ports(flash), MemoryStore()) in ({"made": 2}, UNIT)
                factory.write(Ports(flash), MemoryStore(), {"made": 3})
                assert factory.read(Ports(flash), MemoryStore()) == {"made": 3}


def test_flash_that_does_not_take_it_says_so_and_the_older_is_in_force():
    class Worn(Nor):
        def writeblocks(self, block, buffer, offset=0):
            if block == 1:
                buffer = bytes(len(buffer))
            Nor.writeblocks(self, block, buffer, offset)

    flash = Worn(2)
    factory.write(Ports(flash), MemoryStore(), {"made": 1})
    try:
        factory.write(Ports(flash), MemoryStore(), {"made": 2})
    except OSError as error:
        assert error.args[0] == 5
    else:
        raise AssertionError("taken")
    assert factory.read(Ports(flash), MemoryStore()) == {"made": 1}


def test_when_nothing_whole_is_left_it_is_damaged_not_unprovisioned():
    flash = Nor(2)
    factory.write(Ports(flash), MemoryStore(), UNIT)
    flash.data[0] ^= 1  # it does not even look like a copy any more
    assert factory.read(Ports(flash), MemoryStore()) == UNIT
    flash.data[4096 + 100] ^= 1
    assert "damaged" in factory.read(Ports(flash), MemoryStore())["problem"]
    store = MemoryStore()
    store.write("factory", b"[1, 2]")
    assert "damaged" in factory.read(Ports(None), store)["problem"]
    store.write("factory", b"{")
    assert "damaged" in factory.read(Ports(None), store)["problem"]


def test_a_damaged_file_is_no_new_unit_either():
    store = FileStore(FOLDER)
    try:
        factory.write(Ports(None), store, UNIT)
        assert factory.read(Ports(None), store) == UNIT
        with open(FOLDER + "/factory", "wb") as file:
            file.write(b"pile")
        assert "damaged" in factory.read(Ports(None), store)["problem"]
    finally:
        remove(FOLDER)


def test_each_bad_key_is_named_and_nothing_is_written():
    assert errors({}) == ""
    assert errors({"serial": ""}) == "serial: must be a text of 1 to 20 characters"
    assert errors({"serial": "x" * 21}).startswith("serial: ")
    assert errors({"serial": 17}).startswith("serial: ")
    assert errors({"secret": "AB" * 32}) == "secret: must be 64 to 64 hex digits"
    assert errors({"secret": "ab"}).startswith("secret: ")
    assert errors({"salt": "0" * 17}).startswith("salt: ")
    assert errors({"made": -1}) == "made: must be a whole number of 0 to 4294967295"
    assert errors({"made": True}).startswith("made: ")
    assert errors({"colour": "red"}).startswith("colour: unknown; must be one of serial, ")
    assert errors({"cal": [1]}) == "cal: must be a table"
    assert errors({"cal": {"cq": [1, 2]}}).startswith("cal.cq: unknown")
    assert errors({"cal": {"cp": [1, 2.5]}}).startswith("cal.cp: must be two whole numbers")
    assert errors({"cal": {"cp": [1, 200000000]}}).startswith("cal.cp: ")
    store = MemoryStore()
    for bad in (None, {"salt": "00" * 16}):
        try:
            factory.write(Ports(None), store, bad)
        except ValueError:
            pass
        else:
            raise AssertionError(bad)
    assert store.read("factory") is None
