"""The Modbus port of the live pile, which a restart within the process closes and opens anew.

A board has it from shell.serve, and loses all its sockets with a reset.
"""

import asyncio

from shell.app import COMMS

_ECONNRESET = 104
_CLOSING_S = 0.1  # until the port of the firmware before is free
_AGAIN_S = 1


class _Lost:
    """What a manager still connected to the firmware before has at the other end."""

    def answer(self, _asked):
        raise OSError(_ECONNRESET)


class ModbusPort:
    """Of one pile; open only where its settings say modbus = "tcp"."""

    def __init__(self):
        self._slave = None
        self._task = None

    def open(self, app):
        """Serve the managers of a firmware that was just built."""
        for fitted in app.rounds.fitted if app.rounds is not None else ():
            if fitted.source.name == "modbus":
                self._slave = fitted.source.slave
                self._task = asyncio.create_task(_keep(app, self._slave))

    def close(self):
        """Leave them: the firmware has ended."""
        if self._task is not None:
            self._task.cancel()
            self._slave.server = _Lost()
            self._task = None


async def _keep(app, slave):
    await asyncio.sleep(_CLOSING_S)
    while True:
        try:
            await slave.run()
        except Exception as error:  # told by status(); the pile goes on
            app.crashes[COMMS] += 1
            app.last_crash = error
        await asyncio.sleep(_AGAIN_S)
