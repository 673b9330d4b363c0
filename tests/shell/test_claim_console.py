"""Which limits an operator may end or replace: only those of operators (REQ-ARB-1, S9)."""

import json

from service import factory
from service.secret import digest
from tests.shell.desk import Desk
from tests.shell.fakes import Pile

SECRET = "correct horse"
UNIT = {"serial": "CP-1", "salt": "00" * 16, "secret": digest(bytes(16), SECRET)}


def provisioned():
    """A console on a unit that has a secret: a manager has set 10 A, its installer 20 A."""
    pile = Pile()
    factory.write(pile.ports, pile.store, UNIT)
    pile.ports.link.claims.append(("ems", 10, 3600))
    pile.run(1000)
    desk = Desk(pile)
    desk.ask("login", SECRET)
    desk.ask("limit", 20, source="dso", priority="limit")
    desk.ask("logout")
    return desk


def left(desk):
    return sorted([row["source"] for row in desk.data("why")["limits"] if row["policy"]])


def test_an_operator_ends_operators_limits_alone():
    desk = provisioned()
    desk.ask("limit", 6)
    desk.ask("limit", 8, source="kitchen")
    assert left(desk) == ["console", "dso", "ems", "kitchen"]
    assert desk.ask("clear", "kitchen") == "the limit of kitchen is gone"
    for source in ("dso", "ems"):
        text = desk.ask("clear", source)
        assert 'the limit of %s is not an operator\'s: login("secret") first' % source in text
    assert desk.ask("clear", "limits").endswith("only the installer may end: ems, dso")
    assert desk.ask("clear", "limits", lang="zh").endswith("仅安装人员可解除：ems, dso")
    assert left(desk) == ["dso", "ems"]
    assert desk.pile.live.limit_ma == 10000


def test_an_operator_replaces_no_other_s_limit():
    desk = provisioned()
    answer = desk.data("limit", 32, source="ems")
    assert not answer["ok"] and "give yours another source" in answer["errors"][0]
    assert desk.data("limit", 6)["ok"] and desk.data("limit", 7)["ok"]
    assert (desk.pile.live.limit_ma, left(desk)) == (7000, ["console", "dso", "ems"])


def test_what_the_manager_sets_under_an_operator_s_name_is_the_manager_s():
    desk = provisioned()
    desk.ask("limit", 12, source="plant")
    desk.pile.ports.link.claims.append(("plant", 9, 3600))
    desk.pile.run(200)
    assert "not an operator's" in desk.ask("clear", "plant")


def test_the_installer_ends_all_of_them():
    desk = provisioned()
    desk.ask("login", SECRET)
    assert desk.ask("clear", "ems") == "the limit of ems is gone"
    assert desk.ask("clear", "limits") == "every limit from outside is gone"
    assert left(desk) == []


def test_whose_it_is_outlives_a_reset():
    desk = provisioned()
    desk.ask("limit", 6)
    desk.pile.run(2000)
    again = Desk(Pile(settings=None, store=desk.pile.store))
    assert left(again) == ["console", "dso"]  # the manager's would have been released
    again.ask("clear", "limits")
    assert left(again) == ["dso"]


def test_what_a_version_before_kept_of_the_console_is_the_operator_s():
    pile = Pile()
    factory.write(pile.ports, pile.store, UNIT)
    pile.run(1000)
    Desk(pile).ask("limit", 0)
    pile.run(70000)
    kept = json.loads(pile.store.read("claims"))
    for row in kept["claims"]:
        del row["operator"]
    pile.store.write("claims", json.dumps(kept).encode())
    again = Pile(settings=None, store=pile.store)
    again.run(1000)
    desk = Desk(again)
    assert "console" in left(desk)
    desk.ask("clear", "console")
    assert "console" not in left(desk)
