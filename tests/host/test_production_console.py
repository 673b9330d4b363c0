"""Production mode on the real MicroPython: its console answers tools, a terminal, and garbage."""

import os
import pty
import random
import select
import subprocess
import sys
import time
import tty
from pathlib import Path

import pytest

from tests.host.production_vm import SECRET
from tools.link import Link, LinkError
from tools.scenario import benches

ROOT = Path(__file__).resolve().parents[2]
MPREMOTE = Path(sys.executable).with_name("mpremote")
# What aiorepl of micropython-lib does with a line, and nothing else of it.
AIOREPL = """
import asyncio, sys
async def task(names, prompt):
    read = asyncio.StreamReader(sys.stdin).read
    line = ""
    print("raw console")
    sys.stdout.write(prompt)
    while True:
        letter = await read(1)
        if letter == "\\n":
            print()
            try:
                exec(line, names)
            except Exception as error:
                print(type(error).__name__)
            line = ""
            sys.stdout.write(prompt)
        elif letter >= " ":
            sys.stdout.write(letter)
            line += letter
"""


def _read(end):
    """Return what comes next; a pile that has gone says nothing more."""
    assert select.select([end], [], [], 20)[0], "nothing for 20 s"
    return os.read(end, 100000)


@pytest.fixture
def path(tmp_path):
    """The terminal of a pile in production mode; it runs until the test ends."""
    (tmp_path / "aiorepl.py").write_text(AIOREPL)
    master, slave = pty.openpty()
    tty.setraw(slave)
    where = f"firmware:.:.frozen:{tmp_path}"
    heap_kb = benches.heap_kb("virtual") + benches.CONSOLE_KB
    command = [benches.interpreter(), "-X", f"heapsize={heap_kb}k", "tests/host/production_vm.py"]
    pile = subprocess.Popen(
        [*command, str(tmp_path / "store")],
        cwd=ROOT,
        stdin=master,
        stdout=master,
        env=os.environ | {"MICROPYPATH": where},
    )
    yield os.ttyname(slave)
    assert pile.poll() is None  # it lives, whatever was typed
    pile.kill()
    pile.wait()
    os.close(master)
    os.close(slave)


def test_the_installer_opens_the_raw_console_for_a_while(path):
    with Link(path) as link:
        assert link.ask("status")["state"] in ("startup", "idle")
        assert "only the installer may" in link.ask("service")["errors"][0]
        with pytest.raises(LinkError, match="wrong secret"):
            link.login("wrong")
        time.sleep(1.1)
        link.login(SECRET)
        assert link.lines("1+1;status")[0].startswith("nothing was done: ")
        assert link.lines("service")[-1] == "raw console"
        assert link.lines("import time; print") == [""]  # Python
        assert link.lines("logout") == ["logged out"]
        said = ""
        for _ in range(100):
            time.sleep(0.1)
            said = link.lines("import time; print")[0]
            if said.startswith("nothing was done: "):
                break
        assert "brackets must follow the name" in said


def test_a_board_without_aiorepl_says_so_and_keeps_its_console(path, tmp_path):
    (tmp_path / "aiorepl.py").unlink()
    with Link(path) as link:
        link.login(SECRET)
        assert link.lines("service")[0].startswith("the raw console")
    time.sleep(3)
    with Link(path) as link:
        assert link.ask("status")["crashes"] == [0, 0, 0]


def test_mpremote_gets_no_raw_repl_and_a_terminal_its_commands(path):
    command = [MPREMOTE, "connect", path, "resume"]
    with pytest.raises(subprocess.TimeoutExpired):  # it waits and waits
        subprocess.run([*command, "exec", "status()"], capture_output=True, timeout=3, check=False)
    mine, its = pty.openpty()
    terminal = subprocess.Popen([*command, "repl"], stdin=its, stdout=its, stderr=its)
    os.close(its)
    try:
        said = b""
        while b"Use Ctrl-" not in said:
            said += _read(mine)
        time.sleep(0.3)
        os.write(mine, b"\x01\x03\x04print(1)\x04\rstatus()\r")
        while b"state: " not in said:
            said += _read(mine)
        assert b"raw REPL" not in said and b"no command print" in said
        os.write(mine, b"\x18")  # Ctrl-X leaves mpremote
        assert terminal.wait(20) == 0
    finally:
        terminal.kill()
        terminal.wait()
        os.close(mine)


def test_garbage_and_a_line_without_end_stop_nothing(path):
    dice = random.Random(7)
    port = os.open(path, os.O_RDWR)
    try:
        for _ in range(40):
            os.write(port, dice.randbytes(200))
            _read(port)
        os.write(port, b"\rxx" + b"x" * 3000)
    finally:
        os.close(port)
    with Link(path) as link:
        assert link.ask("status")["state"] in ("startup", "idle")
