"""Provisioning is cut everywhere, and done again: one row a unit, and the pile is that unit."""

import pytest

from service import factory, secret
from tests.host.provision_fake import Board, batch_of, made, rows
from tools.provision import files, self_test, units
from tools.provision.progress import begun

ONE = units.Unit("P-1", settings={"max_current_a": 6})
_STRIDE = 19  # commands between two cuts


class Cut(BaseException):
    """The PC dies here."""


@pytest.fixture(autouse=True)
def short(monkeypatch):
    monkeypatch.setattr(self_test, "CHECKS", self_test.CHECKS[:1])


def finished(board, batch):
    """Run once more, uncut; check that the unit is whole and the only one."""
    board.cut_after = None
    line, good = made(board, batch_of(batch.results.path.parent, ONE))
    (row,) = rows(batch)
    assert good or "in the results" in line, line
    app = board.world.app
    record = factory.read(app.ports, app.store)
    assert record["serial"] == row["serial"] == "P-1"
    assert record["secret"] == secret.digest(bytes.fromhex(record["salt"]), row["secret"])
    assert app.store.read("key")[32:].hex() == row["public_key"]
    assert app.values["production"] and app.values["max_current_a"] == 6


def test_the_cable_comes_off_after_any_command(tmp_path):
    whole = Board("port-1")
    assert made(whole, batch_of(tmp_path, ONE))[1]
    assert whole.asked > 60
    for cut in range(0, whole.asked, _STRIDE):
        folder = tmp_path / str(cut)
        folder.mkdir()
        board = Board("port-1")
        board.cut_after = cut
        batch = batch_of(folder, ONE)
        assert made(board, batch)[1] == bool(rows(batch)), cut  # it is: only the leaving was cut
        finished(board, batch)
        assert not begun(batch.results.folder)


def cut_at(monkeypatch, number, after):
    """Have the PC die at the file of that number, before or after it is in place."""
    whole = files.replace
    left = [number]

    def replace(path, text):
        left[0] -= 1
        if left[0] == 0 and not after:
            path.with_name(path.name + ".new").write_text(text[: len(text) // 2])
            raise Cut
        whole(path, text)
        if left[0] == 0:
            raise Cut

    monkeypatch.setattr(files, "replace", replace)
    return left


@pytest.mark.parametrize("after", [False, True])
def test_the_pc_dies_at_any_file(tmp_path, monkeypatch, after):
    number, more = 0, True
    while more:
        number += 1
        folder = tmp_path / str(number)
        folder.mkdir()
        board = Board("port-1")
        batch = batch_of(folder, ONE)
        with monkeypatch.context() as patch:
            left = cut_at(patch, number, after)
            try:
                made(board, batch)
            except Cut:
                pass
            more = left[0] == 0
        again = batch_of(folder, ONE)
        again.results.tidy()
        finished(board, batch)
        assert not begun(batch.results.folder)
    assert number > 12  # places to cut
