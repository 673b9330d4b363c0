"""`make run GROUP=n`: real piles share a limit; the picture; what a wrong GROUP is told."""

import io
import subprocess
import sys

import pytest
from rich.console import Console

from tools.group import __main__ as command
from tools.group.day import day
from tools.group.sums import Sums

ENDS = b"IEND\xaeB`\x82"


def played(tmp_path, **terminal):
    said = io.StringIO()
    console = Console(file=said, width=120, **terminal)
    picture = tmp_path / "build" / "group.png"
    return command.run(3, 20, 4, console, picture), picture, said.getvalue()


def test_three_piles_share_20_a_and_none_is_forgotten(tmp_path):
    sums, picture, said = played(tmp_path)
    assert sums.broken_us is None
    assert 19000 < sums.worst_ma <= 20000  # all of it is used
    assert sums.worst_drawn_ma <= 20500  # a lazy car follows in 4.5 s
    drawn = [0, 0, 0]
    for (since_s, row), (until_s, _) in zip(sums.curves, sums.curves[1:], strict=False):
        for pile in range(3):
            drawn[pile] += row[pile] * (until_s - since_s)
    assert min(drawn) > 200  # ampere seconds
    data = picture.read_bytes()
    assert data.startswith(b"\x89PNG") and data.endswith(ENDS) and len(data) > 10000
    lines = said.splitlines()
    assert [line[:5] for line in lines[:5]] == ["00:00", "01:00", "02:00", "03:00", "04:00"]
    assert "holds: at most" in lines[-1]


def test_on_a_terminal_it_is_a_table(tmp_path):
    said = played(tmp_path, force_terminal=True)[2]
    assert "draws A" in said and "may A" in said and "single_phase" in said


def test_an_exceeded_limit_is_told_and_is_the_exit_status(monkeypatch, tmp_path, capsys):
    sums = Sums(2, 12000)
    for pile, us, allowed_ma in ((0, 1, 6000), (1, 2, 6000), (1, 3, 6100), (1, 4, 0)):
        sums.hear(pile, "limit_ma", allowed_ma)
        sums.look(us)
    assert (sums.worst_ma, sums.broken_us) == (12100, 3)
    monkeypatch.setattr(command, "run", lambda *_: sums)
    assert command.main(["8"]) == 1


def test_a_car_on_one_phase_leaves_the_others():
    sums = Sums(2, 12000)
    for pile, model in enumerate(("single_phase", "two_phase")):
        sums.hear(pile, "ev.model", model)
        sums.hear(pile, "limit_ma", 7000)
    sums.look(1)
    assert (sums.allowed(), sums.broken_us) == (14000, 1)
    sums.hear(0, "limit_ma", 0)
    assert sums.allowed() == 7000


def test_every_pile_has_a_car_and_no_car_stays_for_ever():
    rows = day(8, 900)
    assert rows == sorted(rows)
    for pile in range(8):
        states = [value for _, number, key, value in rows if number == pile and key == "ev.state"]
        assert states[:2] == ["B", "C"]
    assert sum(value == "A" for _, _, _, value in rows) >= 4


@pytest.mark.parametrize("count", ["1", "65", "0", "-3", "8.5", "many", "8 9"])
def test_a_wrong_group_is_told_what_is_allowed(count):
    done = subprocess.run(
        [sys.executable, "-m", "tools.group", count], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "2 to 64; try GROUP=8" in done.stderr or "required: count" in done.stderr
    assert "Traceback" not in done.stderr
