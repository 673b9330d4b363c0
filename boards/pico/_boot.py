"""Mounts the file system, in MicroPython built for this board; it never formats by itself.

A file system that does not mount is somebody's settings and counters: the board then starts
nothing and answers on the console. The first 64 KB of the region stay raw: hal/rp2_flash.py has
its parts.
"""

import sys

import rp2
import vfs

RAW_BYTES = 64 * 1024
FILES_BYTES = 1024 * 1024  # up to the end of 2 MB: mpconfigboard.h has the layout
_PAGE = 256


def files():
    """Return the blocks of the file system."""
    return rp2.Flash(start=RAW_BYTES, len=FILES_BYTES)


def mount():
    """Mount the file system. Raises OSError."""
    vfs.mount(vfs.VfsLfs2(files(), progsize=_PAGE), "/")


def erase_all_and_format():
    """Make a new file system: settings, counters and versions are gone. For a person to call."""
    vfs.VfsLfs2.mkfs(files(), progsize=_PAGE)
    mount()


try:
    mount()
except OSError as error:
    sys.ps1 = "safe mode; import _boot says why >>> "
    print("safe mode: the file system does not mount (%s); nothing was changed." % error)
    print("A new board: drop an image of `make image` on its boot drive, or call")
    print("import _boot; _boot.erase_all_and_format()")
    print("An old one: copy it first, with picotool save --all: settings and counters are in it.")
