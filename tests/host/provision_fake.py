"""A board, its pile and its fixture without a serial port or waiting: tools.world, played."""

import csv
import json

from shell import console
from tools.build import load_board
from tools.link import LinkError
from tools.provision.batch import Batch
from tools.provision.make import make
from tools.provision.pile import Pile
from tools.provision.results import Results
from tools.provision.world_fixture import WorldFixture
from tools.world.bench import World

VIRTUAL = {"name": "virtual", "module": "pc"}
_PAUSE_US = 20000  # of a command and its answer


class Board:
    """One simulated pile; `port` of its own. Its store and flash outlive every run.

    `shows`: factor and mV of what the fixture's meter says beside what the pile reads.
    """

    def __init__(self, port, shows=(1, 0)):
        self.port = port
        self.world = World({})
        self.world.step_until(1000000)
        self.asked = 0
        self.cut_after = None  # so many commands are done, then the cable comes off

        self._shows = shows

    def probed(self):
        seen = self.world.probed()
        factor, more_mv = self._shows
        for key in ("high_mv", "low_mv"):
            seen[key] = round(seen[key] * factor + more_mv)
        return seen

    def connect(self, _port, _patience_s):
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
            return self._board.probed()
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
        board.asked += 1
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


def batch_of(folder, *listed, update_key=""):
    """Return the Batch of units, with its results in `folder`."""
    results = Results(folder / "results.csv")
    return Batch(list(listed), results, load_board("virtual"), update_key=update_key)


def made(board, batch):
    """Make the unit at a board; return what is told, and whether it is good."""
    pile = board.pile()
    return make(pile, board.fixture(pile), batch, board.clock)


def rows(batch):
    """Return the rows of the results file."""
    if not batch.results.path.exists():
        return []
    with open(batch.results.path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))
