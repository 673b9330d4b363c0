"""A pile that sells and keeps what it has in a folder, as on a board."""

from shell.store import FileStore
from tests.shell.sold import Sold


class Kept(Sold):
    """Its store is `folder`; it has no archive in memory."""

    def __init__(self, folder):
        Sold.__init__(self)
        self.store = FileStore(str(folder))
        self.store.write("settings", b"{}")
        self.ports.archive = None
        self.boot()
