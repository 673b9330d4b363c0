"""Every command answers in the language that it is asked in, or in that of the settings."""

from shell import console
from tests.shell.desk import Desk, charging
from tests.shell.fakes import Pile

SHORT = ("start", "stop", "limit", "clear", "selftest", "unlock", "logout", "set", "restart")
ARGUMENTS = {"limit": (10,)}
OPTIONS = {"set": {"max_current_a": 10, "phases": 1}}


def test_every_command_takes_a_language():
    desk = Desk(Pile())
    for name in console.__all__:
        if name not in ("export", "trace"):
            assert "unexpected keyword" not in desk.ask(name, lang="zh"), name
            if name != "watch":  # names and figures, no language
                assert 'lang is "en" or "zh"' in desk.ask(name, lang="fr"), name


def test_what_was_done_is_said_in_chinese_too():
    for settings, options in ((b'{"language": "zh"}', {}), (b"{}", {"lang": "zh"})):
        desk = charging(settings)
        for name in SHORT:
            asked = dict(OPTIONS.get(name, {}))
            asked.update(options)
            said = desk.ask(name, *ARGUMENTS.get(name, ()), **asked)
            if not said.startswith("nothing was done"):
                assert any(ord(letter) > 0x4E00 for letter in said), said
        assert "电流" in desk.ask("status") if not options else "state" in desk.ask("status")


def test_help_ends_with_what_every_command_takes():
    desk = Desk(Pile())
    assert desk.ask("help").split("\n")[-1].startswith("each takes lang=")
    assert desk.ask("help", lang="zh").split("\n")[-1].startswith("每个命令可带")
