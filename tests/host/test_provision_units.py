"""The list of units: what is wrong is named by row and column, and nothing else is done."""

import pytest

from tools.provision import key, results, units
from tools.provision.__main__ import main

GOOD = """\
serial, max_current_a,label,meter,time_sharing,price_kwh,phases
P-1,16,"yard, 3",sdm630,yes,0.35,1

P-2,6,,,,,
"""


def written(folder, text):
    path = folder / "units.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_cells_become_what_the_settings_want(tmp_path):
    one, two = units.read(written(tmp_path, GOOD))
    assert (one.serial, one.label) == ("P-1", "yard, 3")
    assert one.settings == {
        "max_current_a": 16,
        "meter": "sdm630",
        "time_sharing": True,
        "price_kwh": 0.35,
        "phases": 1,
    }
    assert two == units.Unit("P-2", settings={"max_current_a": 6})


BAD = (
    ("", "empty; its first row names the columns"),
    ("max_current_a\n6\n", "row 1: no column serial"),
    ("serial\nP1\n", "row 1: no column max_current_a"),
    ("serial,max_current_a,colour\nP1,6,red\n", "row 1, column 3 (colour): must be serial, "),
    ("serial,max_current_a,serial\nP1,6,P1\n", "row 1, column 3 (serial): is there twice"),
    ("serial,max_current_a,production\nP1,6,yes\n", "column 3 (production): no column"),
    ("serial,max_current_a\n", "row 2: no unit in it"),
    ("serial,max_current_a\nP1\n", "row 2, has 1 cells, row 1 names 2 columns"),
    ("serial,max_current_a\nP 1,6\n", 'row 2, column serial: "P 1": must be 1 to 20 of'),
    ("serial,max_current_a\n../x,6\n", "row 2, column serial: "),
    ("serial,max_current_a\n" + "x" * 21 + ",6\n", "row 2, column serial: "),
    ("serial,max_current_a\nP1,\n", "row 2, column max_current_a: is empty"),
    ("serial,max_current_a\nP1,nan\n", "row 2, column max_current_a = nan: must be a whole"),
    ("serial,max_current_a\nP1,99\n", "max_current_a = 99: must be a whole number from 6 to 80"),
    ("serial,max_current_a,meter\nP1,6,foo\n", 'row 2, column meter = "foo": must be one of'),
    ("serial,max_current_a,profiles\nP1,6,2\n", 'column profiles = "2": must be true or false'),
    ("serial,max_current_a,label\nP1,6," + "x" * 41 + "\n", "column label: must be a text of 40"),
    ("serial,max_current_a,derate_c,hot_c\nP1,6,80,70\n", "row 2, settings together: derate_c"),
    ("serial,max_current_a\nP1,6\np1,6\n", "row 3, column serial: p1 is in row 2 already"),
    ('serial,max_current_a\n"P1,6\n', "not a CSV file"),
)


@pytest.mark.parametrize(("text", "said"), BAD)
def test_what_is_wrong_is_named(tmp_path, text, said):
    with pytest.raises(units.Wrong) as caught:
        units.read(written(tmp_path, text))
    assert said in str(caught.value)


def test_every_wrong_row_is_told_at_once(tmp_path):
    with pytest.raises(units.Wrong) as caught:
        units.read(written(tmp_path, "serial,max_current_a\nP1,1\nP2,2\nP2,6\n"))
    assert [line.split(", ")[0][-5:] for line in str(caught.value).splitlines()] == [
        "row 2",
        "row 3",
        "row 4",
    ]


ARGUMENTS = (
    (["--port", "a", "--port", "b", "--fixture", "c"], "2 --port, 1 --fixture"),
    (["--port", "a", "--fixture", "a"], "a is named twice"),
    (["--port", "a", "--fixture", "world"], "--fixture world and --board virtual"),
    (["--port", "a", "--fixture", "c", "--board", "virtual"], "--fixture world and --board"),
    (["--port", "a", "--fixture", "c", "--board", "x"], "no board 'x'; there are: "),
    (["--port", "a", "--fixture", "c", "--update-key", "nowhere"], "nowhere"),
)


@pytest.mark.parametrize(("arguments", "said"), ARGUMENTS)
def test_wrong_arguments_begin_nothing(tmp_path, capsys, arguments, said):
    out = tmp_path / "results.csv"
    path = written(tmp_path, GOOD)
    assert main([str(path), "--out", str(out), *arguments]) == 2
    error = capsys.readouterr().err
    assert said in error and "Nothing was begun" in error
    assert not out.exists()


def test_another_file_in_the_place_of_the_results_stays(tmp_path, capsys):
    path = written(tmp_path, GOOD)
    line = [str(path), "--out", str(path), "--port", "a", "--fixture", "b"]
    assert main(line) == 2
    assert "not a results file of this tool" in capsys.readouterr().err
    assert path.read_text() == GOOD


def test_one_run_at_a_time(tmp_path, capsys):
    out = tmp_path / "results.csv"
    line = [str(written(tmp_path, GOOD)), "--out", str(out), "--port", "a", "--fixture", "b"]
    with results.Results(out).alone():
        assert main(line) == 2
    assert "another run works with it" in capsys.readouterr().err


def test_a_key_alone(tmp_path, capsys):
    assert main(["key", str(tmp_path / "one")]) == 0
    assert (tmp_path / "one" / "public.pem").exists()
    assert key.main([str(tmp_path / "one")]) == 2
    assert "is there" in capsys.readouterr().err
