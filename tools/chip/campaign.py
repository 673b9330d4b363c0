"""`python -m tools.chip.campaign`: everything that can end the firmware, while it charges (I4).

After each the coil is off in time, and stays off until a whole start-up; settings are as they
were, or as they were being made. Then power cuts, at any instruction and inside flash writes.
"""

import argparse
import os
import random
import sys

from tools.broken import Broken, verdict
from tools.chip import fork
from tools.chip.world import World
from tools.emulator import failures, image

_LIMIT_MS = 100
_AGAIN_MS = 20000
_APART_MS = 200  # at most, from one trial's beginning to the next one's
_SETTINGS = {"max_current_a": 16}
_NEW_A = 10
_OPERATIONS = 14  # of the flash, in a save: erases and page programs
_OFFERED_MA = 15000  # more than this is the 16 A of the settings

# what happens, how, and ms until the coil must be off; None = charging goes on
ENDS = (
    ("exception in main", "x main", 50 + _LIMIT_MS),  # the job that raises runs every 50 ms
    ("exception in the tick", "x core", 50 + _LIMIT_MS),
    ("MemoryError in main", "x memory", 50 + _LIMIT_MS),
    ("stack overflow in main", "x stack", 50 + _LIMIT_MS),
    ("machine.reset()", "x reset", 50 + _LIMIT_MS),
    ("soft reset asked for by main", "x soft", 50 + _LIMIT_MS),
    ("main hangs: watchdog", "x hang", 2050 + _LIMIT_MS),
    ("RUN pin", None, 1),
    ("Ctrl-C", b"\x03\x03", None),
    ("Ctrl-D", b"\x04", None),
    ("exception in comms", "x comms", None),
    ("exception in the meter", "x meter", None),
)


class Session:
    """A pile on the chip that charges a car at 16 A."""

    def __init__(self, flash=None, **machine):
        self.states = []
        self.world = World(
            {"at": [], "end_us": 0, "settings": _SETTINGS, "hardware": {"rcd": "none"}},
            self._hear,
            flash=flash,
            **machine,
        )
        self.world.run()

    def _hear(self, _us, signal, value):
        if signal in ("state", "coil"):
            self.states.append((signal, value))

    def charge(self):
        """Plug a car in and let it ask."""
        world = self.world
        world.set("ev.state", "B")
        world.run_ms(700)
        world.set("ev.state", "C")
        world.until(lambda: world.plant.poles, _AGAIN_MS, 10)
        world.run_ms(500)

    def end(self, how):
        """Do it. What is seen from here on is judged: a reset silences the shell at once."""
        del self.states[:]
        if how is None:
            self.world.chip.reset()
        elif isinstance(how, bytes):
            self.world.chip.send(how)
        else:
            self.world.tell(how)

    def check(self, limit_ms):
        """Raise Broken unless the coil falls in time and rises only after a start-up."""
        world = self.world
        if limit_ms is None:
            world.run_ms(3000)
            if self.states or not world.plant.driver:
                raise Broken(f"charging did not go on: {self.states}")
            return
        try:
            world.until(lambda: not world.plant.driver, limit_ms)
        except TimeoutError as late:
            raise Broken(f"the coil is still on: {late}") from None
        world.until(lambda: not world.plant.poles, _LIMIT_MS)
        world.until(lambda: world.plant.poles, _AGAIN_MS, 10)
        before = self.states[: self.states.index(("coil", "on"))]
        if ("state", "none") not in before:  # the start-up itself is over before the shell tells
            raise Broken(f"closed again without a start-up: {before}")
        if world.plant.limit_ma < _OFFERED_MA:
            raise Broken(f"offers {world.plant.limit_ma} mA: settings lost")


def _each(session, count, act, dice, jobs):
    """Return what act(0), act(1), ... come to, each in a child, while the session goes on."""

    def go_on():
        session.world.run_ms(dice.uniform(0, _APART_MS))

    try:
        return fork.each(count, act, jobs, go_on)
    except fork.Failed as failed:
        raise Broken(str(failed)) from None


def ends(phases, seed, say, jobs=1, **machine):
    """Try every end at random instants of one charge; return the number of trials."""
    session = Session(**machine)
    session.charge()
    dice = random.Random(seed)
    count = 0
    for row in ENDS:
        count += len(_each(session, phases, lambda _, row=row: _end(session, *row), dice, jobs))
        say(f"  {row[0]}: {phases} times")
    return count


def _end(session, name, how, limit_ms):
    session.end(how)
    try:
        session.check(limit_ms)
    except Broken as broken:
        raise Broken(f"{name}: {broken}") from None


def cuts(count, seed, say, jobs=1, **machine):
    """Cut the power while a setting is saved, half of them in a charge; return how often it was.

    At a random instruction and inside a flash operation by turns.
    """
    session = Session(**machine)
    dice = random.Random(seed)
    saved = 0
    for where, part in (("idle", count - count // 2), ("charging", count // 2)):
        if where == "charging":
            session.charge()

        def cut(number, where=where):
            name = f"{where} {number}"
            return _cut(session, name, number % 2, random.Random(f"{seed} {name}"), machine)

        saved += sum(_each(session, part, cut, dice, jobs))
    say(f"  {count} power cuts: {saved} with the new setting, {count - saved} with the old")
    return saved


def _cut(session, name, torn, dice, machine):
    """Return whether the new setting is in force after it."""
    chip = session.world.chip
    session.world.tell(f"v {_NEW_A}")  # in a charge it waits for the contactor to open
    if torn:
        _tear(chip, dice.randint(1, _OPERATIONS), dice)
        session.world.set("ev.state", "A")
        session.world.run_ms(1500)
    else:
        chip.run_instr(dice.randrange(60_000_000))
    again = Session(flash=chip.flash_image(), **machine)
    if again.world.plant.driver:
        raise Broken(f"cut {name}: the coil is on after a start")
    again.charge()
    offered = again.world.plant.limit_ma
    if offered not in range(_NEW_A * 1000 - 200, _NEW_A * 1000 + 1) and offered < _OFFERED_MA:
        raise Broken(f"cut {name}: offers {offered} mA: {again.world.chip.rx!r}")
    return offered < _OFFERED_MA


def _tear(chip, number, dice):
    """Let the supply fail inside the flash operation of that number: half of it is done."""
    seen = [0]

    def hook(command, address, data):
        seen[0] += 1
        if seen[0] < number:
            return True
        if seen[0] == number:
            failures.tear(chip, command, address, data, dice)
        return False  # from here on nothing is written

    chip.flash_hook = hook


def run(phases, count, seed, jobs, say=print):
    """End it in every way, cut the power so often. Raises Broken."""
    ends(phases, seed, say, jobs)
    cuts(count, seed, say, jobs)


def main(argv=None):
    """Return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.chip.campaign", description=__doc__)
    parser.add_argument("--phases", type=int, default=5, help="of each end; default 5")
    parser.add_argument("--cuts", type=int, default=200, help="power cuts; default 200")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="default: all cores")
    arguments = parser.parse_args(argv)
    if image.find() is None:
        print(image.need(), file=sys.stderr)
        return 2
    return verdict(lambda: run(arguments.phases, arguments.cuts, arguments.seed, arguments.jobs))


if __name__ == "__main__":
    sys.exit(main())
