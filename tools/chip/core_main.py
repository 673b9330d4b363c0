"""Runs on the chip: the port and the core with no shell, so that a company can take its place.

`start()`, then one of companies_main's. A rising edge on TRIGGER runs `on_trigger` in a hard
interrupt. Every tick is timed: see `times`.
"""

import array
import time

import machine
from machine import Pin, Timer

from core.tick import Outlet
from hal import rp2
from shell import board as boards
from shell import settings
from shell.outlet_config import outlet_config

TRIGGER = 22
_FAR_MS = 1 << 28

times = array.array("i", [0] * 6)  # of the tick, us: worst, total, count, early, late, last
board = boards.load("board.json")
hal, ports = rp2.connect(board)
outlet = Outlet(hal, outlet_config(settings.complete({}), board))
_timer = None  # kept: one that nobody holds is collected
_tick = outlet.tick
_now_us = time.ticks_us
_between = time.ticks_diff


def tick():
    """One tick, timed."""
    begin = _now_us()
    late = _between(begin, times[5]) - 10000
    times[5] = begin  # type: ignore[call-overload]
    _tick()
    took = _between(_now_us(), begin)
    times[0] = max(times[0], took)
    times[1] += took
    times[2] += 1
    if times[2] > 2:
        times[3] = min(times[3], late)
        times[4] = max(times[4], late)


def forget():
    """Begin all figures anew."""
    for i in range(5):
        times[i] = 0


def offer(limit_ma=16000):
    """Put a demand in force that does not end."""
    demand = outlet.mailbox.idle()
    demand.enable = 1
    demand.limit_ma = limit_ma
    demand.phases = 3
    demand.expires_ms = time.ticks_add(time.ticks_ms(), _FAR_MS)
    demand.measured = outlet.mailbox.demand.measured + 1
    demand.measured_ms = time.ticks_ms()
    demand.frequency_mhz = 50000
    for phase in range(3):
        demand.voltage_mv[phase] = 230000
        demand.current_ma[phase] = 15000 if outlet.frame.coils else 0
    outlet.mailbox.publish()


def _raise(_frame):
    raise RuntimeError("injected")


def break_tick(_pin):
    """The next tick raises."""
    outlet._sample = _raise


def stall(_pin):
    """Interrupts off for 400 ms, as in the longest flash erase."""
    begin = time.ticks_ms()
    while time.ticks_diff(time.ticks_ms(), begin) < 400:
        pass


def reset(_pin):
    """Reset the chip."""
    machine.reset()


def _again(_timer):
    offer()


def start(on_trigger=None):
    """Offer 16 A, with a measurement ten times a second, and tick."""
    global _timer
    offer()
    _timer = Timer(-1, period=100, mode=Timer.PERIODIC, callback=_again)
    if on_trigger:
        Pin(TRIGGER, Pin.IN, Pin.PULL_DOWN).irq(on_trigger, Pin.IRQ_RISING, hard=True)
    hal.start(tick, outlet.glance)
