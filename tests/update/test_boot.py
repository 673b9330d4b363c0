"""boot.py on a file system in memory: which version starts, how often one on trial (REQ-OTA-2)."""

from tests.disk import PowerCut
from tests.update.device import Device, Flash
from tools.update.start import Start


def updated():
    """Return a Flash whose next start is the new version's, on trial."""
    device = Device(Flash())
    device.install()
    return device.flash


def starts(flash, count):
    """Return the folders of so many starts."""
    return [Start(flash).folder for _ in range(count)]


def test_a_version_on_trial_starts_three_times_then_the_one_before():
    flash = updated()
    assert starts(flash, 5) == ["/b", "/b", "/b", "/a", "/a"]
    assert flash.files["/slot"] == b"a!b"


def test_a_start_is_counted_before_the_app_starts_and_watched():
    flash = updated()
    start = Start(flash)
    assert start.watched and start.said == []
    assert flash.files["/slot"] == b"b1a"
    flash.files["/service"] = b""  # make flash goes on at the prompt
    assert not Start(flash).watched
    assert flash.files["/slot"] == b"b2a"


def test_a_confirmed_version_costs_nothing():
    flash = updated()
    Start(flash)
    Device(flash).mark().confirm()
    operations = flash.operations
    for _ in range(5):
        start = Start(flash)
        assert start.folder == "/b" and not start.watched
    assert flash.operations == operations
    assert flash.files["/slot"] == b"b"


def test_where_the_one_before_is_gone_the_one_on_trial_has_to_do():
    flash = updated()
    del flash.files["/a/board.json"]
    assert starts(flash, 6) == ["/b"] * 6
    assert flash.files["/slot"] == b"b"
    assert not Start(flash).watched  # whoever comes finds a prompt


def test_a_version_on_trial_that_is_gone_falls_back_at_once():
    flash = updated()
    del flash.files["/b/board.json"]
    assert starts(flash, 2) == ["/a", "/a"]
    assert flash.files["/slot"] == b"a!b"


def test_from_an_image_and_back_to_it():
    flash = Flash()
    flash.files = {"/board.json": b"{}"}
    flash.folders = []
    assert starts(flash, 1) == ["/"]
    Device(flash).install()
    assert starts(flash, 5) == ["/a", "/a", "/a", "/", "/"]
    assert flash.files["/slot"] == b"-!a"
    assert Device(flash).mark().fell_back


def test_without_any_version_there_is_a_prompt():
    flash = Flash()
    flash.files = {"/slot": b"b2a"}
    for _ in range(4):
        start = Start(flash)
        assert start.folder == "/" and not start.watched
    assert "no board.json" in start.said[0]


def test_a_full_file_system_at_a_start_is_said_and_the_version_starts():
    flash = updated()
    flash.full = True
    flash.budget = 0
    start = Start(flash)
    assert start.folder == "/b"
    assert "OSError" in start.said[0] and not start.watched


def test_a_power_cut_while_it_counts_changes_the_count_or_not():
    whole = updated()
    for cut in range(6):
        flash = whole.copy()
        flash.statvfs = whole.statvfs
        flash.budget = cut
        try:
            Start(flash)
        except PowerCut:
            pass
        flash.budget = -1
        assert flash.files["/slot"] in (b"b0a", b"b1a")
        assert Start(flash).folder == "/b"


def test_the_marker_names_what_runs_so_that_no_update_is_written_over_it():
    for mark in (b"b", b"b.a", b"zzz", b"\xff\xfe\xff", None):
        flash = updated()
        del flash.files["/b/board.json"]
        del flash.files["/slot"]
        if mark is not None:
            flash.files["/slot"] = mark
        start = Start(flash)
        assert (start.folder, start.said, start.watched) == ("/a", [], False), mark
        assert Device(flash).mark().slot == "a" and Device(flash).mark().other() == "b"


def test_a_board_file_that_is_no_text_is_a_version_that_is_gone():
    flash = updated()
    flash.files["/b/board.json"] = b"\xff" * 9
    start = Start(flash)
    assert (start.folder, start.said) == ("/a", [])
    assert flash.files["/slot"] == b"a!b"


def test_starts_are_counted_where_the_file_system_has_no_room_for_another_file():
    flash = updated()
    whole = flash.open

    def opener(path, mode="r"):
        if path == "/slot.new":
            raise OSError(36)  # littlefs, when it is full
        return whole(path, mode)

    flash.open = opener
    start = Start(flash)
    assert (start.folder, start.said, start.watched) == ("/b", [], True)
    assert starts(flash, 3) == ["/b", "/b", "/a"]
    assert flash.files["/slot"] == b"a!b"
