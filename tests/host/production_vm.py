"""A pile in MicroPython whose console is its standard input: production mode, a secret.

argv: a folder for its store.
"""

import asyncio
import sys
import time

from service import factory
from service.secret import digest
from shell import serve
from shell.store import FileStore
from tests.shell.fakes import Pile

SECRET = "correct horse"


def main():
    store = FileStore(sys.argv[1])
    store.write("settings", b'{"production": true}')
    pile = Pile(settings=None, store=store)
    unit = {"serial": "CP-1", "salt": "00" * 16, "secret": digest(bytes(16), SECRET)}
    factory.write(pile.ports, store, unit)
    pile.ports.ticks_ms = time.ticks_ms

    async def tick():
        while True:
            pile.ports.now_ms = time.ticks_ms()
            pile.hal.tick()
            await asyncio.sleep_ms(10)

    async def run():
        task = asyncio.create_task(tick())
        await serve.serve(pile.app)
        task.cancel()

    asyncio.run(run())
    print("ended")


if __name__ == "__main__":
    main()
