"""Where the MicroPython image for the emulated chip is; nothing here downloads one."""

import os
from pathlib import Path

_VARIABLE = "MICROPYTHON_UF2"
_PATTERN = "*RPI_PICO-*.uf2"  # not RPI_PICO_W, not RPI_PICO2


def _cache():
    return Path.home() / ".cache" / "rp2040py"


def find():
    """Return the path of the image, the newest by name, or None."""
    named = os.environ.get(_VARIABLE)
    if named:
        path = Path(named)
        return path if path.is_file() else None
    images = sorted(_cache().glob(_PATTERN), key=lambda path: path.name)
    return images[-1] if images else None


def need():
    """Return what to do about a missing image, for a message."""
    named = os.environ.get(_VARIABLE)
    if named:
        return f"no MicroPython image: {_VARIABLE} names {named}, which is no file"
    return (
        "no MicroPython image: get the official RPI_PICO .uf2 of 1.26 or newer from "
        f"micropython.org/download/RPI_PICO, put it into {_cache()} or name it in {_VARIABLE}"
    )
