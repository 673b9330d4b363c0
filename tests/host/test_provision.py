"""Units are made of simulated boards: identity, keys, calibration, test, settings, label."""

import re
import stat

import pytest

from service import factory, secret
from tests.host.provision_fake import Board, batch_of, made, rows
from tools.provision import units
from tools.provision.progress import begun
from tools.verify import keys

ONE = units.Unit("P-0001", "B", "yard <3>", {"max_current_a": 10, "meter_policy": "pause"})
TWO = units.Unit("P-0002", settings={"max_current_a": 6})
UPDATE_KEY = "5a" * 64


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """One unit that was made: board, batch, what was told."""
    board = Board("port-1")
    batch = batch_of(tmp_path_factory.mktemp("whole"), ONE, update_key=UPDATE_KEY)
    return board, batch, made(board, batch)


def test_a_unit_is_told_in_one_line_with_the_time_of_each_step(whole):
    line, good = whole[2]
    assert good, line
    assert re.fullmatch(
        r"P-0001 port-1: made in \d+\.\d s: flash [\d.]+, calibration [\d.]+, identity [\d.]+, "
        r"self-test [\d.]+, settings [\d.]+, label [\d.]+, production [\d.]+",
        line,
    )
    assert float(re.search(r"in ([\d.]+) s", line)[1]) < 60  # S22, flashing apart


def test_the_pile_is_who_it_should_be(whole):
    board, batch, _ = whole
    app = board.world.app
    record = factory.read(app.ports, app.store)
    (row,) = rows(batch)
    assert (record["serial"], record["board_rev"], record["label"]) == ("P-0001", "B", "yard <3>")
    assert record["secret"] == secret.digest(bytes.fromhex(record["salt"]), row["secret"])
    assert record["cal"] == {"cp": [0, 0], "pp": [0, 0]}
    assert app.store.read("key")[32:].hex() == row["public_key"]
    assert app.store.read("update_key").hex() == UPDATE_KEY
    wanted = ONE.settings | {"production": True}
    assert {key: app.values[key] for key in wanted} == wanted
    assert app.values["authorise"] == "plug_and_charge"


