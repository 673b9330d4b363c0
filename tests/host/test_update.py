"""python -m tools.update: packages, and one put on a pile whose two versions are in a folder here.

The pile is the fake one of tests/shell, its console is called in place of a serial port; its
starts are boot.py's.
"""

import base64
import contextlib
import json
import os

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from service.line_console import LONGEST
from shell import console
from tests.shell.fakes import FakePorts, Pile
from tests.update.device import OLD, listed
from tools.build import version_text
from tools.link import LinkError
from tools.link.link import call_text
from tools.update import __main__ as tool
from tools.update import package
from tools.update.package import Package, sign
from tools.update.send import PART_BYTES, Refused, Sender
from tools.update.start import Start
from tools.verify import keys

FILES = {
    "board.json": b'{"name": "fake"}',
    "boot.py": b"boot",
    "main.py": b"1.3.0",
    "pack": b"p" * 3000,
}


@pytest.fixture(scope="module")
def key():
    return ec.generate_private_key(ec.SECP256R1())


def signed(folder, key, number="1.3.0", **changed):
    """Return the bytes of a package of FILES."""
    files = FILES | changed
    for name, data in files.items():
        (folder / name).write_bytes(data)
    text = version_text(folder, "fake").split(" ", 1)[1]
    return sign(files | {"version": f"{number} {text}".encode()}, key)


class Folder:
    """The file system at a folder, as boot.py sees it."""

    def __init__(self, root):
        self._root = str(root)

    def open(self, path, mode):
        return open(self._root + path, mode)

    def listdir(self, path):
        return os.listdir(self._root + path)

    def rename(self, old, new):
        os.rename(self._root + old, self._root + new)


class Port:
    """A pile at a port; `breaks` after so many commands, -1 = never. In use as a Link."""

    def __init__(self, root, public, breaks=-1):
        self.root = root
        self.breaks = breaks
        self.commands = 0
        self.waits = []
        self._public = public
        self._store = None
        files = OLD | {"board.json": FILES["board.json"]}
        (root / "a").mkdir()
        for name, data in files.items():
            (root / "a" / name).write_bytes(data)
        (root / "a" / "version").write_text(listed(files, "1.2.0", "fake"))
        (root / "slot").write_text("a")
        self.start()

    def start(self):
        """Switch the pile on."""
        Start(Folder(self.root))
        FakePorts.root = str(self.root)
        self.pile = Pile(store=self._store)
        FakePorts.root = None
        self.pile.ports.root = str(self.root)
        self.pile.ports.launcher = lambda: 1
        self._store = self.pile.store
        self._store.write("update_key", keys.point(self._public))
        self.pile.run(1500)

    def __call__(self):
        return contextlib.nullcontext(self)

    def ask(self, name, *words, **options):
        """Do a command, let some time pass."""
        self.commands += 1
        if self.commands == self.breaks:
            raise LinkError("unplugged")
        said = []
        console.attach(self.pile.app, said.append)
        getattr(console, name)(*words, json=True, **options)
        self.pile.run(200)
        if self.pile.app.ended:
            self.start()
        (line,) = said
        return json.loads(line)

    def runs(self):
        """Return what main.py of the version that is in force says."""
        return (self.root / (self.root / "slot").read_text()[0] / "main.py").read_bytes()


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr("tools.update.send._PAUSE_S", 0)


def test_a_package_ends_up_running_and_confirmed(tmp_path, key):
    (tmp_path / "new").mkdir()
    found = Package(signed(tmp_path / "new", key))
    (tmp_path / "pile").mkdir()
    port = Port(tmp_path / "pile", key.public_key())
    said = []
    Sender(port, found, said.append).run()
    assert said[0].startswith("runs 1.2.0 fake ")
    assert said[-1].endswith("runs and is confirmed")
    assert "100 %" in said
    assert port.runs() == b"1.3.0"
    assert (port.root / "slot").read_text() == "b"
    with pytest.raises(Refused, match="this very version runs already"):
        Sender(port, found, said.append).run()


