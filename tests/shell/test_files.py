"""The file store on the real file system of this machine."""

import os

from shell.store import FileStore
from tests.place import own, remove

FOLDER = own("store_test")


def test_records_stay_on_the_file_system():
    remove(FOLDER)
    try:
        FileStore(FOLDER).write("s", b"one")
        FileStore(FOLDER).write("s", b"two" * 500)
        store = FileStore(FOLDER)
        assert store.read("s") == b"two" * 500
        assert store.previous("s") == b"one"
        assert sorted(os.listdir(FOLDER)) == ["s", "s.old"]
    finally:
        remove(FOLDER)
