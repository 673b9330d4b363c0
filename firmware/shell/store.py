"""Keeps named records across power cuts: the newest whole one, and the one before."""

import binascii
import os
import struct

from micropython import const

_MAGIC = b"pile"
_HEADER = "<4sII"  # magic, length, CRC-32 of the data
_HEADER_BYTES = const(12)


class FileStore:
    """Files in the folder `path`: NAME, NAME.new while writing, NAME.old before the last write.

    A cut at any instant leaves a whole record. `opener` and `system` are for tests.
    Writing erases flash on a board: the app does so only with the contactor open.
    """

    def __init__(self, path, opener=open, system=os):
        self.fell_back = False  # the last read found a damaged record and took the one before
        self.folder = self._path = path
        self._open = opener
        self._system = system
        try:
            system.mkdir(path)
        except OSError:
            pass  # it is there; if it is not, writing will say so

    def read(self, name):
        """Return the newest whole record's bytes, or None."""
        self.fell_back = False
        data = self._load(name, "")
        if data is None:
            data = self._load(name, ".new")
        if data is None:
            data = self.previous(name)
            self.fell_back = data is not None
        return data

    def previous(self, name):
        """Return the bytes before the last write, or None."""
        return self._load(name, ".old")

    def write(self, name, data):
        """Replace the record, or raise OSError and leave the one there is."""
        self._recover(name)
        new = self._file(name, ".new")
        try:
            self._fill(new, data)
            if self._load(name, ".new") != data:
                raise OSError(5)  # a full file system may cut a write without saying so
        except OSError:
            self._discard(new)
            raise
        if self._load(name, "") is not None:
            self._system.rename(self._file(name, ""), self._file(name, ".old"))
        self._system.rename(new, self._file(name, ""))

    def _fill(self, new, data):
        crc = binascii.crc32(data) & 0xFFFFFFFF
        with self._open(new, "wb") as file:
            file.write(struct.pack(_HEADER, _MAGIC, len(data), crc))
            file.write(data)
            file.flush()
            if hasattr(self._system, "fsync"):
                self._system.fsync(file.fileno())

    def _recover(self, name):
        # A cut between the two renames left the newest record as NAME.new: put it in place.
        if self._load(name, "") is None and self._load(name, ".new") is not None:
            self._system.rename(self._file(name, ".new"), self._file(name, ""))

    def _discard(self, new):
        try:
            self._system.remove(new)
        except OSError:
            pass  # it was never made

    def _load(self, name, suffix):
        try:
            with self._open(self._file(name, suffix), "rb") as file:
                blob = file.read()
        except OSError:
            return None
        if len(blob) < _HEADER_BYTES:
            return None
        magic, length, crc = struct.unpack(_HEADER, blob[:_HEADER_BYTES])
        data = blob[_HEADER_BYTES:]
        if magic != _MAGIC or length != len(data) or crc != binascii.crc32(data) & 0xFFFFFFFF:
            return None
        return data

    def _file(self, name, suffix):
        return self._path + "/" + name + suffix
