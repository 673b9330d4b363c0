"""The monitor on the live pile: screens, recording, plots, and what it says when it goes wrong."""

import os
import select
import signal
import subprocess
import sys
import time

import pytest

from tests.host.live_pile import live_pile
from tools import build
from tools.link import Link, LinkError
from tools.monitor import __main__ as monitor
from tools.monitor import record
from tools.monitor.pilot import wave
from tools.monitor.screen import screen
from tools.monitor.source import Source

SCREEN = build.ROOT / "build/monitor.svg"
PICTURE = build.ROOT / "build/session.png"


@pytest.fixture(scope="module")
def port():
    with live_pile() as name:
        yield name


def look_until(source, found, wanted):
    """Look until a record is as wanted."""
    until = time.monotonic() + 30
    while not found or not wanted(found[-1]):
        assert time.monotonic() < until, found[-1:]
        found.append(source.look())
        assert "lost" not in found[-1], found[-1]


def test_a_session_and_a_fault_are_shown_recorded_and_drawn(port, tmp_path, capsys):
    found = []
    source = Source(port)
    look_until(source, found, lambda one: one["pile"]["state"] == "idle")
    source._link.lines("car", "C")
    look_until(source, found, lambda one: one["pile"]["current_ma"][0] > 5000)
    source._link.lines("limit", 8)
    look_until(source, found, lambda one: one["limits"]["limits"][0]["source"] == "console")
    source.close()

    SCREEN.parent.mkdir(exist_ok=True)
    assert monitor.main([port, "--once", "--save", str(SCREEN)]) == 0
    said = capsys.readouterr().out
    for words in ("charging", "-12.0 V", "offers 8.0 A", "console", "manual 1000", "KB free"):
        assert words in said, said
    assert "<svg" in SCREEN.read_text(encoding="utf-8")

    source = Source(port)
    source._link.lines("fault", "estop")
    look_until(source, found, lambda one: one["trace"])
    assert "estop" in text_of(found[-1], tmp_path)
    traced = found[-1]["trace"]
    assert len(traced["rows"]) == 150 and "fault" in traced["rows"][-1]
    source._link.lines("fault", "estop", False)
    source._link.lines("car", "A")
    look_until(source, found, lambda one: one["pile"]["state"] == "idle")
    source.close()

    file = tmp_path / "session.jsonl"
    recorder = record.Recorder(file)
    for one in found:
        recorder.add(one)
    recorder.close()
    with open(file, "a", encoding="utf-8") as half:
        half.write('{"at": 17')  # the PC lost its power there
    assert len(record.read(file)) == len(found)
    alone = tmp_path / "alone.jsonl"  # a fault that was there before anybody looked
    recorder = record.Recorder(alone)
    for one in ({"at": 1, "lost": "gone"}, {"at": 2, "lost": "gone"}, found[-1]):
        recorder.add({**found[-1], "trace": traced, **one})
    recorder.close()
    assert [one["at"] for one in record.read(alone)] == [1, found[-1]["at"]]
    assert monitor.main(["--plot", str(tmp_path / "alone.png"), str(alone)]) == 0
    assert monitor.main(["--plot", str(PICTURE), str(file)]) == 0
    assert PICTURE.read_bytes().startswith(b"\x89PNG")


def text_of(one, folder):
    path = folder / "screen.txt"
    monitor.save(screen("port", one), str(path))
    return path.read_text(encoding="utf-8")


def test_a_person_watches_and_leaves_with_ctrl_c(port, tmp_path):
    terminal, shown = os.openpty()
    file = tmp_path / "seen.jsonl"
    command = [sys.executable, "-m", "tools.monitor", port, "--record", str(file)]
    with subprocess.Popen(command, stdin=shown, stdout=shown, stderr=shown) as process:
        said = b""
        while said.count(b"control pilot") < 3:
            said += os.read(terminal, 4096)
        process.send_signal(signal.SIGINT)
        while process.poll() is None:  # it puts the terminal back meanwhile
            if select.select([terminal], [], [], 0.1)[0]:
                os.read(terminal, 4096)
    assert process.returncode == 0
    assert len(record.read(file)) >= 3
    os.close(shown)
    os.close(terminal)


def test_looking_disturbs_nothing(port):
    source = Source(port)
    found = [source.look() for _ in range(40)]  # far more often than twice a second
    first, last = found[0]["pile"], found[-1]["pile"]
    passed_ms = last["ms"] - first["ms"]
    assert abs(last["ticks"] - first["ticks"] - passed_ms / 10) <= 1  # none was left out
    assert last["state"] == "idle" and found[-1]["unit"]["crashes"] == [0, 0, 0]
    source.close()


def test_a_board_that_restarts_comes_back(port):
    source = Source(port, patience_s=1)
    source.look()
    name, source._port = source._port, "/dev/not-there"
    source._link.close()  # as a USB port that vanishes
    lost = source.look()
    assert "cannot be opened" in source.look()["lost"] and lost["pile"]["state"] == "idle"
    source._port = name
    assert "lost" not in source.look()
    source.close()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["/dev/not-there"], "cannot be opened"),
        (["--plot", "a.png", "not-there"], "No such file"),
        (["--plot", "a.png", __file__], "line 1: no recording of this monitor"),
    ],
)
def test_a_mistake_is_one_sentence(arguments, says, capsys):
    assert monitor.main(arguments) == 1
    said = capsys.readouterr().err
    assert said.startswith("monitor: ") and says in said and said.count("\n") == 1


def test_neither_port_nor_plot_is_refused():
    with pytest.raises(SystemExit):
        monitor.main([])


def test_what_is_no_pile_is_refused_at_once():
    end, other = os.openpty()
    with pytest.raises(LinkError, match="nothing on"):
        Source(os.ttyname(other), patience_s=0.2)
    os.close(end)
    os.close(other)


def test_the_wave_is_drawn_for_each_kind_of_pilot():
    cases = ((10000, 9000, (69, 69, 0)), (0, -12000, (0, 69, 69)), (2666, 9000, (69, 69, 69)))
    for duty, high_mv, lines in cases:
        drawn = wave({"duty": duty, "high_mv": high_mv, "low_mv": -12000})
        assert tuple(len(line) for line in drawn) == lines
    assert "┏━━━━┓" in drawn[0] and drawn[0].startswith("  +9.0 V ")
    assert wave({"duty": 9700, "high_mv": 1, "low_mv": 1})[0].count("┓") == 3


def test_a_pile_that_says_no_is_lost_not_a_crash(port, monkeypatch):
    source = Source(port)
    monkeypatch.setattr(Link, "ask", lambda *_: {"ok": False, "errors": ["no memory"]})
    assert source.look()["lost"] == "no memory"
    source.close()
