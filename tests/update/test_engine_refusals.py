"""What an update refuses, with what to do; the running version and the marker stay as they are."""

from tests.update.device import (
    NEW,
    PRIVATE,
    Device,
    Flash,
    body,
    header,
    listed,
    public,
    sealed,
)
from update.engine import FAILED, RECEIVING, SWITCHED
from update.header import Header
from update.mark import Mark

BEFORE = Flash().files


def refused(flash, text, said, **options):
    """See that begin refuses a header before it touches anything."""
    device = Device(flash)
    operations = flash.operations
    try:
        device.begin(text, **options)
        raise AssertionError("taken: " + text[:60])
    except ValueError as error:
        assert said in str(error), error
    assert flash.operations == operations


def test_begin_says_what_does_not_fit():
    listing = listed(NEW, "1.3.0", "fake")
    for text, said in (
        (header(board="pico"), "is for board pico, this is fake"),
        (header(launcher=2), "needs launcher 2, boot.py here is 1: make flash"),
        (header("1.1.9"), "version 1.1.9, older than 1.2.0, which runs: older=True"),
        (header(form=2), "has format 2, this version reads 1"),
        (header(form=0), "has format 0, this version reads 1"),
        ("", "no package of"),
        ("import os", "no package of"),
        ("pile-update", "format"),
        (header()[:-150], "cut short"),
        (header()[:40], "cut short"),
        (header()[:-3], "header is damaged"),
        (header().replace("1.3.0", "one"), "header is damaged"),
        (header().replace(" pack\n", " ../a/pack\n"), "no name for a file"),
        (header().replace(" pack\n", " version\n"), "no name for a file"),
        (header().replace(" pack\n", " main.py\n"), "one file main.py"),
        (header().replace(" main.py\n", " mine.py\n"), "one file main.py"),
        (header().replace(" 3600 ", " 0 "), "header is damaged"),
        (header().replace(" 3600 ", " -9 "), "header is damaged"),
        ("pile-update 1 1\n" + listing + "signature zz\n", "header is damaged"),
        ("pile-update 1 1\n" + "x" * 3000, "no package of"),
    ):
        refused(Flash(), text, said)


def test_the_same_version_is_not_put_over_itself():
    device = Device(Flash())
    device.install()
    device.mark().confirm()
    refused(device.flash, header(), "this very version runs already: 1.3.0 fake")


def test_an_older_version_is_taken_when_it_is_asked_for():
    assert Device(Flash()).install(header("1.1.9"), older=True) == SWITCHED
    numbers = [Header(header(version)).number for version in ("1.2.10", "1.10.0")]
    assert numbers == sorted(numbers)


def test_a_file_system_too_small_is_said_before_anything_is_touched():
    refused(Flash(blocks=9), header(), "KB too few")
    flash = Flash(blocks=21)
    flash.folders.append("/b")
    flash.files["/b/pack"] = b"of before" * 2000  # what lies there counts as room
    assert Device(flash).install() == SWITCHED


def test_a_signature_of_anybody_else_is_refused_and_nothing_is_touched():
    text = header()
    last = "1" if text[-2] == "0" else "0"
    for wrong, key in (
        (text[:-2] + last + "\n", None),
        (text.replace(" 3600 ", " 3599 "), None),  # signed were others
        (text, public(b"\5" * 32)),
        (sealed(text[: text.index("signature ")], b"\5" * 32), None),
    ):
        flash = Flash()
        device = Device(flash)
        device.begin(wrong, **({"key": key} if key else {}))
        assert device.turns() == FAILED
        assert "whoever provisioned it" in device.engine.message
        assert device.notes[-1] == (4, device.engine.message)
        assert flash.files == BEFORE and flash.operations == 0
    assert public(PRIVATE) == public()


def test_a_damaged_key_is_said():
    device = Device(Flash())
    device.begin(key=b"short")
    assert device.turns() == FAILED
    assert "64 bytes" in device.engine.message


def test_files_that_are_not_what_was_signed_start_nothing():
    for data in (body()[:-1] + b"?", b"?" + body()[1:]):
        device = Device(Flash())
        assert device.install(data=data) == FAILED
        assert "is not what was signed: send the package again" in device.engine.message
        assert device.flash.files["/slot"] == b"a"
        assert device.flash.slot("a") == Flash().slot("a")
        assert device.install() == SWITCHED  # from its start


def test_parts_that_are_no_parts():
    device = Device(Flash())
    device.begin()
    device.turns()
    for offset, data, said in (
        (0, b"", "1 to 1024 bytes"),
        (0, b"x" * 1025, "1 to 1024 bytes"),
        (1, b"x", "the next part is at 0"),
        (len(body()), b"x", "the package ends at 3619"),
        (10**9, b"x", "the package ends at 3619"),
    ):
        try:
            device.engine.part(offset, data)
            raise AssertionError("taken")
        except ValueError as error:
            assert said in str(error), error
    assert device.engine.state == RECEIVING and device.engine.next == 0


def test_a_full_file_system_fails_and_what_runs_stays():
    for silent in (False, True):
        for budget in (0, 10, 700, 2500, 4000):
            flash = Flash()
            device = Device(flash)
            flash.full = True
            flash.silent = silent
            flash.budget = budget
            assert device.install() == FAILED, budget
            assert "flash or memory" in device.engine.message
            assert flash.files["/slot"] == b"a"
            flash.budget = -1
            assert device.install() == SWITCHED


def test_a_marker_that_is_nonsense_names_nothing():
    flash = Flash()
    for text in (b"", b"c", b"\xff", b"aXb", b"b"):
        flash.files["/slot"] = text
        mark = Mark("", flash.open, flash)
        assert mark.starts is None and not mark.fell_back
        assert mark.slot == (chr(text[0]) if text[:1] in (b"a", b"b") else "-")
