"""A package taken part by part: what it leaves on the flash, and what it must never touch."""

from tests.update.device import NEW, OLD, PART, Device, Flash, body, header, listed
from update.engine import CHECKING, FAILED, RECEIVING, SWITCHED


def test_a_whole_update_fills_the_other_slot_and_switches_at_the_end():
    device = Device(Flash())
    assert device.install() == SWITCHED
    files = device.flash.slot("b")
    for name in NEW:
        assert files[name] == NEW[name]
    assert files["version"].decode() == listed(NEW, "1.3.0", "fake")
    assert device.flash.files["/slot"] == b"b0a"
    assert device.flash.slot("a")["main.py"] == OLD["main.py"]
    assert device.leaving
    assert device.notes == [(0, "1.3.0"), (1, "1.3.0")]
    assert device.mark().version("b").startswith("1.3.0 fake ")


def test_nothing_is_erased_before_the_signature_is_checked():
    flash = Flash()
    flash.folders.append("/b")
    flash.files["/b/left"] = b"of the version before"
    device = Device(flash)
    device.begin()
    while device.engine.state == CHECKING:
        assert flash.files["/b/left"] and flash.operations == 0
        device.engine.write()
    device.turns()
    assert device.engine.state == RECEIVING
    assert "/b/left" not in flash.files


def test_parts_of_any_size_in_order_and_again():
    device = Device(Flash())
    device.begin()
    device.turns()
    data = body()
    engine = device.engine
    for size in (1, 2, 700, 1024):
        assert engine.part(engine.next, data[engine.next : engine.next + size])
    assert engine.part(0, data[:100])  # here already
    assert engine.next == 1727
    device.turns()
    assert engine.part(1700, data[1700:1800])  # half of it is new
    assert engine.next == 1800
    device.turns()
    device.feed(size=1000)
    engine.end()
    assert device.turns() == SWITCHED
    assert device.flash.slot("b")["pack"] == NEW["pack"]


def test_while_nothing_may_be_written_parts_wait_and_none_is_lost():
    device = Device(Flash())
    device.begin()
    assert device.engine.part(0, body()[:PART]) is False  # the signature is not checked yet
    device.turns()
    written = device.flash.operations
    taken = 0
    while device.engine.part(taken, body()[taken : taken + 100]):
        taken += 100
    assert taken == device.engine.next == 400  # in memory: no more than a few
    assert device.flash.operations == written
    device.feed()
    device.engine.end()
    assert device.turns() == SWITCHED


def test_the_same_package_goes_on_where_it_was():
    device = Device(Flash())
    device.begin()
    device.turns()
    device.feed(body()[:1500])
    device.engine.cancel()
    again = Device(device.flash)
    again.begin()
    again.turns()
    assert again.engine.next == 1500
    again.feed()
    again.engine.end()
    assert again.turns() == SWITCHED
    assert again.flash.slot("b")["pack"] == NEW["pack"]


def test_another_package_begins_anew():
    device = Device(Flash())
    device.begin()
    device.turns()
    device.feed(body()[:1500])
    again = Device(device.flash)
    assert again.install(header("1.4.0")) == SWITCHED


def test_the_third_version_goes_over_the_first():
    device = Device(Flash())
    device.install()
    device.mark().confirm()
    files = dict(NEW)
    files["main.py"] = b"third"
    third = Device(device.flash)
    assert third.install(header("1.4.0", files=files), body(files)) == SWITCHED
    assert device.flash.files["/slot"] == b"a0b"
    assert "old" not in str(device.flash.slot("a"))


def test_from_what_is_in_the_image_the_first_goes_to_a():
    flash = Flash()
    flash.files = {}
    flash.folders = []
    device = Device(flash)
    assert device.install() == SWITCHED
    assert flash.files["/slot"] == b"a0-"


def test_what_is_cancelled_says_so_and_an_end_too_early_too():
    device = Device(Flash())
    device.begin()
    device.turns()
    for wrong in (device.engine.end, lambda: device.engine.part(5, b"x")):
        try:
            wrong()
            raise AssertionError("taken")
        except ValueError as error:
            assert "of 3619 bytes" in str(error) or "next part is at 0" in str(error)
    device.engine.cancel()
    assert device.engine.state == FAILED
    assert not device.engine.wants()
    for wrong in (device.engine.end, lambda: device.engine.part(0, b"x")):
        try:
            wrong()
            raise AssertionError("taken")
        except ValueError as error:
            assert "begin() first" in str(error)


def test_an_end_before_the_first_part_ends_nothing():
    device = Device(Flash())
    device.begin()
    try:
        device.engine.end()
        raise AssertionError("taken")
    except ValueError as error:
        assert "0 of 3619 bytes" in str(error)
    assert device.turns() == RECEIVING


def test_it_is_idle_after_ten_minutes_of_silence():
    device = Device(Flash())
    device.begin()
    device.turns()
    device.now_ms = 500000
    device.engine.part(0, b"x")
    device.now_ms = 1100000
    assert device.engine.wants()
    device.now_ms += 1
    assert not device.engine.wants()
    assert device.update is None
    again = Device(device.flash)
    assert again.install() == SWITCHED
