"""The Modbus slave over TCP as the real MicroPython serves it: pymodbus, and those who dawdle."""

import os
import socket
import subprocess
import time
from pathlib import Path

import pytest
from pymodbus.client import ModbusTcpClient

from tools.scenario import benches

ROOT = Path(__file__).parents[2]
READ = bytes((0, 9, 0, 0, 0, 6, 1, 3, 0, 1, 0, 1))
ANSWER = bytes((0, 9, 0, 0, 0, 5, 1, 3, 2, 0, 1))


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number = probe.getsockname()[1]
    process = subprocess.Popen(
        [benches.interpreter(), "-X", "heapsize=384k", "tests/host/comms_vm.py", str(number)],
        cwd=ROOT,
        env=os.environ | {"MICROPYPATH": "firmware"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout.readline() == "ready\n"
        yield number
        assert process.poll() is None, "it ended by itself"
        process.communicate("x", timeout=10)
        assert process.returncode == 0


def connect(port):
    return socket.create_connection(("127.0.0.1", port), timeout=5)


def test_a_manager_reads_and_writes(port):
    client = ModbusTcpClient("127.0.0.1", port=port, timeout=2, retries=0)
    assert client.connect()
    assert client.read_holding_registers(3, count=100).registers == list(range(3, 103))
    assert not client.write_registers(10, [7, 8, 9]).isError()
    assert not client.write_register(13, 65535).isError()
    assert client.read_input_registers(10, count=4).registers == [7, 8, 9, 65535]
    assert client.write_register(100, 1).exception_code == 2
    assert client.read_coils(0, count=1).exception_code == 1
    client.close()


def test_a_third_is_turned_away_and_who_dawdles_or_is_silent_makes_room(port):
    with connect(port) as silent, connect(port) as slow:
        slow.sendall(READ[:5])
        time.sleep(0.05)
        with connect(port) as third:
            assert third.recv(100) == b""
        assert slow.recv(100) == b""
        assert silent.recv(100) == b""
    for _ in range(4):
        with connect(port) as one:
            for _ in range(5):
                one.sendall(READ)
                assert one.recv(100) == ANSWER
        time.sleep(0.1)
