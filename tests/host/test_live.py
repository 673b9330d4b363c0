"""The live pile: a real mpremote, and a bare terminal, talk to it while it keeps charging."""

import os
import re
import select
import signal
import socket
import subprocess
import sys
import time
import tty
from pathlib import Path

import pytest

from core import mailbox
from tools.run.acts import FAULTS, Acts
from tools.world.bench import World

MPREMOTE = Path(sys.executable).with_name("mpremote")
TICKS = "pile.app.outlet.ticks"


class Live:
    """`python -m tools.run --live` as a person has it."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "tools.run", "--live", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.first = self.process.stdout.readline()
        self.path = self.first.split()[-1]

    def mpremote(self, *arguments):
        """Return what one mpremote command printed, with line feeds alone."""
        command = [MPREMOTE, "connect", self.path, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
        self.status = done.returncode
        return (done.stdout + done.stderr).replace("\r", "").strip()

    def command(self, code):
        return self.mpremote("resume", "exec", code)

    def value(self, code):
        return self.mpremote("resume", "eval", code)

    def wait(self, code, wanted):
        """Wait until `code` is `wanted`."""
        deadline = time.monotonic() + 10
        while (value := self.value(code)) != wanted:
            assert time.monotonic() < deadline, f"{code} is {value}"

    def end(self):
        """Ctrl-C; return what it printed after its first line."""
        self.process.send_signal(signal.SIGINT)
        said, _ = self.process.communicate(timeout=20)
        return said


class Terminal:
    """A bare terminal program on the pile's console."""

    def __init__(self, path):
        self._end = os.open(path, os.O_RDWR | os.O_NOCTTY)
        tty.setraw(self._end)

    def type(self, keys, until):
        """Type `keys`; return what came up to and with `until`."""
        os.write(self._end, keys.encode())
        return self.read(until)

    def read(self, until):
        said = ""
        deadline = time.monotonic() + 10
        while until not in said:
            left = deadline - time.monotonic()
            assert left > 0 and select.select([self._end], [], [], left)[0], repr(said)
            said += os.read(self._end, 4096).decode()
        return said

    def close(self):
        os.close(self._end)


@pytest.fixture
def start():
    piles = []

    def run(*arguments):
        piles.append(Live(*arguments))
        return piles[-1]

    yield run
    for pile in piles:
        if pile.process.poll() is None:
            pile.end()
        pile.process.stdout.close()


@pytest.fixture
def live(start):
    return start()


def test_mpremote_talks_while_it_charges(live):
    assert re.match(r"The pile's console is /dev/pts/\d+\n", live.first)
    assert live.command("plug(); car('C')") == "car: B\ncar: C"
    live.wait("pile.plant.poles != 0", "True")
    assert live.command("status()").startswith("state: charging")
    before = int(live.value(TICKS))
    assert live.command("import time; time.sleep(1.5); print('slept')") == "slept"
    after = int(live.value(TICKS))
    assert after - before >= 150  # a tick each 10 ms, whatever the console did
    assert live.value("pile.plant.poles != 0") == "True"
    assert live.command("print('x' * 9000)") == "x" * 9000
    assert "ZeroDivisionError" in live.command("1 / 0") and live.status == 1
    assert live.value(TICKS).isdigit()
    said = live.end()
    assert live.process.returncode == 0, said
    assert re.search(r" C2 .* closed .* charging", said)
    assert said.rstrip().endswith("ended: coils off, pilot at rest, contactor released")
    assert re.search(r" open .* none ", said.splitlines()[-3])


def test_without_resume_the_firmware_is_built_anew(live):
    live.wait(f"{TICKS} > 100", "True")
    assert live.command("x = 1; car('C')") == "car: C"
    live.wait("pile.plant.poles != 0", "True")
    assert live.mpremote("exec", "print('x' in globals(), pile.plant.poles)") == "False 0"
    assert int(live.value(TICKS)) < 100
    live.wait("pile.plant.poles != 0", "True")  # the car is still there


def test_the_world_obeys_the_console(live):
    live.command("plug()")
    live.wait("pile.app.outlet.journal.live().plugged", "1")
    live.command("fault('estop')")
    live.wait("pile.app.outlet.journal.live().fault >= 0", "True")
    assert live.command("faults()").startswith("estop: ")
    live.command("fault('estop', False); unplug()")
    live.wait("pile.app.outlet.journal.live().fault", "-1")
    assert "ValueError" in live.command("world('ev.wings', 2)")
    assert "names: welded, estop" in live.command("fault()")
    said = live.command("plug(1); car('B', 'C')")
    assert said.count("nothing was done") == 2 and "Traceback" not in said
    assert 'fault("estop", False)' in live.command("world()")
    assert "nothing was done" in live.command("help('zh')")
    said = live.command("help()")
    assert "status(): " in said and "plug() " in said
    said = live.end()
    assert " fault estop\n" in said and "faults: estop;" in said


