"""A pile with a key sells, signs while the contactor is open, and exports what verifies."""

import io

import pytest

from session import export
from session.shelf import Shelf
from tests.host.kept_pile import Kept
from tools.provision.key import make
from tools.verify.check import check


class Provisioned(Kept):
    """A pile with a key."""

    def sell(self):
        """Sell 300 Wh."""
        self.charge()
        self.draw(60000, 5)
        self.leave()

    def sign(self):
        """Do what the idle task does, until it has nothing to do."""
        while self.app.trade.signer.step():
            pass
        self.run(4000)


@pytest.fixture
def provisioned(tmp_path):
    key = make(tmp_path)
    return Provisioned(tmp_path), key, tmp_path


def exported(folder, key):
    return check(io.StringIO("".join(export.rows(Shelf(str(folder)))), newline=""), key)


def test_two_sessions_are_signed_after_they_have_ended(provisioned):
    pile, key, folder = provisioned
    for count in (1, 2):
        pile.sell()
        found = exported(folder, key)
        assert (found.problems, found.records, found.verified) == ([], count, count - 1)
        pile.sign()
        found = exported(folder, key)
        assert (found.problems, found.notes, found.verified) == ([], [], count)
    assert pile.app.trade.signer.message == ""
    assert pile.live.enable == 1


def test_nothing_is_written_while_the_next_car_charges(provisioned):
    pile, key, folder = provisioned
    pile.sell()
    pile.charge()
    while pile.app.trade.signer.step():
        pass
    assert pile.app.trade.signer.wants()
    pile.draw(60000, 5)
    assert [entry.seal for entry in Shelf(str(folder)).entries()] == [None]
    pile.leave()
    pile.sign()
    pile.sign()
    assert exported(folder, key).verified == 2


def test_a_reset_before_the_signature_is_written_loses_nothing(provisioned):
    pile, key, folder = provisioned
    pile.sell()
    while pile.app.trade.signer.step():
        pass
    pile.boot()
    pile.run(4000)
    pile.sign()
    found = exported(folder, key)
    assert (found.problems, found.verified) == ([], 1)
