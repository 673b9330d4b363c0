"""python -m tools.provision UNITS.csv --port P [--port P2 ...] --fixture F ... --out RESULTS.csv

Makes one unit of the list at each port, all at once: firmware, calibration, identity, keys,
factory test, settings, label, production mode. The next boards: plug them in, the same command
again. What was interrupted goes on where it was; what is in the results is not made again.

python -m tools.provision key FOLDER: a signing key alone, for one pile made by hand.
"""

import argparse
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from shell.store import FileStore
from tools.build import ROOT, VERSION, build, load_board
from tools.build.pack import packed
from tools.provision import key, units
from tools.provision.batch import Batch
from tools.provision.fixture import FixtureError, SerialFixture
from tools.provision.make import make
from tools.provision.pile import Pile
from tools.provision.results import Results
from tools.provision.world_fixture import WorldFixture
from tools.verify import keys

_WORLD = "world"


def _parsed(arguments):
    parser = argparse.ArgumentParser(
        prog="python -m tools.provision",
        description="Make piles of bare boards, one at each port.",
        epilog="What a fixture must do: tools/provision/fixture.py.",
    )
    parser.add_argument("units", type=Path, help="CSV: serial, max_current_a, label, settings")
    parser.add_argument("--port", action="append", required=True, help="of a board; several")
    parser.add_argument(
        "--fixture",
        action="append",
        required=True,
        help="port of the fixture around each board, in the order of --port; world: simulated",
    )
    parser.add_argument("--board", default="pico", help="a folder of boards/ (default: pico)")
    parser.add_argument("--out", type=Path, required=True, help="results, with every secret")
    parser.add_argument("--update-key", default="", help="update_key of tools.update, or a PEM")
    return parser.parse_args(arguments)


def _checked(found):
    """Return the Batch. Raises ValueError and OSError naming what is wrong."""
    board = load_board(found.board)
    if (board["module"] == "pc") != (set(found.fixture) == {_WORLD}):
        raise ValueError(
            "--fixture world and --board virtual belong together, and to nothing else"
        )
    if _WORLD in found.fixture:
        found.fixture = [_WORLD] * len(found.port)
    if len(found.fixture) != len(found.port):
        raise ValueError(
            f"{len(found.port)} --port, {len(found.fixture)} --fixture: one for each board"
        )
    for name in found.port + [one for one in found.fixture if one != _WORLD]:
        if (found.port + found.fixture).count(name) > 1:
            raise ValueError(
                f"{name} is named twice: each board and fixture has a port of its own"
            )
    update_key = _update_key(found.update_key) if found.update_key else ""
    listed = units.read(found.units)
    results = Results(found.out)
    results.serials()
    return Batch(listed, results, board, update_key=update_key)


def _update_key(path):
    """Return x and y, hex, of what `tools.update key` made for piles, or of a public PEM."""
    place = Path(path)
    data = FileStore(str(place.parent)).read(place.name) if place.exists() else None
    return (data or keys.point(keys.load(path))).hex()


def _build(batch):
    """Build what is to be flashed."""
    name = batch.board["name"]
    folder = ROOT / "build" / name
    build(folder, name)
    batch.folder = packed(folder, name)
    batch.version = (batch.folder / VERSION).read_text(encoding="utf-8").splitlines()[0]


def _one(port, fixture_port, batch):
    pile = Pile(port, batch.board)
    try:
        fixture = WorldFixture(pile) if fixture_port == _WORLD else SerialFixture(fixture_port)
    except FixtureError as error:
        return f"{port}: FAILED: {error}", False
    try:
        return make(pile, fixture, batch)
    finally:
        fixture.close()


def _run(ports, batch):
    """Make a unit at each of [(port, fixture)]; return whether all are good."""
    good = True
    with ThreadPoolExecutor(len(ports)) as pool:
        jobs = [pool.submit(_one, port, fixture, batch) for port, fixture in ports]
        for job in as_completed(jobs):
            line, done = job.result()
            print(line, flush=True)
            good = good and done
    return good


def _tell(batch):
    new, begun = batch.left()
    print(f"of the list {len(new)} not begun, {len(begun)} begun and not finished")
    if begun:
        print(
            f"begun: {', '.join(begun)}: plug those boards in again. Where one is scrap, remove "
            f"its file in {batch.results.folder} and give its unit another serial"
        )
    print(
        f"{batch.results.path} and the labels beside it hold every installer's secret: only you "
        "can read them. Keep them where secrets are kept"
    )


def main(arguments):
    """Make a batch, or a key; return the exit status: 1 when a unit failed, 2 before any began."""
    if arguments[:1] == ["key"]:
        return key.main(arguments[1:])
    found = _parsed(arguments)
    try:
        batch = _checked(found)
        with batch.results.alone():
            batch.results.tidy()
            if batch.board["module"] != "pc":
                _build(batch)
            good = _run(list(zip(found.port, found.fixture)), batch)
            _tell(batch)
    except (OSError, ValueError) as error:
        print(f"provision: {error}\nNothing was begun.", file=sys.stderr)
        return 2
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
