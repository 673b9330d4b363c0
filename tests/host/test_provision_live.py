"""The tool as a factory calls it: on a live simulated pile at a serial port, and a bare chip."""

import pytest

from tests.host.live_pile import live_pile
from tests.host.plugged import Plugged
from tools.emulator import image
from tools.emulator.chip import Chip
from tools.link import Link, LinkError
from tools.provision import self_test
from tools.provision.__main__ import main
from tools.provision.pile import Pile
from tools.update import package

_SHORT = ("contactor",)


@pytest.fixture
def live():
    with live_pile() as port:
        yield port


def test_a_unit_is_made_behind_a_serial_port(live, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(
        self_test, "CHECKS", tuple(row for row in self_test.CHECKS if row[0] in _SHORT)
    )
    package.make_key(tmp_path / "keys")
    units = tmp_path / "units.csv"
    units.write_text("serial,max_current_a,language\nV-1,16,zh\nV-2,16,\n")
    line = [str(units), "--port", live, "--board", "virtual", "--fixture", "world"]
    line += ["--out", str(tmp_path / "r.csv"), "--update-key", str(tmp_path / "keys/update_key")]
    assert main(line) == 0
    said = capsys.readouterr().out
    assert f"V-1 {live}: made in " in said and "of the list 1 not begun, 0 begun" in said
    secret = (tmp_path / "r.csv").read_text().splitlines()[1].split(",")[1]
    assert secret not in said
    with Link(live) as link:
        who = link.ask("factory")
        assert 164 <= link.ask("inputs")["pp_ohm"] <= 308  # the world's own cable is back
        assert who["serial"] == "V-1" and who["calibrated"] == ["cp", "pp"]
        assert len(who["update_key"]) == 16
        assert link.ask("set", max_current_a=32)["ok"] is False
        with pytest.raises(LinkError, match="wrong secret"):
            link.login("AAAA-AAAA-AAAA-AAAA")
    assert main(line) == 1
    assert "this board is V-1, and in the results: plug in another one" in capsys.readouterr().out


@pytest.mark.skipif(image.find() is None, reason=image.need())
def test_a_bare_chip_is_told_apart_by_its_number():
    with Plugged(Chip(files={}).boot()) as board:
        pile = Pile(board.port, {"name": "pico", "module": "pico"})
        serial, board_id = pile.meet()
        pile.close()
    assert serial == "" and len(bytes.fromhex(board_id)) == 8


def test_a_port_that_is_not_there_is_told(tmp_path, capsys):
    units = tmp_path / "units.csv"
    units.write_text("serial,max_current_a\nV-1,16\n")
    line = [str(units), "--port", "/dev/nowhere", "--board", "virtual", "--fixture", "world"]
    assert main([*line, "--out", str(tmp_path / "r.csv")]) == 1
    said = capsys.readouterr().out
    assert "/dev/nowhere: FAILED at the port: port /dev/nowhere cannot be opened" in said
    assert "of the list 1 not begun" in said
    assert not (tmp_path / "r.csv").exists()
