"""The whole firmware on the emulated chip: it charges, and every way to lose it is safe."""

import tempfile

import pytest

from shell import settings
from shell.store import FileStore
from tests.chip import pico
from tests.chip.pico import Pico

pytestmark = pytest.mark.usefixtures("firmware")

# The least there is to see: nothing but the pilot and the emergency stop is waited for.
_FITTED = {
    "rcd": "none",
    "lock": False,
    "mirror_contact": False,
    "pe_monitor": False,
    "voltage_sense": False,
    "tethered": True,
    "socket_sensor": False,
}
_WITHOUT = (
    *("rcd", "rcd_ac", "rcd_test", "mirror", "mirror_2", "live", "live_2", "live_3"),
    *("bolt", "lock_in", "lock_out", "pe", "pp_adc", "socket_adc", "coil_2"),
)
TRIGGER = 23  # a pin no role has: a job fails when it is high
TRAP = (
    b"""
def trap():
    from machine import Pin
    from shell.app import App
    pin = Pin(%d, Pin.IN, Pin.PULL_DOWN)
    feed = App._feed
    def fail(app):
        feed(app)
        if pin.value():
            %%s
    App._feed = fail
trap()
"""
    % TRIGGER
)
WAYS = {
    "an exception": b"raise ValueError('injected')",
    "no memory": b"bytearray(10000000)",
    "the stack overflows": b"fail(app)",
    "Ctrl-C all the same": b"raise KeyboardInterrupt",
    "an exit": b"raise SystemExit",
    "a reset": b"import machine; machine.reset()",
    "main hangs": b"\n            while True: pass",
}


def pile(xip=0, boot=b"", more=None):
    """Return a pile that charges a car, its settings made."""
    board = pico.board(_FITTED, _WITHOUT)
    del board["scales"]["socket"]
    with tempfile.TemporaryDirectory() as folder:
        values, _ = settings.load(FileStore(folder))
        values["max_current_a"] = 16
        settings.save(FileStore(folder), values)
        store = {f"store/{name}": data for name, data in pico.folder_files(folder).items()}
    made = Pico(
        board,
        xip,
        start=None,
        boot=pico.source("boot.py") + boot,
        main=pico.source("main.py"),
        more=store | (more or {}),
    )
    made.chip.drive(TRIGGER, 0)
    charge(made)
    return made


def charge(made):
    """Plug a car anew and wait until it is charged."""
    for letter, lasts_s in (("A", 2.5), ("B", 1.0), ("C", 1.5)):
        made.car(letter)
        until_us = made.chip.us + lasts_s * 1e6
        while made.chip.us < until_us:  # the USB port, coming up, ends a run early
            made.chip.run_us(until_us - made.chip.us)
    assert made.level("coil") == 1, bytes(made.chip.rx)


@pytest.mark.parametrize("letter", ["A", "B", "E"])
def test_it_charges_and_opens_when_the_car_has_had_enough(letter):
    charging = pile()
    edges = charging.edges("coil")
    left = charging.chip.us
    charging.car(letter)
    charging.chip.run_us(100000)
    assert [level for _, level in edges] == [0]
    assert edges[0][0] - left <= 25000


def test_ctrl_c_and_ctrl_d_are_characters_like_any_other():
    charging = pile()
    edges = charging.edges("coil")
    for _ in range(10):
        charging.chip.send(b"\x03\x03\x04")
        charging.chip.run_us(50000)
    assert edges == []


@pytest.mark.parametrize("way", WAYS)
def test_whatever_ends_main_opens_within_100_ms_and_resets(way):
    charging = pile(boot=TRAP % WAYS[way])
    edges, resets = charging.edges("coil"), []
    charging.chip.on_reset(lambda _: resets.append(charging.chip.us))
    began = charging.chip.us
    charging.chip.drive(TRIGGER, 1)
    charging.chip.run_us(3.2e6 if way == "main hangs" else 500000)  # its last word is logged
    assert resets
    opened = next(t for t, level in edges if level != 1)
    if way == "main hangs":  # the core goes on with the fallback current until the dog bites
        assert opened - began <= 2.2e6
    else:
        assert opened - began <= 50000 + 100000  # main runs each 50 ms
        assert opened <= resets[0]
    charging.chip.drive(TRIGGER, 0)
    charging.chip.run_us(800000)
    assert [level for _, level in edges if level == 1] == []
    charge(charging)


def test_an_exception_in_the_core_opens_at_once_and_the_watchdog_resets():
    charging = pile(
        boot=b"""
def trap():
    from machine import Pin
    from hal.rp2 import RP2
    pin = Pin(%d, Pin.IN, Pin.PULL_DOWN)
    sample = RP2.sample
    def fail(hal, frame):
        sample(hal, frame)
        if pin.value():
            1 // 0
    RP2.sample = fail
trap()
"""
        % TRIGGER
    )
    edges, resets = charging.edges("coil"), []
    charging.chip.on_reset(lambda from_watchdog: resets.append((charging.chip.us, from_watchdog)))
    began = charging.chip.us
    charging.chip.drive(TRIGGER, 1)
    charging.chip.run_us(2.2e6)
    opened = next(t for t, level in edges if level != 1)
    assert opened - began <= 12000
    assert resets[0][1]
    assert 1.8e6 <= resets[0][0] - began <= 2.1e6


# What aiorepl of micropython-lib does with Ctrl-D, and nothing else of it.
AIOREPL = b"""
import asyncio, sys
async def task(names, prompt="--> "):
    print(sorted(names))
    while await asyncio.StreamReader(sys.stdin).read(1) != "\\x04":
        pass
    asyncio.new_event_loop()
"""


def test_ctrl_d_at_aiorepl_opens_at_once_and_resets():
    charging = pile(more={"lib/aiorepl.py": AIOREPL})
    assert b"'clear', 'clock', 'events'" in charging.chip.rx
    edges, resets = charging.edges("coil"), []
    charging.chip.on_reset(lambda _: resets.append(charging.chip.us))
    charging.chip.send(b"status()\r\n\x03")
    charging.chip.run_us(100000)
    assert edges == []
    typed = charging.chip.us
    charging.chip.send(b"\x04")
    charging.chip.run_us(100000)
    assert edges[0][1] == 0
    assert edges[0][0] - typed <= 20000
    assert resets


def test_it_charges_again_after_a_power_cut():
    charging = pile()
    charging.chip.reset()
    charging.chip.run_us(20000)
    assert charging.level("coil") != 1
    charge(charging)