def test_a_person_types_at_it(live):
    terminal = Terminal(live.path)
    terminal.type("'rea' + 'dy'\r", "'ready'\r\n>>> ")
    greeting = terminal.type("\x02", ">>> ")
    assert greeting.endswith("charging pile; help() lists what to ask and to do\r\n>>> ")
    assert terminal.type("6 * 7\r", "\r\n>>> ") == "6 * 7\r\n42\r\n>>> "
    block = terminal.type(
        "for i in range(2):\rprint(i)\b\b\b\b\b\b\b\b  print(i)\r\r", "1\r\n>>> "
    )
    assert "... " in block and "\r\n0\r\n1\r\n" in block
    assert "NameError" in terminal.type("charge\r", "defined\r\n>>> ")
    terminal.type("while True:\r  pass\r\r", "... \r\n")
    time.sleep(0.3)
    assert "KeyboardInterrupt" in terminal.type("\x03", ">>> ")
    assert "MPY: soft reboot\r\n" in terminal.type("\x04", ">>> ")
    raw = terminal.type("\x01", "raw REPL; CTRL-B to exit\r\n>")
    assert raw.endswith("raw REPL; CTRL-B to exit\r\n>")
    assert terminal.type("\x05A\x01", "R\x00") == "R\x00"
    assert terminal.type("print(1)\x04", "\x04>") == "OK1\r\n\x04\x04>"
    terminal.type("print(2)\x03\x02", ">>> ")
    terminal.close()
    assert live.value("1 + 1") == "2"


def test_nobody_listening_stops_nothing(live):
    terminal = Terminal(live.path)
    terminal.type("'rea' + 'dy'\r", "'ready'\r\n>>> ")
    os.write(terminal._end, b"for i in range(20000): print('nobody reads this')\r\r")
    time.sleep(0.2)
    terminal.close()
    before = int(live.value(TICKS))
    time.sleep(0.3)
    assert int(live.value(TICKS)) > before + 25


def test_a_scenario_s_script_and_settings_are_played(start, tmp_path):
    path = tmp_path / "a.toml"
    path.write_text(
        "end_ms = 5\n[settings]\nmax_current_a = 10\n[[at]]\nms = 300\nev.state = 'B'\n"
    )
    pile = start(str(path))
    pile.wait("9900 < pile.app.outlet.journal.live().limit_ma <= 10000", "True")
    assert " B2 " in pile.end()


def test_a_manager_is_served_again_after_a_restart(start, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    path = tmp_path / "a.toml"
    path.write_text(f"end_ms = 5\n[settings]\nmodbus = 'tcp'\nmodbus_port = {port}\n")
    pile = start(str(path))
    with manager(port) as before:
        assert state(before) in (0, 1)  # it starts, or is idle
        pile.command("restart()")
        pile.wait("pile.app is not None and not pile.app.leaving", "True")
        with pytest.raises(OSError):
            state(before)
        with manager(port) as after:
            assert state(after) in (0, 1)


def manager(port):
    """Return a connection as soon as the pile has one to give."""
    deadline = time.monotonic() + 20
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), 10)
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.1)


def state(connection):
    """Return register 1. Raises OSError when the pile has gone."""
    connection.sendall(bytes((0, 1, 0, 0, 0, 6, 1, 3, 0, 1, 0, 1)))
    answer = connection.recv(100)
    if len(answer) < 11:
        raise OSError("closed")
    return answer[10]


def test_a_bad_file_ends_it(start, tmp_path):
    path = tmp_path / "a.toml"
    path.write_text("foo = 1\n")
    pile = start(str(path))
    pile.process.communicate(timeout=20)
    assert pile.process.returncode == 2 and "foo" in pile.first


@pytest.mark.parametrize("name", [row[0] for row in FAULTS])
def test_what_a_person_breaks_is_noticed_and_mended(name):
    latched = set()

    def hear(_us, signal, value):
        if signal == "faults":
            latched.update(value)

    world = World({}, hear)
    acts = Acts(world.set)

    def run(seconds):
        world.step_until(world.clock.now_us + seconds * 1000000)

    run(1)
    acts.car("C")
    run(8)
    assert world.plant.poles and not latched
    acts.fault(name)
    run(10)
    acts.unplug()  # some are noticed by the tests before the next closing
    run(10)
    acts.car("C")
    run(8)
    assert name in latched
    acts.unplug()
    acts.fault(name, False)
    run(70)
    world.app.command(mailbox.CLEAR, mailbox.ALL)  # what clears by hand outlives a reset
    run(20)
    acts.car("C")
    run(8)
    assert world.plant.poles
