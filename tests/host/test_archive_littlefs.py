"""The archive on a real littlefs: what it takes of the flash, and a cut at every operation of it.

A cut comes before, in the middle of, and after each program and erase of a block device that
behaves like NOR flash; an interrupted one leaves half its bytes.
"""

import littlefs
import pytest
from littlefs import LittleFSError
from littlefs.context import UserContext

from session.archive import Archive
from session.shelf import SEAL_BYTES
from tools.build import filesystem

BLOCK = filesystem.BLOCK_BYTES
BLOCKS = 128
SEGMENT = 73
SEGMENTS = 15
KEPT = 1022
RECORD = 195  # bytes of the longest session record
SEAL = bytes(range(SEAL_BYTES))


class Nor(UserContext):
    """NOR flash that keeps, from `watch` on, what a cut at any of its operations would leave."""

    def __init__(self, buffer=None):
        super().__init__(BLOCK * BLOCKS, buffer)
        self.cuts = None

    def watch(self):
        """Return a list that fills with the flash after each cut there may be."""
        self.cuts = []
        return self.cuts

    def _act(self, start, data):
        for part in (0, len(data) // 2, len(data)):
            self.buffer[start : start + part] = data[:part]
            if self.cuts is not None:
                self.cuts.append(bytes(self.buffer))
        return 0

    def prog(self, cfg, block, off, data):
        """Clear bits."""
        start = block * cfg.block_size + off
        old = self.buffer[start : start + len(data)]
        return self._act(start, bytes(a & b for a, b in zip(old, data)))

    def erase(self, cfg, block):
        """Set the bits of a block."""
        return self._act(block * cfg.block_size, b"\xff" * cfg.block_size)


class Files:
    """`opener` and `system` of an archive, on littlefs as the Pico has it."""

    def __init__(self, buffer=None):
        self.nor = Nor(buffer)
        self.fs = littlefs.LittleFS(
            context=self.nor,
            block_size=BLOCK,
            block_count=BLOCKS,
            prog_size=256,
            read_size=32,
            lookahead_size=32,
            disk_version=0x00020000,
        )
        if buffer is None:
            self.fs.mkdir("store")

    def open(self, path, mode):
        """Open a file."""
        return self.fs.open(path, mode)

    def mkdir(self, folder):
        """Make a folder."""
        self.fs.mkdir(folder)

    def listdir(self, folder):
        """Return names."""
        try:
            return self.fs.listdir(folder)
        except LittleFSError as error:
            raise OSError(2) from error

    def stat(self, path):
        """Return ten numbers, the size at 6."""
        try:
            return (0,) * 6 + (self.fs.stat(path).size,) + (0,) * 3
        except LittleFSError as error:
            raise OSError(2) from error

    def remove(self, path):
        """Remove a file."""
        self.fs.remove(path)

    def archive(self):
        """Return the archive, as after a start."""
        return Archive("store", self.open, self)


def data(number):
    return bytes([number & 0xFF]) * RECORD


def filled(count):
    files = Files()
    archive = files.archive()
    for number in range(1, count + 1):
        archive.add(number, data(number))
    return files


def seen(files):
    """Return the numbers of a whole chain."""
    before = None
    found = []
    archive = files.archive()
    for entry in archive.entries():
        assert before in (None, entry.previous)
        assert entry.record == data(entry.number)
        before = entry.hash()
        found.append(entry.number)
    assert archive.damaged == 0
    return found


def cuts(base, act):
    """Yield the files after every cut of `act`, mounted again."""
    files = Files(bytearray(base))
    left = files.nor.watch()
    act(files.archive())
    assert len(left) >= 2 * 3  # a block of the file and an entry of the folder
    for buffer in left:
        yield Files(bytearray(buffer))


@pytest.fixture(scope="module")
def full():
    """Return an archive whose next record begins a file and lets the oldest go."""
    return filled(SEGMENT * SEGMENTS)


def test_it_keeps_a_thousand_sessions_in_400_kb(full):
    files = Files(bytearray(full.nor.buffer))
    most = files.fs.used_block_count
    archive = files.archive()
    for number in range(SEGMENT * SEGMENTS + 1, SEGMENT * (SEGMENTS + 2) + 1):
        assert archive.add(number, data(number))
        most = max(most, files.fs.used_block_count)
        if number % SEGMENT == 1:
            assert len(list(archive.entries())) == KEPT + 1
    assert seen(files) == list(range(2 * SEGMENT + 1, SEGMENT * (SEGMENTS + 2) + 1))
    assert most * BLOCK <= 390 * 1024, most


@pytest.mark.parametrize("former", [0, 1, 12, SEGMENT - 1, SEGMENT, SEGMENT * SEGMENTS])
def test_a_cut_while_a_session_is_archived(former, full):
    base = (full if former == SEGMENT * SEGMENTS else filled(former)).nor.buffer
    kept = list(range(1, former + 1))
    new = kept + [former + 1]
    allowed = [kept, new]
    if former == SEGMENT * SEGMENTS:
        allowed.append(new[SEGMENT:])  # the file of the oldest has gone
    for files in cuts(base, lambda archive: archive.add(former + 1, data(former + 1))):
        found = seen(files)
        assert found in allowed
        assert files.archive().add(former + 1, data(former + 1)) == (found == kept)
        files.archive().add(former + 2, data(former + 2))
        assert seen(files)[-2:] == [former + 1, former + 2]


@pytest.mark.parametrize("slot", [0, 3, 11])
def test_a_cut_while_a_session_is_signed(slot):
    base = filled(12).nor.buffer
    for files in cuts(base, lambda archive: archive.seal((1, slot), SEAL)):
        assert seen(files) == list(range(1, 13))
        seals = [entry.seal for entry in files.archive().entries()]
        assert seals[:slot] + seals[slot + 1 :] == [None] * 11
        assert seals[slot] in (None, SEAL)
        files.archive().seal((1, slot), SEAL)
        assert list(files.archive().entries())[slot].seal == SEAL
