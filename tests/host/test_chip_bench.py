"""The chip bench's frame: what becomes of the values of its cases. No chip is needed for it."""

import pytest

from plan import profile_store
from tools.bench import peers
from tools.chip import bench
from tools.chip.files import stored
from tools.chip.memory import FEATURES


def _case(company, count, seed, machine):
    return {"C to A": [machine["xip"] + seed + len(company) / 10] * count}


@pytest.fixture
def cases(monkeypatch):
    monkeypatch.setattr(bench, "CASES", {"case": (_case, ("a", "bb"), 1)})
    monkeypatch.setattr(bench, "image_files", lambda *_: None)


@pytest.mark.parametrize("jobs", [1, 5])
def test_every_machine_gets_the_phases_of_all_companies_in_their_order(cases, jobs):
    said = []
    rows = bench.measure(["case"], 3, 1, jobs, said.append)
    slow = [65.1, 65.1, 66.2, 66.2]
    assert rows == {"C to A": {0: [1.1, 1.1, 2.2, 2.2], 1: slow, 2: slow}}
    assert not said  # the processes of the cases tell it


def test_a_row_over_its_limit_is_told(cases):
    lines, broken = bench.table(bench.measure(["case"], 3, 1, 1, lambda _: None))
    slow = "66.20 / 66.20 / 65.10"
    assert lines[2:] == [f"| C to A, ms | 25 ms | 2.20 / 2.20 / 1.10 | {slow} | {slow} | 12 |"]
    assert broken == ["C to A: 66.20 ms, at most 25"]


def test_others_stand_beside_the_row_of_the_same_event():
    rows = {name: {0: [2.0, 1.0], 2: [3.0]} for name in bench.LIMITS}
    table = {line.split(" | ")[0]: line.split(" | ")[1] for line in bench.beside(rows)}
    assert len(table) == 2 + len(peers.ROWS)
    assert table["| C → A, coil off"] == table["| B → C, coil on"] == "1 / 2 / 3"
    assert table["| RCD output, coil off"] == "0.001 / 0.002 / 0.003"  # us in its row
    assert len(bench.beside({"C to B": rows["C to B"]})) == 3


def test_what_a_pico_is_asked_to_hold_is_what_a_pile_would_keep():
    for name, (changes, records) in FEATURES.items():
        assert f"free heap, {name}" in bench.LIMITS
        kept = stored(changes, records)  # refuses settings that a pile would refuse
        assert all(f"store/{record}" in " ".join(kept) for record, _ in records), name
    (record,) = FEATURES["charging profiles, 8 full"][1]
    assert [len(profile.starts) for profile in profile_store.unpack(record[1])] == [50] * 8
