"""The steps that make a unit, in order. Each may be cut anywhere and done again."""

import secrets
import time

from service import secret as stored
from tools.provision import files, key, label
from tools.provision.calibrate import calibrate
from tools.provision.pile import Trouble
from tools.provision.self_test import SelfTest, unplug
from tools.verify import keys

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that a person takes for another
_GROUPS, _GROUP = 4, 4
_SALT_BYTES = 16
_TEST_A = 16  # offered to the fixture
_METER_S = 15
_PUBLIC = 32  # first byte of the public half in a pile's key


class Bench:
    """One unit and what it needs: its pile, its fixture, its progress, and the batch it is of."""

    def __init__(self, unit, pile, fixture, progress, batch):
        self.unit = unit
        self.pile = pile
        self.fixture = fixture
        self.progress = progress
        self.batch = batch


def make_secrets(progress):
    """Make what is secret of a unit, once: before anything of it goes to a board."""
    progress.keep(
        secret="-".join(_word() for _ in range(_GROUPS)),
        salt=secrets.token_hex(_SALT_BYTES),
        key=key.fresh()[0].hex(),
        made=int(time.time()),
    )


def _word():
    return "".join(secrets.choice(_LETTERS) for _ in range(_GROUP))


def _flash(bench):
    bench.pile.flash(bench.batch.folder)


def _calibration(bench):
    """Measure, with nothing corrected; the identity carries the result to the board."""
    before = bench.pile.ask("factory")["calibrated"]
    for name in before:
        bench.pile.do("calibrate", name, "clear")
    if before:
        bench.pile.restart()
    bench.pile.do("set", max_current_a=_TEST_A)
    cal = calibrate(bench.pile, bench.fixture, bench.batch.board["fitted"])
    bench.progress.note(cal=cal)


def _identity(bench):
    """Write keys, then who it is: from here on the board is this unit's and no other's."""
    data = bench.progress.data
    unplug(bench.pile, bench.fixture)
    bench.pile.do("factory", "key", data["key"])
    if bench.batch.update_key:
        bench.pile.do("factory", "update_key", bench.batch.update_key)
    record = {
        "serial": bench.unit.serial,
        "board": bench.batch.board["name"],
        "board_rev": bench.unit.board_rev,
        "salt": data["salt"],
        "secret": stored.digest(bytes.fromhex(data["salt"]), data["secret"]),
        "cal": data["cal"],
        "made": data["made"],
        "label": bench.unit.label,
    }
    bench.pile.do("factory", "identity", record)
    bench.pile.login(data["secret"])
    bench.pile.restart()  # what is calibrated is corrected from the start on


def _self_test(bench):
    bench.pile.do("set", max_current_a=_TEST_A)
    fitted = bench.batch.board["fitted"]
    bench.progress.note(self_test=SelfTest(bench.pile, bench.fixture, fitted).run())


def _settings(bench):
    """Set what the list wants; a meter must answer."""
    wanted = bench.unit.settings
    pile = bench.pile
    if pile.ask("set", **wanted)["after_restart"]:
        pile.restart()
    if wanted.get("meter", "none") != "none":
        status = pile.until(_METER_S, lambda row: row["meter"] == "online")
        if status["meter"] != "online":
            raise Trouble(
                f"the meter {wanted['meter']} does not answer within {_METER_S} s: see its "
                "wiring, meter_address and meter_baud"
            )


def _label(bench):
    data = bench.progress.data
    text = label.svg(bench.unit, bench.batch.board["name"], data["secret"], key_name(data))
    files.replace(bench.batch.results.folder / f"{bench.unit.serial}.svg", text)


def _production(bench):
    """Close the raw console, as the last thing; then prove that the pile is itself."""
    pile = bench.pile
    pile.do("set", production=True)
    pile.restart()
    _compare(pile, bench.unit.settings | {"production": True})
    serial = pile.ask("factory")["serial"]
    if serial != bench.unit.serial:
        raise Trouble(f"the pile says it is {serial!r}: provision it again")


def _compare(pile, wanted):
    values = pile.ask("settings")
    for name, value in wanted.items():
        if values.get(name) != value:
            raise Trouble(f"{name} is {values.get(name)!r} after the restart, not {value!r}")


STEPS = (
    ("flash", _flash),
    ("calibration", _calibration),
    ("identity", _identity),
    ("self-test", _self_test),
    ("settings", _settings),
    ("label", _label),
    ("production", _production),
)


def key_name(data):
    """Return the 16 hex digits that name the unit's key, as OCMF and the pile say them."""
    return keys.name(keys.load(data["key"][2 * _PUBLIC :]))


def row(bench):
    """Return the unit's row of the results file."""
    data = bench.progress.data
    return {
        "serial": bench.unit.serial,
        "secret": data["secret"],
        "public_key": data["key"][2 * _PUBLIC :],
        "board": bench.batch.board["name"],
        "board_rev": bench.unit.board_rev,
        "board_id": data["board_id"],
        "label": bench.unit.label,
        "firmware": bench.batch.version,
        "made": time.strftime("%Y-%m-%d %H:%M:%SZ", time.gmtime(data["made"])),
        "self_test": f"{len(data['self_test'])} passed",
        "seconds": f"{sum(bench.progress.done.values()):.1f}",
    }
