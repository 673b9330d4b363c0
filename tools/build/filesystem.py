"""A littlefs image as MicroPython on the RP2040 mounts it."""

from pathlib import Path, PurePosixPath

import littlefs

OFFSET = 0xA0000  # of the file system in the flash of a stock RPI_PICO image
BLOCKS = 352  # up to the end of 2 MB
BLOCK_BYTES = 4096
_DISK_VERSION = 0x00020000  # littlefs 2.0: what MicroPython 1.26 and newer can read and write


def image(files, blocks=BLOCKS):
    """Return a file system of so many blocks with {"path/on/the/board": bytes} in it."""
    fs = littlefs.LittleFS(
        block_size=BLOCK_BYTES,
        block_count=blocks,
        prog_size=256,
        read_size=32,
        cache_size=1024,
        lookahead_size=32,
        disk_version=_DISK_VERSION,
    )
    for name, data in sorted(files.items()):
        folder = PurePosixPath(name).parent
        if folder.name:
            fs.makedirs(str(folder), exist_ok=True)
        with fs.open(name, "wb") as out:
            out.write(data)
    return bytes(fs.context.buffer)


def folder_files(folder):
    """Return {"path": bytes} of everything below a folder."""
    root = Path(folder)
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }
