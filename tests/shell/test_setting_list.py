"""What set() and settings() say."""

from tests.shell.desk import Desk
from tests.shell.fakes import Pile


def test_what_waits_for_a_restart_waits_until_then():
    desk = Desk(Pile())
    desk.pile.run(1000)
    for answer in ("after restart()", "after restart()"):
        assert desk.ask("set", profile="gbt") == 'profile = "gbt": in force ' + answer
    assert 'profile = "gbt" (set) (after restart()): ' in desk.ask("settings")
    assert desk.data("set", profile="gbt", phases=1)["after_restart"] == ["phases", "profile"]
    assert desk.data("set", profile="iec", max_current_a=10)["after_restart"] == []
    assert desk.ask("settings").count("(after restart())") == 1
