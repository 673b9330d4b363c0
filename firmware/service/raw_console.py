"""aiorepl, fed so that it holds up nothing: for the pile that runs beside it.

By itself it reads characters of sys.stdin. The first byte of one that has several, or an ESC,
would wait there for the rest with all tasks standing still, and the watchdog bites after 2 s.
"""

import asyncio
import sys


class _Reader:
    """Stands in for asyncio.StreamReader: each byte is a character, and is awaited."""

    def __init__(self, _stdin):
        self._read = asyncio.StreamReader(sys.stdin.buffer).read

    async def read(self, count):
        """Return `count` characters; the end of a line is a line feed, as on sys.stdin."""
        text = ""
        while len(text) < count:
            byte = (await self._read(1))[0]
            text += "\n" if byte == 0x0D else chr(byte)
        return text


class _Asyncio:
    StreamReader = _Reader

    def __getattr__(self, name):
        return getattr(asyncio, name)


async def talk(_app, console):
    """Serve whoever sits at the console, with the pile's commands and no other names.

    Ctrl-D ends the pile. Returns at once on a board without aiorepl.
    """
    if "/lib" not in sys.path:  # a packed version does without, for a faster start
        sys.path.append("/lib")
    try:
        import aiorepl  # type: ignore[import-not-found]
    except ImportError:
        return
    aiorepl.asyncio = _Asyncio()
    await aiorepl.task({name: getattr(console, name) for name in console.__all__}, ">>> ")
    raise SystemExit("Ctrl-D")  # it has taken the event loop away with it
