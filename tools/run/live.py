"""Inside MicroPython: the firmware in its world, paced by the wall clock, with a console.

stdin and stdout are the terminal (the host opens stdin without blocking); stderr carries a JSON
line for each change, the world's time, and what the host must know. The end of stdin ends it.
"""

import asyncio
import json
import sys
import time

sys.path[0] = __file__[: -len("/tools/run/live.py")]  # not the folder of this file

import tools  # noqa: E402, F401  makes the firmware importable
from shell import console  # noqa: E402
from tools.run.acts import HELP, Acts  # noqa: E402
from tools.run.modbus import ModbusPort  # noqa: E402
from tools.run.repl import Repl  # noqa: E402
from tools.scenario import stage  # noqa: E402
from tools.world.bench import World  # noqa: E402

_PACE_MS = 5
_TOLD_US = 200000  # how often the world's time is told
_REBOOT_US = 100000  # a soft reset and the start of the firmware


def tell(row):
    """Put one JSON line on the way to the host."""
    sys.stderr.write(json.dumps(row) + "\n")


def help_all(*args, **options):
    """List the pile's commands, then the world's."""
    console.help(*args, **options)
    print("\n" + HELP)


class Pile(World):
    """A world whose firmware has a console; what a REPL and the pacing need of it."""

    def __init__(self, scenario):
        self._modbus = ModbusPort()
        World.__init__(self, scenario, lambda us, signal, value: tell([us, signal, value]))
        stage.tell_current(self, lambda us, signal, value: tell([us, signal, value]))
        self._script = scenario.get("at", [])
        self._played = 0

    def build(self):
        """Build the firmware as ever; the console speaks of the new one."""
        World.build(self)
        console.attach(self.app)
        self._modbus.open(self.app)

    def end(self, dark):
        """Lose the firmware, the console too."""
        self._modbus.close()
        World.end(self, dark)
        console.attach(None)

    def namespace(self):
        """Return the names of a fresh console."""
        names = Acts(self.set).functions()
        for name in console.__all__:
            names[name] = getattr(console, name)
        names["help"] = help_all
        names["pile"] = self
        names["probe"] = self.probe
        names["__name__"] = "__main__"
        return names

    def probe(self, **_json):
        """Print what instruments at the wires show: for the fixture of tools.provision."""
        print(json.dumps(self.probed()))

    def reboot(self):
        """Soft reset: the firmware is built anew through its entry point."""
        self.set("cpu.reset", "soft")
        self.step_until(self.clock.now_us + _REBOOT_US)

    def busy(self, begins):
        """Tell the host that a command runs: Ctrl-C is for it."""
        tell({"busy": begins})

    def follow(self, us):
        """Play everything due by `us`; nothing when the world is ahead of it."""
        while self._played < len(self._script) and self._script[self._played][0] <= us:
            at_us, actions = self._script[self._played]
            self._played += 1
            self.play(max(at_us, self.clock.now_us + 1), actions)
        if us > self.clock.now_us:
            self.step_until(us)


async def serve(terminal, pile):
    """Serve the console until the terminal ends."""
    repl = Repl(sys.stdout.write, pile)
    repl.begin()
    while True:
        data = await terminal.read(256)
        if not data:
            break
        repl.feed(data)


async def pace(pile):
    """Keep the world at the wall clock; after a command that took long it catches up."""
    terminal = asyncio.StreamReader(sys.stdin.buffer)
    console_task = asyncio.create_task(serve(terminal, pile))
    start = time.ticks_us()
    told_us = 0
    while not console_task.done():
        us = time.ticks_diff(time.ticks_us(), start)
        pile.follow(us)
        if us >= told_us:
            told_us = us + _TOLD_US
            tell({"us": pile.clock.now_us})
        await asyncio.sleep_ms(_PACE_MS)


def main():
    """Run the world of the scenario file named on the command line (JSON)."""
    with open(sys.argv[1]) as file:
        pile = Pile(json.load(file))
    try:
        asyncio.run(pace(pile))
    except KeyboardInterrupt:
        pass  # a Ctrl-C that came after its command had ended
    finally:
        stage.make_safe(pile)
        tell({"us": pile.clock.now_us, "safe": not pile.plant.driver})


main()
