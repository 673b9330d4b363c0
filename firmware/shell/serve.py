"""The jobs of a running pile as tasks, beside its console."""

import asyncio

from micropython import const

from shell import console
from shell.app import COMMS, MAIN, METER
from shell.on_demand import borrow


async def _sleep_ms(ms):
    await asyncio.sleep(ms / 1000)


_pause_ms = getattr(asyncio, "sleep_ms", _sleep_ms)  # CPython's asyncio has no sleep_ms
_LAMP_MS = const(50)  # half of the shortest flash
_RESTART_MS = const(1000)
_SLICE_MS = const(10)


async def _repeat(app, index):
    period_ms = app.jobs[index][1]
    while not app.ended:
        app.run(index, app.ports.ticks_ms())
        await _pause_ms(period_ms)


async def _blink(app):
    while True:
        app.ports.lamp.step(app.ports.ticks_ms())
        await _pause_ms(_LAMP_MS)


async def _keep(app, index, part):
    # a meter on a bus, a slave of an energy manager: whatever it raises, it starts again (I4)
    while True:
        try:
            await part.run()
        except Exception as error:
            app.crashes[index] += 1
            app.last_crash = error
        await _pause_ms(_RESTART_MS)


async def _sign(app):
    # sessions, in slices, while the contactor is open
    while True:
        more = False
        try:
            more = not app.snapshot.coils and app.trade.signer.step()
        except Exception as error:
            app.crashes[1] += 1  # comms
            app.last_crash = error
        await _pause_ms(_SLICE_MS if more else _RESTART_MS)


async def serve(app):
    """Run the jobs of `app` until a restart is asked for; what main raises comes out.

    Ctrl-D at the console of aiorepl ends everything.
    """
    console.attach(app)
    jobs = [_repeat(app, COMMS), _repeat(app, METER)]
    if hasattr(app.ports.lamp, "step"):
        jobs.append(_blink(app))
    if hasattr(app.ports.meter, "run"):
        jobs.append(_keep(app, METER, app.ports.meter))
    for fitted in app.rounds.fitted if app.rounds else ():
        if callable(getattr(fitted.source, "run", None)):  # a plan's is no task
            jobs.append(_keep(app, COMMS, fitted.source))
    if app.trade.signer is not None:
        jobs.append(_sign(app))
    place = "production" if app.values["production"] else "raw_console"
    jobs.append(borrow("service", place).talk(app, console))
    tasks = [asyncio.create_task(job) for job in jobs]
    try:
        await _repeat(app, MAIN)
    finally:
        for task in tasks:
            task.cancel()


def forever(app):
    """Run the pile until it has been left; what main raises comes out."""
    asyncio.run(serve(app))
