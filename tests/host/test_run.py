"""The timeline, and the session that `make run` plays."""

import io
import subprocess
import sys

from rich.console import Console

from tools.run import __main__ as command
from tools.run import play
from tools.run.timeline import Timeline
from tools.scenario.benches import run_host


def rows(changes, end_us):
    """Return the lines a timeline prints of some changes."""
    said = io.StringIO()
    timeline = Timeline(Console(file=said, width=200))
    timeline.begin()
    for change in changes:
        timeline.hear(change)
    timeline.close(end_us)
    return said.getvalue().splitlines()


START = [
    (0, "state", "idle"),
    (0, "why", "no_car"),
    (0, "fault", "none"),
    (0, "contactor", "open"),
    (0, "pilot.duty", 10000),
    (0, "limit_ma", 0),
    (0, "pilot.state", "A1"),
    (0, "energy_wh", 0),
    (0, "current_ma", [0, 0, 0]),
]


def test_one_row_for_what_happens_within_20_ms():
    changes = [
        *START,
        (1000000, "pilot.state", "B1"),
        (1010000, "pilot.duty", 2666),
        (1010000, "limit_ma", 15996),
        (1020000, "pilot.state", "B2"),
        (1020001, "state", "offering"),
    ]
    lines = rows(changes, 2000000)
    assert len(lines) == 5  # headings, three rows, summary
    assert lines[2].split() == "1.000 B2 26.66 % 16.0 A open 0 0.000 0.00 idle no_car".split()
    assert lines[3].split()[0] == "1.020"


def test_columns_stand_under_their_headings():
    heading, first, *_ = rows(START, 1000000)
    for name, value in (
        ("pilot", "A1"),
        ("contactor", "open"),
        ("state", "idle"),
        ("why", "no_car"),
    ):
        assert heading.index(name) == first.index(value)


def test_a_current_is_a_row_once_it_has_settled():
    ramp = [(3000000 + 100000 * i, "current_ma", [1000 * i] * 3) for i in range(1, 17)]
    lines = rows([*START, *ramp, (9000000, "energy_wh", 20)], 10000000)
    assert [line.split()[0] for line in lines[1:-1]] == ["0.000", "4.600"]
    assert "3 x 16.0" in lines[2]


def test_energy_alone_is_no_row():
    lines = rows([*START, (5000000, "energy_wh", 1), (6000000, "energy_wh", 2)], 7000000)
    assert len(lines) == 3


def test_a_fault_stands_where_the_reason_stood():
    lines = rows([*START, (5000000, "fault", "estop"), (5000000, "why", "fault")], 7000000)
    assert lines[2].endswith("fault estop")


def test_the_summary_adds_sessions_up():
    changes = [
        *START,
        (1000000, "session", "open"),
        (1000000, "contactor", "closed"),
        (2000000, "energy_wh", 500),
        (2000000, "cost_e5", 15000),
        (5000000, "contactor", "open"),
        (6000000, "session", "closed"),
        (7000000, "session", "open"),
        (7000000, "energy_wh", 0),
        (7000000, "cost_e5", 0),
        (7500000, "fault", "welded"),
        (8000000, "contactor", "closed"),
        (9000000, "energy_wh", 250),
        (9000000, "cost_e5", 7500),
    ]
    assert rows(changes, 10000000)[-1] == (
        "0.750 kWh for 0.225 in 6.0 s of charging, 2 sessions, faults: welded; 10.0 s in all"
    )


def run(*arguments):
    command_line = [sys.executable, "-m", "tools.run", *arguments]
    return subprocess.run(command_line, capture_output=True, text=True, check=False)


def test_the_session_charges_and_keeps_its_promises():
    done = run()
    lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "in MicroPython" in lines[0]
    assert "contactor" in lines[1]
    assert any(" C2 " in line and " closed " in line and "3 x 16.0" in line for line in lines)
    assert any(" 10.0 A " in line and "3 x 10.0" in line for line in lines)
    assert any("1 session, faults: none; 60.0 s in all" in line for line in lines)
    assert sum(line.startswith("  holds  ") for line in lines) == 6
    assert "\x1b" not in done.stdout  # no terminal, no colours


def test_a_scenario_of_one_s_own(tmp_path):
    path = tmp_path / "a.toml"
    path.write_text('end_ms = 3000\n[[expect]]\nwithin_ms = 5\npilot.state = "B1"\n')
    done = run(str(path))
    assert done.returncode == 1
    assert "  FAILS  pilot.state B1 within 5.0 ms after 0.0 ms" in done.stdout
    path.write_text("end_ms = 3000\nfoo = 1\n")
    done = run(str(path))
    assert done.returncode == 2 and "foo" in done.stdout


def test_ctrl_c_leaves_the_outputs_safe(monkeypatch, capsys):
    def interrupted(scenario, listen):
        def hear(change):
            listen(change)
            if change[1:] == ("contactor", "closed"):
                raise KeyboardInterrupt

        return run_host(scenario, hear)

    monkeypatch.setattr(play, "run_vm", interrupted)
    assert command.main([]) == 130
    lines = capsys.readouterr().out.splitlines()
    assert " open " in lines[-3]
    assert lines[-1] == "interrupted: coils off, pilot at rest"


def test_without_micropython_it_runs_on_cpython(monkeypatch, capsys):
    monkeypatch.setattr(play, "can_run", lambda _bench: "no MicroPython here")
    assert command.main([]) == 0
    assert "no MicroPython here, on CPython" in capsys.readouterr().out
