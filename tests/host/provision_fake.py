"""A board, its pile and its fixture without a serial port or waiting: tools.world, played."""

import json

from shell import console
from tools.link import LinkError
from tools.provision.pile import Pile
from tools.provision.world_fixture import WorldFixture
from tools.world.bench import World

VIRTUAL = {"name": "virtual", "module": "pc"}
_PAUSE_US = 20000  # of a command and its answer


class Board:
    """One simulated pile; `port` of its own. Its store and flash outlive every run."""

    def __init__(self, port, scenario=None):
        self.port = port
        self.world = World(scenario or {})
        self.world.step_until(1000000)
        self.asked = []
        self.cut_after = None  # so many commands are done, then the cable comes off

    def connect(self, _port):
        return FakeLink(self)

    def pile(self):
        return Pile(self.port, VIRTUAL, self.connect, self.pause, self.clock)

    def fixture(self, pile):
        return WorldFixture(pile)

    def pause(self, seconds):
        self.world.step_until(self.world.clock.now_us + int(seconds * 1000000))

    def clock(self):
        return self.world.clock.now_us / 1000000


class FakeLink:
    """tools.link.Link on a Board."""

    def __init__(self, board):
        self._board = board

    def close(self):
        pass

    def login(self, secret):
        answer = self.ask("login", secret)
        if not answer.get("ok"):
            raise LinkError("; ".join(answer["errors"]))

    def ask(self, name, *args, **options):
        if name == "probe":
            return self._board.world.probed()
        (line,) = self.lines(name, *args, **options, json=True)
        return json.loads(line)

    def lines(self, name, *args, **options):
        board = self._board
        if board.cut_after is not None:
            if not board.cut_after:
                raise LinkError(f"port {board.port} has gone")
            board.cut_after -= 1
        if board.world.app is None:
            board.pause(_PAUSE_US / 1000000)
            raise LinkError(f"nothing on {board.port} answers")
        board.asked.append(name)
        said = []
        if name == "world":
            board.world.set(*args)
        else:
            console.attach(board.world.app, said.append)
            try:
                getattr(console, name)(*args, **options)
            finally:
                console.attach(None)
        board.pause(_PAUSE_US / 1000000)
        return said