def test_the_result_names_everything_and_is_the_owner_s_alone(whole):
    _, batch, _ = whole
    (row,) = rows(batch)
    assert row["serial"] == "P-0001" and row["board"] == "virtual" and row["board_rev"] == "B"
    assert row["self_test"] == "8 passed" and row["firmware"] == "simulated"
    assert re.fullmatch(r"([2-9A-HJ-NP-Z]{4}-){3}[2-9A-HJ-NP-Z]{4}", row["secret"])
    assert keys.load(row["public_key"])
    assert not begun(batch.results.folder)
    for path in (batch.results.path, batch.results.folder / "P-0001.svg"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(batch.results.folder.stat().st_mode) == 0o700


def test_the_label_says_it_too(whole):
    _, batch, _ = whole
    text = (batch.results.folder / "P-0001.svg").read_text()
    (row,) = rows(batch)
    assert row["secret"] in text and "P-0001" in text and "yard &lt;3&gt;" in text
    assert keys.name(keys.load(row["public_key"])) in text
    assert text.count("<svg") == text.count("</svg>") == 2


def test_a_finished_board_is_not_made_again(whole, tmp_path):
    board, batch, _ = whole
    line, good = made(board, batch)
    assert not good and "this board is P-0001, and in the results: plug in another" in line
    line, good = made(board, batch_of(tmp_path, TWO))
    assert not good and "this board is P-0001 already, which was not begun with this list" in line
    assert len(rows(batch)) == 1


def test_a_list_that_is_made_leaves_a_board_alone(whole):
    fresh = Board("port-2")
    line, good = made(fresh, whole[1])
    assert good and line == "port-2: nothing is left to make"
    assert not factory.read(fresh.world.app.ports, fresh.world.app.store)


def test_a_board_gets_the_unit_it_was_begun_as(tmp_path):
    batch = batch_of(tmp_path, ONE, TWO)
    boards = [Board("port-1"), Board("port-2")]
    for board in boards:
        board.cut_after = 30
        assert not made(board, batch)[1]
    assert batch.left() == ([], ["P-0001", "P-0002"])
    again = batch_of(tmp_path, ONE, TWO)
    for board, serial in reversed(list(zip(boards, ("P-0001", "P-0002")))):
        board.cut_after = None
        line, good = made(board, again)
        assert good and line.startswith(serial), line
    assert [row["serial"] for row in rows(batch)] == ["P-0002", "P-0001"]
    assert len({row["secret"] for row in rows(batch)}) == 2
    assert batch.left() == ([], [])


def test_two_boards_that_claim_one_serial_are_told(tmp_path):
    batch = batch_of(tmp_path, ONE)
    board = Board("port-1")
    board.cut_after = 30
    made(board, batch)
    board.cut_after = None
    line, good = made(board, batch)  # the run goes on: it was taken already
    assert not good and "two boards claim it" in line


BAD = (
    ("rcd.self_test_works", False, "calibration: no car and no fault: .* faults: rcd_test"),
    ("contactor.welded", ["L1"], "calibration: no car and no fault: .* faults: welded"),
    ("cp.leak_ohm", 4000, "calibration: no car and no fault: .* pilot B, fault"),
    ("contactor.stuck_open", True, "self-test: contactor: contactor closes in C: .* no_close"),
    ("contactor.mirror", "open", "self-test: contactor: mirror contact says open while"),
    ("lock.jammed", True, "self-test: contactor: contactor closes in C: .* lock_"),
    ("temperature_c", {"socket": 80}, "self-test: sensors: socket in 0.1 degree C 800: must be"),
)


@pytest.mark.parametrize(("key", "value", "said"), BAD)
def test_what_a_bad_board_fails_at_is_named(tmp_path, key, value, said):
    batch = batch_of(tmp_path, TWO)
    board = Board("port-1")
    board.world.set(key, value)
    line, good = made(board, batch)
    assert not good and re.search("P-0002 port-1: FAILED at " + said, line), line
    assert not rows(batch) and batch.left() == ([], ["P-0002"])


def test_a_mended_board_goes_on_at_the_test(tmp_path):
    batch = batch_of(tmp_path, ONE)
    board = Board("port-1")
    board.world.set("contactor.stuck_open", True)
    assert not made(board, batch)[1]
    secret_before = factory.read(board.world.app.ports, board.world.store)["secret"]
    board.world.set("contactor.stuck_open", False)
    batch = batch_of(tmp_path, ONE)
    line, good = made(board, batch)
    assert good, line
    assert factory.read(board.world.app.ports, board.world.store)["secret"] == secret_before


def test_what_the_pile_reads_wrong_is_corrected(tmp_path):
    batch = batch_of(tmp_path, ONE)
    board = Board("port-1", shows=(1.01, 50))
    line, good = made(board, batch)
    assert good, line
    gain_ppm, offset_uv = factory.read(board.world.app.ports, board.world.store)["cal"]["cp"]
    assert abs(gain_ppm - 10000) < 100 and abs(offset_uv - 50000) < 1000


def test_what_was_calibrated_by_hand_is_measured_anew(tmp_path):
    board = Board("port-1")
    app = board.world.app
    factory.write(app.ports, app.store, {"cal": {"cp": [1234, 0]}})
    line, good = made(board, batch_of(tmp_path, ONE))
    assert good, line
    app = board.world.app
    assert factory.read(app.ports, app.store)["cal"]["cp"] == [0, 0]


def test_a_damaged_factory_area_is_told(tmp_path):
    board = Board("port-1")
    ports = board.world.app.ports
    factory.write(ports, board.world.store, {"serial": "P-9"})
    for block in range(2):
        ports.open_flash("factory").writeblocks(
            block, b"\xff" * 16 + bytes(240)
        )  # all but a header
    line, good = made(board, batch_of(tmp_path, ONE))
    assert not good and "FAILED at the port: the factory area is damaged" in line
    assert "erase the board's whole flash" in line and not begun(tmp_path / "results.csv.units")


def test_what_cannot_be_corrected_is_refused(tmp_path):
    board = Board("port-1", shows=(1.08, 0))
    line, good = made(board, batch_of(tmp_path, ONE))
    assert not good and "FAILED at calibration: cp is off by 8.0 %" in line
    assert not factory.read(board.world.app.ports, board.world.store)
