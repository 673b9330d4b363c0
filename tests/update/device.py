"""A board's file system in memory, a package for it, and what carries one to the other."""

from binascii import hexlify
from hashlib import sha256

from session import p256
from tests.disk import Disk
from update.engine import RECEIVING, Engine
from update.mark import Mark

PRIVATE = b"\7" * 32
BLOCK = 4096
OLD = {"boot.py": b"old boot", "main.py": b"old main", "board.json": b"{}"}
NEW = {"board.json": b"{} ", "boot.py": b"new boot", "main.py": b"new main", "pack": b"new!" * 900}
PART = 512


class Flash(Disk):
    """Of `blocks` blocks, with an old version in /a."""

    def __init__(self, blocks=100):
        super().__init__()
        self.blocks = blocks
        self.folders += ["/a", "/store"]
        self.files["/slot"] = b"a"
        for name in OLD:
            self.files["/a/" + name] = OLD[name]
        self.files["/a/version"] = listed(OLD, "1.2.0", "fake").encode()

    def statvfs(self, _path):
        """Return the size of a block, and how many are free, at 0 and 3."""
        used = sum([-(-len(data) // BLOCK) for data in self.files.values()])
        return (BLOCK, BLOCK, self.blocks, self.blocks - used)

    def listdir(self, folder):
        """Return the names in a folder, the root too."""
        if folder != "/":
            return super().listdir(folder)
        return [path[1:] for path in self.files if path.count("/") == 1]

    def slot(self, name):
        """Return {name: bytes} of a slot."""
        start = "/" + name + "/"
        found = {}
        for path in self.files:
            if path.startswith(start):
                found[path[len(start) :]] = self.files[path]
        return found


def run(work):
    """Run a generator to its end; return what it returns."""
    try:
        while True:
            next(work)
    except StopIteration as end:
        return end.value


def public(private=PRIVATE):
    """Return the public key of a private one."""
    key = bytearray(64)
    run(p256.public(private, key))
    return bytes(key)


KEY = public()


def listed(files, version, board):
    """Return what the file `version` of a version says."""
    rows = []
    for name in sorted(files):
        digest = hexlify(sha256(files[name]).digest()).decode()
        rows.append("%s %d %s\n" % (digest, len(files[name]), name))
    tree = hexlify(sha256("".join(rows).encode()).digest()).decode()[:12]
    return "%s %s %s\n%s" % (version, board, tree, "".join(rows))


def sealed(text, private=PRIVATE):
    """Return a header with its signature."""
    signature = bytearray(64)
    run(p256.sign(private, sha256(text.encode()).digest(), signature))
    return text + "signature " + hexlify(signature).decode() + "\n"


_made = {}


def header(version="1.3.0", board="fake", form=1, launcher=1, files=None):
    """Return the signed header of a package."""
    text = "pile-update %d %d\n%s" % (form, launcher, listed(files or NEW, version, board))
    if text not in _made:
        _made[text] = sealed(text)
    return _made[text]


def body(files=None):
    """Return the bytes of a package's files, in the order of its header."""
    files = files or NEW
    return b"".join([files[name] for name in sorted(files)])


class Device:
    """A board that runs, on a Flash: also the App of its engine, and the app's ports."""

    def __init__(self, flash):
        self.flash = flash
        self.now_ms = 0
        self.leaving = False
        self.notes = []
        self.ports = self
        self.update = self.engine = None

    def ticks_ms(self):
        """Return the time."""
        return self.now_ms

    def note(self, _code, what, _more, text):
        """Keep an event."""
        self.notes.append((what, text))

    def mark(self):
        """Return the marker as it is."""
        return Mark("", self.flash.open, self.flash)

    def begin(self, text=None, key=KEY, board="fake", **options):
        """Begin an update; raises ValueError."""
        flash = self.flash
        self.engine = self.update = Engine(self, self.mark(), key, "", flash.open, flash)
        self.engine.begin(header() if text is None else text, board, 1, **options)

    def turns(self, most=2000):
        """Let it work until it waits for something."""
        for _ in range(most):
            if not self.engine.wants():
                return self.engine.state
            self.engine.write()
        raise AssertionError("it works for ever")

    def feed(self, data=None, size=PART):
        """Send all parts that are not there yet."""
        data = body() if data is None else data
        engine = self.engine
        while engine.state == RECEIVING and engine.next < len(data):
            if not engine.part(engine.next, data[engine.next : engine.next + size]):
                self.turns()
        return self.turns()

    def install(self, text=None, data=None, **options):
        """Do a whole update; return the state it ends in."""
        self.begin(text, **options)
        if self.turns() == RECEIVING:
            self.feed(data)
        if self.engine.state == RECEIVING:
            self.engine.end()
        return self.turns()
