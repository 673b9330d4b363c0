"""The diagnostics bundle of the live pile, in a file and for people; a report that is signed."""

import json

import pytest

from shell import console
from tests.host.kept_pile import Kept
from tests.host.live_pile import live_pile, wait
from tools.link import Link
from tools.provision.key import make
from tools.report import __main__ as report
from tools.report import collect, seal, words

LIMIT = 64 * 1024


@pytest.fixture(scope="module")
def port():
    """Run a live pile on which something has happened; its console's port."""
    with live_pile() as name:
        with Link(name) as link:
            link.ask("set", max_current_a=20)
            link.lines("car", "C")
            wait(lambda: link.ask("status")["state"] == "charging")
            link.lines("fault", "estop")
            wait(lambda: link.ask("bundle", "trace")["data"]["frozen"])
            wait(lambda: link.ask("bringup", "clock")["state"] == "pass")
            link.ask("bringup", "sign")
        yield name


@pytest.fixture(scope="module")
def file(port, tmp_path_factory):
    """Return the path of the bundle of that pile."""
    path = tmp_path_factory.mktemp("report") / "bundle.json"
    assert report.main([port, "-o", str(path)]) == 0
    return path


def test_a_bundle_has_every_part_in_less_than_64_kb(file):
    assert file.stat().st_size <= LIMIT
    parts = collect.read(file)["parts"]
    errors = {name: data for name, data in parts.items() if data and "error" in data}
    assert not errors
    assert set(parts) >= {"unit", "settings", "log", "trace", "heap", "sessions", "why"}
    assert len(parts["trace"]["rows"]) == 150
    assert [row["fault"] for row in parts["faults"]] == ["estop"]
    assert {"boot", "setting", "fault"} <= {row[4] for row in parts["log"]}
    assert parts["heap"] and parts["settings"]["max_current_a"] == 20


def test_people_read_it(file, capsys):
    assert report.main([str(file)]) == 0
    said = capsys.readouterr().out
    for text in ("fault estop", "setting changed: max_current_a", "not the default", "cause"):
        assert text in said, text
    assert "Bring-up" in said and "frozen around a fault" in said


def test_it_is_printed_as_html_and_pdf(file, tmp_path):
    page, sheet = tmp_path / "page.html", tmp_path / "sheet.pdf"
    assert report.main([str(file), "--html", str(page), "--pdf", str(sheet)]) == 0
    text = page.read_text(encoding="utf-8")
    assert "<svg" in text and "fault estop" in text and "<h2>Settings</h2>" in text
    assert sheet.read_bytes().startswith(b"%PDF")
    assert report.main([str(file), "--bringup", "--html", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    assert "<svg" not in text and "incomplete" in text


def test_bad_files_are_told(tmp_path, capsys):
    path = tmp_path / "x.json"
    for content, word in (("{", "no file of"), ("{}", "no parts"), ('{"parts":{}}', "form None")):
        path.write_text(content, encoding="utf-8")
        assert report.main([str(path)]) == 2
        assert word in capsys.readouterr().err
    assert report.main([str(tmp_path / "none.json")]) == 2
    assert report.main([str(tmp_path / "no_port")]) == 2
    assert "cannot be opened" in capsys.readouterr().err


def test_a_pile_with_much_to_tell_loses_its_oldest_events():
    rows = [[n, 0, "unset", n, "trouble", 0, 0, "漏" * 14] for n in range(1000)]
    bundle = {"form": 1, "parts": {"log": rows, "core": [], "unit": {"serial": "P1"}}}
    data = collect.written(bundle)
    assert len(data) <= LIMIT
    found = json.loads(data)
    assert found["parts"]["log"][-1] == rows[-1]
    assert found["cut"] + len(found["parts"]["log"]) == 1000


class _Old:
    """A pile whose firmware knows no bundle."""

    name = "p"

    def ask(self, *_):
        return {"ok": False, "errors": ["no such command"]}


class _Broken(_Old):
    """A pile that cannot tell one part."""

    def ask(self, _command, part=None, _page=0):
        if part is None:
            return {"parts": ["unit", "group"]}
        if part == "unit":
            return {"data": {"serial": "P1"}, "next": None}
        return _Old.ask(self)


def test_what_a_pile_cannot_tell_is_left_out_and_said():
    with pytest.raises(collect.LinkError, match="older"):
        collect.collect(_Old())
    bundle = collect.collect(_Broken())
    assert bundle["parts"]["group"] == {"error": "no such command"}
    assert ("group", [("not told", "no such command")]) in words.sections(bundle)


class Signing(Kept):
    """A pile with a key."""

    def sealed(self):
        """Return the report of one step, signed as the idle task does, and written."""
        said = []
        console.attach(self.app, said.append)
        self.run(1000)
        console.bringup("settings", json=True)
        console.bringup("sign", json=True)
        assert json.loads(said[-1])["signed"]
        while self.app.trade.signer.step():
            pass
        self.run(4000)
        assert not self.app.watch.records
        console.bringup("report", json=True)
        console.attach(None)
        return json.loads(said[-1])


def test_a_report_is_signed_by_the_pile_and_one_that_was_changed_is_not(tmp_path):
    key = make(tmp_path)
    data = Signing(tmp_path).sealed()
    assert seal.judge(data, key)[0] and "by this pile" in seal.judge(data, key)[1]
    assert seal.judge(data, None)[0]
    changed = dict(data, report=data["report"].replace("settings", "settingz"))
    assert "SHA-256" in seal.judge(changed, key)[1]
    changed["sha256"] = seal.hashlib.sha256(changed["report"].encode()).hexdigest()
    assert seal.judge(changed, key)[1].startswith("the signature is wrong")
    (tmp_path / "other").mkdir()
    assert "--key is" in seal.judge(data, make(tmp_path / "other"))[1]
    assert not seal.judge(dict(data, signature=""), key)[0]
