"""What main.py runs, with a port that a test provides in place of hal/rp2.py."""

import json
import os
import sys

from shell import console, settings
from shell.memory_store import MemoryStore
from shell.store import FileStore
from tests.meter.wire import frame
from tests.place import own, remove
from tests.shell.fakes import BOARD, FakeHal, FakePorts

FOLDER = own("main_test")
SAFES = 2  # before the pile is built and after its end


class Port:
    """Stands in for the module hal.rp2."""

    def __init__(self):
        self.ports = LivePorts()
        self.hal = FakeHal(self.ports)
        self.connects = 0
        self.resets = 0

    def connect(self, board):
        assert board["name"] == "fake"
        self.connects += 1
        return self.hal, self.ports

    def reset(self):
        assert self.hal.safes == SAFES * self.connects  # outputs first
        self.resets += 1


class LivePorts(FakePorts):
    """Every look at the clock lets 10 ms and a tick pass; `then` runs at each."""

    def __init__(self):
        FakePorts.__init__(self)
        self.looks = 0
        self.port = None
        self.then = None

    def ticks_ms(self):
        self.now_ms += 10
        self.looks += 1
        if self.port is not None and self.port.hal.tick is not None:
            self.port.hal.tick()
        if self.then is not None:
            self.then()
        return self.now_ms


def port_that(then):
    """Return a Port in its place; `then(port)` is called at every look at the clock."""
    port = Port()
    port.ports.port = port
    port.ports.then = lambda: then(port)
    sys.modules["hal.rp2"] = port
    return port


def in_folder(run):
    """Call `run()` in a folder with a board.json, and clean up."""
    remove(FOLDER)
    os.mkdir(FOLDER)
    with open(FOLDER + "/board.json", "w") as file:
        json.dump(BOARD, file)
    try:
        run()
    finally:
        sys.modules.pop("hal.rp2")
        remove(FOLDER)


def entry():
    """Return the module shell.run; the pauses of shell.serve are taken out."""
    sys.path.append(".frozen")  # where MicroPython keeps asyncio
    import asyncio

    from shell import run, serve

    if sys.implementation.name == "micropython":
        asyncio.new_event_loop()  # a reset would end the tasks of the run before

    async def pause_ms(_ms):
        await asyncio.sleep(0)

    serve._pause_ms = pause_ms
    sys.path.pop()
    return run


def run_main():
    entry().main(FOLDER + "/board.json", FOLDER + "/store")


def app():
    return console._app


def test_a_restart_ends_the_shell_safe_and_resets():
    def leave(port):
        if port.ports.looks == 40:
            app().leaving = True

    port = port_that(leave)
    in_folder(run_main)
    assert port.ports.looks >= 40
    assert (port.resets, port.hal.safes) == (1, SAFES)


def test_every_job_runs():
    reads = []

    class Meter:
        def read(self):
            reads.append(1)
            raise OSError(5)

    def leave(port):
        if port.ports.looks == 60:
            app().leaving = True

    port = port_that(leave)
    port.ports.meter = Meter()
    in_folder(run_main)
    assert len(reads) > 5
    assert port.ports.lamp.shown


def test_whatever_ends_main_is_followed_by_safe_and_reset():
    for error in (KeyboardInterrupt(), MemoryError(), ValueError("x"), SystemExit()):

        def fail(port, error=error):
            if port.ports.looks > 20:
                raise error

        port = port_that(fail)
        in_folder(run_main)
        assert (port.resets, port.hal.safes) == (1, SAFES)


def test_a_crash_of_comms_does_not_end_it():
    def fail(port):
        if port.ports.looks == 20:
            port.ports.link = None
        if port.ports.looks == 60:
            assert app().crashes[1] > 1
            app().leaving = True

    port = port_that(fail)
    in_folder(run_main)
    assert port.ports.looks >= 60


