"""Inside MicroPython: the Modbus slave on a port of loopback, until stdin says something."""

import sys

sys.path[:] = ["", "firmware", ".frozen"]  # not the folder of this file

import asyncio  # noqa: E402

from comms.server import Server  # noqa: E402
from comms.tcp_slave import TcpSlave  # noqa: E402
from tests.comms.test_server import Bank  # noqa: E402


async def main():
    slave = TcpSlave(int(sys.argv[1]), Server(Bank()), "127.0.0.1")
    slave.idle_s = 0.6
    slave.frame_s = 0.2
    task = asyncio.create_task(slave.run())
    await asyncio.sleep(0)
    print("ready")
    await asyncio.StreamReader(sys.stdin.buffer).read(1)
    task.cancel()


asyncio.run(main())
