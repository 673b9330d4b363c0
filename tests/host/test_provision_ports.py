"""Many ports at once: all are worked on together, each unit is given once, each row is whole."""

import csv
import threading

from tools.provision import __main__ as tool
from tools.provision import results

PORTS = 8


def test_all_ports_are_worked_on_at_once(tmp_path, monkeypatch, capsys):
    together = threading.Barrier(PORTS, timeout=30)

    def make(pile, _fixture, batch):
        together.wait()  # breaks unless every port has come here
        unit = batch.take("", pile.port)
        together.wait()
        row = dict.fromkeys(results.COLUMNS, "x") | {"serial": unit.serial}
        batch.results.append(row)
        return f"{unit.serial} {pile.port}: made", unit.serial != "P-3"

    monkeypatch.setattr(tool, "make", make)
    path = tmp_path / "units.csv"
    path.write_text("serial,max_current_a\n" + "".join(f"P-{i},6\n" for i in range(PORTS + 2)))
    out = tmp_path / "r.csv"
    line = [str(path), "--board", "virtual", "--fixture", "world", "--out", str(out)]
    for number in range(PORTS):
        line += ["--port", f"port-{number}"]
    assert tool.main(line) == 1  # one of them failed
    said = capsys.readouterr().out
    assert "of the list 2 not begun" in said
    with open(out, newline="", encoding="utf-8") as file:
        assert sorted(row["serial"] for row in csv.DictReader(file)) == [
            f"P-{i}" for i in range(PORTS)
        ]
