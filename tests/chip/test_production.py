"""Production mode over the emulated Pico's USB: commands are answered, a raw REPL is not there."""

import json
import tempfile

import pytest

from service.secret import digest
from shell import settings
from shell.store import FileStore
from tests.chip.pico import Pico, source
from tools.build.filesystem import folder_files

pytestmark = pytest.mark.usefixtures("firmware")

SECRET = "correct horse"
UNIT = {
    "serial": "CP-1",
    "salt": "00" * 16,
    "secret": digest(bytes(16), SECRET),
    "cal": {"cp": [10000, -20000]},
}
CONTROLS = b"\x03\x04\x01\x02\x05A\x01\xe4\xff\x1b[A"  # the letter goes to the line


def ask(chip, line, most_ms=4000):
    """Type a line; return what is said until the next prompt."""
    chip.rx.clear()
    chip.send(line)
    for _ in range(most_ms // 100):
        chip.run_us(100000)
        if chip.rx.endswith(b"\n>>> "):
            break
    return bytes(chip.rx)


def test_commands_are_answered_and_nothing_else():
    with tempfile.TemporaryDirectory() as folder:
        store = FileStore(folder)
        settings.save(store, settings.complete({"production": True}))
        store.write("factory", json.dumps(UNIT).encode())
        kept = {f"store/{name}": data for name, data in folder_files(folder).items()}
    pile = Pico(start="", boot=source("boot.py"), main=source("main.py"), more=kept)
    chip = pile.chip
    for _ in range(100):  # boot.py has run: the start of main.py is no way in either
        chip.send(b"\x03")
        chip.run_us(30000)
    assert b"KeyboardInterrupt" not in chip.rx and chip.rx.endswith(b">>> ")
    assert b"brackets must follow" in ask(chip, CONTROLS + b"\r")
    assert b"raw REPL" not in chip.rx
    status = json.loads(ask(chip, b"status(json=True)\r").split(b"\r\n")[1])
    assert status["crashes"] == [0, 0, 0]
    assert b"only the installer may" in ask(chip, b"restart()\r")
    assert b'{"ok": true' in ask(chip, b'login("%s", json=True)\r' % SECRET.encode())
    assert SECRET.encode() not in chip.rx
    inputs = json.loads(ask(chip, b"inputs(json=True)\r").split(b"\r\n")[1])
    assert 12050 <= inputs["high_mv"] <= 12150  # 12 V, 1 % more and 20 mV less
