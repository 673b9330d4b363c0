"""A slice of `python -m tools.update.campaign`: power cuts in a whole update (REQ-OTA-2)."""

import pytest

from tools.broken import Broken
from tools.update import campaign
from tools.update.campaign import Bench, Board
from tools.world.nor import AFTER
from update.mark import Mark


def test_old_or_new_starts_after_a_cut_in_any_operation(tmp_path):
    said = []
    cuts = campaign.run(tmp_path, say=said.append)
    assert cuts > 100
    assert "all whole, settings kept" in said[0]


def test_the_campaign_notices_a_switch_before_the_files_are_there(tmp_path, monkeypatch):
    bench = Bench(tmp_path)
    put = Mark._put

    def early(mark, text):
        put(mark, text)
        mark._system.remove("/b/main.py")

    monkeypatch.setattr(Mark, "_put", early)
    with pytest.raises((Broken, OSError)):
        bench.cut(bench_end(bench), AFTER)


def bench_end(bench):
    """Return the operation that switches: the last of an install."""
    flash = bench.flash(1)
    Board(flash).install(bench.package)
    return flash.operations
