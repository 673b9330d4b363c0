"""A unit without provisioning offers no password that its maker chose (REQ-SEC-1, F28, H23)."""

import json
import re

from service import roles
from shell import console, schema, settings
from tests.shell.desk import Desk
from tests.shell.fakes import Pile
from tools.build import FIRMWARE
from tools.world.nor import Nor

_SECRET = re.compile("secret|pass|pwd|token|pin$|key|psk|ssid|user", re.IGNORECASE)
_GUESSES = ("", "admin", "installer", "0000", "1234", "password", "secret", "picoW123", "None")
# What would open a network of its own, or a console on one.
_OPENS = re.compile(r"AP_IF|IF_AP|picoW123|(?i:webrepl|telnet|\bftp)")
# A name for a secret that is given a text; login is where a console stops its echo.
_GIVEN = re.compile(
    r"""\b\w*(?:secret|passw|pwd|psk)\w*\s*=\s*b?["'](?!["']|login)""", re.IGNORECASE
)


def fresh():
    """Return the console of a pile that nobody has provisioned or set up."""
    pile = Pile(None)
    flash = {}
    pile.ports.open_flash = lambda part: flash.setdefault(part, Nor(2))
    pile.run(3000)
    return Desk(pile)


def sources():
    return sorted(FIRMWARE.glob("**/*.py"))


def test_no_setting_is_a_secret_with_a_default():
    for row in schema.ROWS:
        if _SECRET.search(row[schema.KEY]):
            assert row[schema.DEFAULT] in ("", "none", 0, False), row


def test_nothing_listens_until_it_is_set():
    values = settings.defaults()
    assert values["modbus"] == values["group"] == "none"
    assert not values["production"]


def test_no_guess_logs_in():
    desk = fresh()
    for guess in _GUESSES:
        answer = desk.data("login", guess)
        assert not answer["ok"] and "wrong" not in answer["errors"][0], (guess, answer)
    role = roles.role_of(desk.pile.app)
    assert role.secret is None and not role.salt
    assert not role.installer(0)


def test_production_mode_needs_a_secret_of_its_own():
    answer = fresh().data("set", max_current_a=6, production=True)
    assert not answer["ok"] and "provision" in answer["errors"][0]


def test_no_command_tells_a_secret_or_takes_one_by_default():
    desk = fresh()
    for name in ("factory", "settings", "status", "log"):
        told = json.dumps(desk.ask(name))
        assert not re.search("(secret|password)[^ ,.]*[:=]", told), told
    assert not [name for name in console.__all__ if re.search("passw|secret", name)]


def test_the_firmware_has_no_network_of_its_own_and_no_secret_in_it():
    assert len(sources()) > 150
    for path in sources():
        text = path.read_text()
        for pattern in (_OPENS, _GIVEN):
            found = pattern.search(text)
            assert not found, f"{path}: {found[0]}"
