"""The whole firmware in its world: played from a scenario, or stepped by hand.

>>> world = World({"settings": {"max_current_a": 16}})
>>> world.step_until(2000000)
>>> world.set("ev.state", "C")
"""

from shell import board as boards
from shell import settings, start
from shell.clock import NTP
from shell.memory_store import MemoryStore
from tools.world.counter import seconds
from tools.world.loop import Loop
from tools.world.ports import Ports
from tools.world.watch import Watch

_BOARDS = __file__[: -len("tools/world/bench.py")] + "boards/"
NEIGHBOUR_US = 50000
_FITTED = tuple([row[0] for row in boards.FITTED])


def _silent(_us, _signal, _value):
    pass


class World(Loop):
    """Firmware and plant of a scenario dict (see tools/scenario); keys left out: defaults.

    `app` is the running firmware, None while there is none; `plant` the plant. `crashes` lists
    (us, exception) of what ended the firmware or a job.
    """

    def __init__(self, scenario, emit=_silent):
        hardware = scenario.get("hardware", {})
        changes = {key: hardware[key] for key in _FITTED if key in hardware}
        board = boards.load(_BOARDS + scenario.get("board", "virtual") + "/board.json")
        self.board = boards.fit(board, changes)
        seed = scenario.get("seed", 1)
        Loop.__init__(self, self.board["fitted"], seed, scenario.get("start_ticks_ms", 0))
        self.store = MemoryStore()
        settings.save(self.store, scenario.get("settings", {}))
        self.app = None
        self.neighbour = None  # the other pile of its group
        self.crashes = []
        self._ports = Ports(self.plant, self.clock, seed)
        self.lamp = self._ports.lamp
        self._watch = Watch(emit)
        self._watch.begin(self)

    def step_until(self, us):
        """Play everything due up to and at `us`."""
        self.run_until(us)

    def play(self, us, actions):
        """Set [key, value] pairs at `us`, before anything else of that instant."""
        self.run_until(us - 1)
        self.clock.now_us = self.plant.now_us = us
        for key, value in actions:
            self.put(key, value)
        self.looked()

    def put(self, key, value):
        """Set one key of scenarios.md at the present instant."""
        if key == "claim":
            self._ports.link.put(value["source"], value["amps"], value.get("lifetime_s"))
        elif key == "card":
            self._ports.reader.present(value)
        elif key == "clock":
            self._set_clock(seconds(value))
        elif key == "console":
            self._command(value)
        elif key == "modbus":
            self._write(value["register"], value["value"])
        elif key == "neighbour":
            self._meet(value)
        elif key == "cpu.raise":
            self._trap(value)
        else:
            Loop.put(self, key, value)

    def probed(self):
        """Return what instruments at the wires show: plateaus of CP, its duty, closed poles."""
        plant = self.plant
        plant.wave.take(self.clock.now_us)
        row = {"high_mv": plant.wave.top_mv, "low_mv": plant.wave.bottom_mv}
        row["duty"] = plant.duty
        row["poles"] = plant.poles
        return row

    # the loop's

    def build(self):
        """Build the app, as the entry point of the device does."""
        self.app = app = start.build(self.hal, self.board, self.store, self._ports)
        self.jobs = []
        for index, job in enumerate(app.jobs):
            self.jobs.append([self.clock.now_us, job[1] * 1000, self._job(index)])
        for fitted in app.rounds.fitted if app.rounds else ():
            if fitted.source.name == "group":
                from tools.world.group_task import GroupTask  # few scenarios have one

                self.jobs.append(GroupTask(self.clock, fitted.source).row)
        if self.neighbour is not None:
            self.jobs.append([self.clock.now_us, NEIGHBOUR_US, self._neighbours])

    def looked(self):
        """Emit what changed."""
        self._watch.look(self)
        return False

    def end(self, dark):
        """Lose the firmware."""
        self.app = None
        if dark:
            self.lamp.show("none")
            self._ports.parking_lock.drive(0)

    # inside

    def _job(self, index):
        def run():
            app = self.app
            if app is None:
                return
            before = app.last_crash
            try:
                app.run(index, self.clock.ticks_ms())
            except Exception as error:  # main.py: outputs safe, then reset
                self.crashes.append((self.clock.now_us, error))
                app.shut()
                self.plant.apply()
                self.reset("hard")
                return
            if app.last_crash is not before:
                self.crashes.append((self.clock.now_us, app.last_crash))
            if app.ended:
                app.shut()
                self.plant.apply()
                self.reset("hard")

        return run

    def _set_clock(self, unix_s):
        self._ports.put_clock(unix_s)
        if self.app is not None and unix_s:
            self.app.trade.clock.set(unix_s, NTP)

    def _command(self, text):
        if self.app is None:
            raise ValueError("console: no pile runs at this instant: " + text)
        from shell import console  # few scenarios type

        said = []
        before = console._app, console._say
        console.attach(self.app, said.append)
        eval(text, {name: getattr(console, name) for name in console.__all__})
        console.attach(*before)
        if said and said[0].startswith("nothing was done"):
            self.crashes.append((self.clock.now_us, ValueError(said[0])))

    def _write(self, register, value):
        # as an energy manager does, by function 6
        asked = bytes((6, register >> 8, register & 255, value >> 8, value & 255))
        for fitted in self.app.rounds.fitted if self.app is not None and self.app.rounds else ():
            if fitted.source.name == "modbus":
                answer = fitted.source.slave.server.answer(asked)
                if answer != asked:
                    error = ValueError("modbus: refused with exception %d" % answer[1])
                    self.crashes.append((self.clock.now_us, error))
                return
        raise ValueError("modbus: no pile with modbus = tcp runs at this instant")

    def _meet(self, word):
        if self.neighbour is None:
            from tools.world.neighbour import Neighbour

            if self.app is None:
                raise ValueError("neighbour: no pile runs at this instant")
            ticks_ms = self.clock.ticks_ms()
            socket = self._ports.open_udp(0)
            self.neighbour = Neighbour(self.app.values, self.store, socket, ticks_ms)
            self.jobs.append([self.clock.now_us, NEIGHBOUR_US, self._neighbours])
        self.neighbour.be(word)

    def _neighbours(self):
        self.neighbour.step(self.clock.ticks_ms())

    def _trap(self, task):
        if task == "meter":
            self.plant.meter.trap = 1
        elif task == "comms":
            self._ports.link.trap = 1
        elif self.hal is not None:
            self.hal.trap = task


class Bench:
    """Plays a scenario from beginning to end; `emit(us, signal, value)` hears every change."""

    def __init__(self, scenario, emit):
        self.world = World(scenario, emit)
        self._scenario = scenario

    def run(self):
        """Play it all."""
        end_us = self._scenario["end_us"]
        for us, actions in self._scenario["at"]:
            if us > end_us:
                break
            self.world.play(us, actions)
        self.world.step_until(end_us)