class BusMeter:
    """A driver whose task ends with an error, every time."""

    def __init__(self):
        self.runs = 0

    def read(self):
        raise OSError(110)

    async def run(self):
        self.runs += 1
        raise ValueError("bus")


def test_the_task_of_a_meter_is_started_again_and_the_pile_goes_on():  # I4
    def leave(port):
        if port.ports.meter.runs == 3:
            assert app().crashes[2] >= 2
            assert str(app().last_crash) == "bus"
            app().leaving = True

    port = port_that(leave)
    port.ports.meter = BusMeter()
    in_folder(run_main)
    assert port.ports.meter.runs >= 3
    assert port.resets == 1


def run_with(values):
    """Run main with these settings."""
    settings.save(FileStore(FOLDER + "/store"), values)
    run_main()


def test_the_settings_choose_the_meter():
    messages = []

    def leave(port):
        if port.ports.looks == 40:
            messages.append(app().message)
            app().leaving = True

    for meter, wanted in (
        ("none", ""),
        ("sdm630", "meter = sdm630: there is no serial line here"),
    ):
        port_that(leave)
        in_folder(lambda meter=meter: run_with({"meter": meter}))
        assert messages[-1].startswith(wanted)
        assert bool(messages[-1]) == bool(wanted)


class Slave:
    """An SDM630 that measures 16 of everything, on a UART."""

    def __init__(self):
        self._coming = b""

    def write(self, data):
        count = 2 * data[5]
        self._coming = frame(data[0], data[1], count, b"\x41\x80\x00\x00" * (count // 4))

    def any(self):
        return len(self._coming)

    def read(self, count):
        data, self._coming = self._coming[:count], self._coming[count:]
        return data


def test_what_a_meter_on_the_bus_measures_reaches_the_core():
    found = []

    def leave(port):
        if port.ports.looks < 60:
            return  # there is no app yet
        driver = port.ports.meter  # it waits in the time of the port, as the jobs do
        driver._pause_ms = driver._master._line.pause_ms = sys.modules["shell.serve"]._pause_ms
        demand = app().outlet.mailbox.demand
        if demand.measured or port.ports.looks > 9999:
            found.extend([list(demand.current_ma), demand.measured, app().measured.energy_wh])
            app().leaving = True
            port.ports.then = None

    port = port_that(leave)
    port.ports.open_uart = lambda board, baud, parity, stop_bits: (Slave(), None)
    in_folder(lambda: run_with({"meter": "sdm630"}))
    assert found[0] == [16000] * 3
    assert found[1] >= 1
    assert found[2] == 16000


class NoTimer(FakeHal):
    def start(self, tick, _glance=None):
        raise ValueError("no timer")


def test_a_pile_that_cannot_be_built_is_safe_too():
    port = Port()
    port.hal = NoTimer(port.ports)
    boards = [BOARD]
    try:
        entry().run(port, boards, MemoryStore())
    except ValueError:
        pass
    else:
        raise AssertionError("built")
    assert port.hal.safes == SAFES
    assert not boards  # nothing holds what a running pile does not need


def said_of(path):
    """Return what main says of a board file that starts nothing."""
    port = port_that(lambda port: None)
    said = []
    main = entry()
    main.print = said.append
    try:
        in_folder(lambda: main.main(path))
    finally:
        del main.print
    assert (port.connects, port.resets, len(said)) == (0, 0, 1)
    return said[0]


def test_a_board_file_that_is_wrong_starts_nothing_and_says_why():
    assert said_of("nowhere.json").startswith("no pile runs here: nowhere.json: cannot be read (")


def test_a_board_file_that_does_not_say_what_is_fitted_starts_nothing():
    board = dict(BOARD)
    del board["fitted"]
    path = FOLDER + ".json"
    with open(path, "w") as file:
        json.dump(board, file)
    try:
        assert said_of(path) == "no pile runs here: %s: fitted: must be there, a table" % path
    finally:
        os.remove(path)
