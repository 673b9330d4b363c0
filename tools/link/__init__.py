"""A pile's console as calls: of a board, the emulated chip, the pile of `make run LIVE=1`."""

from tools.link.link import Link
from tools.link.port import LinkError

__all__ = ["Link", "LinkError"]
