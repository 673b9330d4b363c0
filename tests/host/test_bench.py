"""The promises of `make bench`, over a few phases of each case."""

import json
from dataclasses import replace

import pytest

from tools.bench import __main__ as bench
from tools.bench import measure, peers, tables
from tools.bench.cases import CASES, COIL_OFF, End

PHASES = 20
SEED = 1001  # not the phases of `make bench`


@pytest.mark.parametrize("name", [case.name for case in CASES])
def test_promises_hold(name):
    broken = measure.broken({name: measure.measure(name, PHASES, SEED)})
    assert not broken, [f"{name} {row.end.what}: {tables.spread(row)}" for name, row in broken]


def test_a_phase_is_the_same_each_time():
    assert measure.measure("c_a", 2, 7)[0].most == max(
        measure.measure("c_a", 1, seed)[0].most for seed in (7, 8)
    )


@pytest.mark.parametrize(
    ("end", "times", "ok", "worst"),
    [
        (End(COIL_OFF, 25), [1.0, 25.0, 3.0], True, 6),
        (End(COIL_OFF, 25, 100), [1.0, 3.0, 25.1], False, 7),
        (End(COIL_OFF, None, 100), [1.0, 100.1, 3.0], False, 6),
        (End(COIL_OFF, None, 7000, "", 6000), [6000.0, 6001.0, 6002.0], True, 7),
        (End(COIL_OFF, None, 7000, "", 6000), [5999.9, 6001.0, 6002.0], False, 7),
        (End(COIL_OFF), [1.0, 2.0, 3.0], None, 7),
        (End(COIL_OFF), [1.0, None, 3.0], False, 6),
        (End(COIL_OFF), [None, None, None], False, 5),
    ],
)
def test_judgement(end, times, ok, worst):
    row = measure.figure(end, times, 5)
    assert row.ok is ok
    assert row.worst == worst
    assert measure.broken({"x": [row]}) == ([("x", row)] if ok is False else [])


def test_every_peer_stands_beside_a_case():
    ends = {(case.name, end.what) for case in CASES for end in case.ends}
    assert {row[1:3] for row in peers.ROWS} <= ends
    assert all(len(row) == 3 + len(peers.MEASURED + peers.ARITHMETIC) for row in peers.ROWS)


def test_tables_and_exit_status(tmp_path, capsys, monkeypatch):
    path = tmp_path / "figures.json"
    asked = ["--only", "c_a", "close", "--phases", "2", "--json", str(path)]
    assert bench.main(asked) == 0
    told = capsys.readouterr().out
    assert "C -> A, unplugged" in told
    assert "346 / 379 / 398" in told
    assert bench.main([*asked, "--markdown"]) == 0
    assert "| C → A, unplugged |" in capsys.readouterr().out
    written = json.loads(path.read_text(encoding="utf-8"))
    assert written["phases"] == 2
    assert [row["ok"] for row in written["cases"]["c_a"]] == [True, True]

    case = next(case for case in CASES if case.name == "c_a")
    strict = replace(case, ends=(End(COIL_OFF, 1), case.ends[1]))
    monkeypatch.setattr(measure, "CASES", (strict,))
    assert bench.main(["--only", "c_a", "--phases", "1"]) == 1
    told = capsys.readouterr().out
    assert "BROKEN" in told
    assert "--only c_a --phases 1 --seed 1" in told
