"""Makes the unit at one port, from the step on that it had come to."""

import time

from tools.link import LinkError
from tools.provision import steps
from tools.provision.fixture import FixtureError
from tools.provision.pile import Trouble
from tools.provision.progress import Progress
from tools.provision.self_test import Failed

_TROUBLES = (Trouble, LinkError, FixtureError, Failed, OSError, ValueError)


def make(pile, fixture, batch, clock=time.monotonic):
    """Make it; return (the line that tells, whether it is good)."""
    where = pile.port
    at = "the port"
    try:
        serial, board_id = pile.meet()
        unit = batch.take(serial, board_id)
        if unit is None:
            return f"{where}: nothing is left to make", True
        where = f"{unit.serial} {pile.port}"
        progress = Progress(batch.results.folder, unit.serial)
        if board_id:
            progress.note(board_id=board_id)
        steps.make_secrets(progress)
        if serial:
            pile.login(progress.data["secret"])
        bench = steps.Bench(unit, pile, fixture, progress, batch)
        for at, work in steps.STEPS:
            if at not in progress.done:
                begin = clock()
                work(bench)
                progress.finish(at, clock() - begin)
        at = "the result"
        batch.results.append(steps.row(bench))
        progress.forget()
    except _TROUBLES as error:
        return f"{where}: FAILED at {at}: {error}", False
    finally:
        _leave(pile, fixture)
    times = ", ".join(f"{name} {seconds}" for name, seconds in progress.done.items())
    return f"{where}: made in {sum(progress.done.values()):.1f} s: {times}", True


def _leave(pile, fixture):
    try:
        fixture.rest()
        pile.logout()
    except _TROUBLES:
        pass  # the line says what failed first
    pile.close()
