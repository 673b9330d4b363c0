"""The console of production mode: lines alone, but for a while after the installer's service()."""

import asyncio
import sys

import micropython
from micropython import const

from shell.app import COMMS
from shell.on_demand import borrow

_S = const(1)


async def talk(app, console):
    """Serve whoever sits at the console. What fails begins anew."""
    while True:
        try:
            await borrow("service", "line_console").talk(console, ">>> ", lambda: _raw(app))
            await _open(app, borrow("service", "raw_console").talk(app, console))
        except Exception as error:
            app.crashes[COMMS] += 1
            app.last_crash = error
        await asyncio.sleep(_S)


def _raw(app):
    return app.role is not None and app.role.raw


async def _open(app, talking):
    # the raw console, while the installer is there
    talking = asyncio.create_task(talking)
    while not talking.done():
        await asyncio.sleep(_S)
        if not _raw(app) or not app.role.installer(app.trade.clock.up_s):
            break
    else:
        print("aiorepl is not on this board, or has failed")
    talking.cancel()
    await asyncio.sleep(0)
    micropython.kbd_intr(-1)  # aiorepl has let Ctrl-C in
    sys.modules.pop("aiorepl", None)
    borrow("service", "roles").shut(app)
    print("\nservice() has ended")
