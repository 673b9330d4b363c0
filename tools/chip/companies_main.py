"""Runs on the chip: what a safety tick may have to live beside. None of these returns."""

import asyncio
import gc
import time

import rp2
from machine import UART, Pin

_LIVE_BYTES = 100000
_ROOM_BYTES = 20000
_PAGE = 256


def idle():
    """Nothing."""
    while True:
        time.sleep_ms(100)


def busy():
    """A loop that never waits."""
    n = 0
    while True:
        n = (n + 1) & 0xFFFF


def collect():
    """Garbage collection in a loop, with as much alive as fits, 100 KB at most."""
    live = []
    gc.collect()
    full = gc.mem_alloc() + min(_LIVE_BYTES, gc.mem_free() - _ROOM_BYTES)
    while gc.mem_alloc() < full:
        live.append(bytearray(32))
    while True:
        gc.collect()


def churn():
    """Allocation without end."""
    while True:
        [str(n) for n in range(100)]


def console():
    """Output without end over USB."""
    while True:
        print("................................................................")


def tasks():
    """Ten tasks of asyncio."""

    async def task(ms):
        words = []
        while True:
            words.append("%d tasks" % ms)
            if len(words) > 20:
                words.clear()
            await asyncio.sleep_ms(ms)

    async def main():
        await asyncio.gather(*[task(ms) for ms in range(3, 13)])

    asyncio.run(main())


def flash():
    """Page programming without end; nothing is erased."""
    device = rp2.Flash()
    last = device.ioctl(4, 0) - 1
    page = b"\xff" * _PAGE
    while True:
        device.writeblocks(last, page, 0)
        time.sleep_ms(1)


def modbus():
    """Requests on the serial line; answers come as the bench sends them."""
    uart = UART(0, 19200, tx=Pin(16), rx=Pin(17))
    request = b"\x01\x04\x00\x00\x00\x06\x70\x08"
    while True:
        uart.write(request)
        time.sleep_ms(20)
        uart.read()


ALL = (idle, busy, collect, churn, console, tasks, flash, modbus)