def test_an_update_that_breaks_off_anywhere_goes_on(tmp_path, key):
    (tmp_path / "new").mkdir()
    found = Package(signed(tmp_path / "new", key))
    for breaks in (*range(1, 9), 13, 16, 60):
        root = tmp_path / str(breaks)
        root.mkdir()
        port = Port(root, key.public_key(), breaks)
        said = []
        try:
            Sender(port, found, said.append).run()
        except LinkError:
            try:
                Sender(port, found, said.append).run()
            except Refused as refused:  # it had switched already
                assert "runs already" in str(refused)
        if port.commands < breaks:
            break
        assert port.runs() == b"1.3.0"
    assert breaks == 60


def test_what_the_pile_refuses_is_said(tmp_path, key):
    (tmp_path / "new").mkdir()
    (tmp_path / "pile").mkdir()
    port = Port(tmp_path / "pile", key.public_key())
    other = ec.generate_private_key(ec.SECP256R1())
    for data, said in (
        (signed(tmp_path / "new", key, "1.1.0"), "older than 1.2.0"),
        (signed(tmp_path / "new", other), "whoever provisioned it"),
    ):
        with pytest.raises(Refused, match=said):
            Sender(port, Package(data), str).run()
        assert (port.root / "slot").read_text() == "a"
    Sender(port, Package(signed(tmp_path / "new", key, "1.1.0")), str).run(older=True)
    assert port.runs() == b"1.3.0"


def test_a_version_that_falls_back_is_said(tmp_path, key):
    (tmp_path / "new").mkdir()
    (tmp_path / "pile").mkdir()
    port = Port(tmp_path / "pile", key.public_key())
    started = port.start

    def fails():
        for _ in range(3):
            Start(Folder(port.root))  # the watchdog bites
        started()

    port.start = fails
    with pytest.raises(Refused, match=r"1\.2\.0 .* runs: the new version fell back; log\(\) says"):
        Sender(port, Package(signed(tmp_path / "new", key)), str).run()


def test_a_damaged_package_is_told_here(tmp_path, key):
    good = signed(tmp_path, key)
    for data, said in (
        (b"", "no package of"),
        (b"\x7fELF" * 600, "no package of"),
        (good[:300], "cut short: no signature"),
        (good[:-1], "cut short or longer"),
        (good + b"x", "cut short or longer"),
        (good[:-1] + b"q", "damaged: pack is not what was signed"),
    ):
        with pytest.raises(ValueError, match=said):
            Package(data)
    assert Package(good).signed_by(key.public_key())
    assert not Package(good.replace(b"1.3.0", b"1.3.1", 1)).signed_by(key.public_key())


def test_what_is_typed_fits_a_line_of_production_mode(tmp_path, key):
    header = Package(signed(tmp_path, key, **{"unpack.mpy": b"u" * 900})).header
    part = base64.b64encode(b"\xff" * PART_BYTES).decode()
    for words in (("begin", header.text), ("part", 10**6, part)):
        assert len(call_text("update", words, {"older": True, "json": True})) < LONGEST


def test_the_tool_makes_a_key_signs_and_shows(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(package, "build", lambda folder, board: folder.mkdir(parents=True))
    folder = tmp_path / "made"
    folder.mkdir()
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
    (folder / "version").write_text(version_text(folder, "fake"))
    monkeypatch.setattr(package, "packed", lambda _folder, _board: folder)
    monkeypatch.setattr(package, "ROOT", tmp_path)
    where = str(tmp_path / "keys")
    assert tool.main(["key", where]) == 0
    assert tool.main(["key", where]) == 1  # never over one that is there
    out = str(tmp_path / "fake.pile")
    assert tool.main(["sign", "fake", where + "/update.pem", out]) == 0
    public = where + "/update_public.pem"
    assert tool.main(["show", out, "--key", public]) == 0
    assert "signed by key" in capsys.readouterr().out
    assert tool.main(["show", str(folder / "pack")]) == 1
    assert tool.main(["sign", "fake", out, out]) == 1
    assert tool.main(["/dev/nowhere", out]) == 1
    said = capsys.readouterr().err
    assert "no package of" in said and "no private key" in said and "/dev/nowhere" in said
