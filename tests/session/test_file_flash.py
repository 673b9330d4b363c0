import io

from session.file_flash import FileFlash
from session.journal import PASSING, Journal


class Kept(io.BytesIO):
    """A file whose new content is there once it is closed, as on littlefs."""

    def __init__(self, disk, path, content):
        super().__init__(content)
        self._disk = disk
        self._path = path

    def __exit__(self, kind, error, trace):
        if kind is None:
            self._disk.files[self._path] = self.getvalue()
        return False


class Disk:
    """Files in memory."""

    def __init__(self):
        self.files = {}
        self.folders = []

    def mkdir(self, path):
        if path in self.folders:
            raise OSError(17)
        self.folders.append(path)

    def open(self, path, mode):
        if mode != "wb" and path not in self.files:
            raise OSError(2)
        return Kept(self, path, b"" if mode == "wb" else self.files[path])


def on(disk):
    return FileFlash("j", 16, disk.open, disk)


def read(flash, block, size, offset=0):
    buffer = bytearray(size)
    flash.readblocks(block, buffer, offset)
    return bytes(buffer)


def test_it_is_flash():
    disk = Disk()
    flash = on(disk)
    assert disk.folders == ["j"]
    assert (flash.ioctl(4, 0), flash.ioctl(5, 0)) == (16, 4096)
    assert read(flash, 3, 4096) == b"\xff" * 4096
    flash.writeblocks(3, b"\x0f" * 256, 512)
    flash.writeblocks(3, b"\x3c" * 256, 512)
    flash.writeblocks(3, b"\x01" * 256, 0)
    assert read(flash, 3, 1024) == b"\x01" * 256 + b"\xff" * 256 + b"\x0c" * 256 + b"\xff" * 256
    assert read(flash, 3, 4, 254) == b"\x01\x01\xff\xff"
    assert read(on(disk), 3, 256, 512) == b"\x0c" * 256
    assert read(flash, 2, 256) == b"\xff" * 256
    flash.ioctl(6, 3)
    assert read(flash, 3, 4096) == b"\xff" * 4096


def test_a_journal_in_it_works_and_knows_that_it_may_not_write_under_load():
    disk = Disk()
    told = []
    for number in range(30):
        journal = Journal(on(disk))
        journal.recover()
        while journal.prepare():
            pass
        for kind in (1, PASSING, PASSING):
            told.append((journal.append(kind, b"%d" % number), kind, b"%d" % number))
    assert not journal.while_closed
    assert list(journal.records()) == told


def test_a_disk_that_refuses_is_told():
    class Full(Disk):
        def open(self, path, mode):
            if mode != "rb":
                raise OSError(28)
            return Disk.open(self, path, mode)

    try:
        on(Full()).writeblocks(0, bytes(256), 0)
    except OSError as error:
        assert error.args[0] == 28
    else:
        raise AssertionError("written")
