"""How much heap the whole firmware leaves on the chip, alone and with what may be set."""

import json
import random

from group import stored
from plan import profile_check, profile_store
from tools import build
from tools.chip import fork
from tools.chip.files import BENCH_BOOT, image_files
from tools.emulator.chip import Chip

_ASK = 23
_PROBE = b"""
import gc, micropython
from machine import Pin
def tell(_):
    gc.collect()
    print("HEAP", gc.mem_free())
    micropython.mem_info()
_ask = Pin(23, Pin.IN, Pin.PULL_DOWN)
_ask.irq(tell, Pin.IRQ_RISING)
"""
_START_US = 9e6
_APART_US = 200e3
_BLOCK = 16  # bytes

_SCHEDULE = {"schedule": "limit"}
_ORDERLY = {"orderly": True, "default_kwh": 20}
_SHARING = {
    "time_sharing": True,
    "windows": "owner mon-fri 18:00-08:00; blocked wed,holiday 03:00-04:30; rest community",
}
_METER = {"meter": "sdm630"}
_MEMBER = {"group_id": 2, "group_leader": 1, "group_size": 8, "group_limit_a": 48}
_BUS = {"group": "rs485", **_MEMBER}
_LEADER = _BUS | {"group_id": 1, "group_size": 64, "group_limit_a": 400}
_FLAT = _METER | _SCHEDULE | _ORDERLY | _SHARING

_SLOTS = [
    {"days": days, "hours": f"{hour:02d}:00-{hour:02d}:30", "amps": 10}
    for days in ("mon-fri", "sat-sun")
    for hour in range(24)
]
_KEY = (stored.KEY, bytes(range(32)))


def _profiles():
    """Return the record of as many and as long charging profiles as there may be."""
    periods = [{"startPeriod": 60 * n, "limit": 6 + n / 10} for n in range(50)]
    schedule = {"chargingRateUnit": "A", "chargingSchedulePeriod": periods}
    made = []
    for number in range(8):
        profile = {
            "chargingProfileId": number,
            "stackLevel": number,
            "chargingProfilePurpose": "TxDefaultProfile",
            "chargingProfileKind": "Relative",
            "chargingSchedule": schedule,
        }
        made.append(profile_check.read(1, profile, 0)[0])
    return profile_store.NAME, profile_store.pack(made)


# what is set: the settings, and what else the store holds
FEATURES = {
    "weekly schedule, 48 slots": (_SCHEDULE, [("schedule", json.dumps(_SLOTS).encode())]),
    "orderly charging": (_ORDERLY, []),
    "charging profiles, 8 full": ({"profiles": True}, [_profiles()]),
    "time sharing": (_SHARING, []),
    "meter": (_METER, []),
    "Modbus slave": ({"modbus": "rtu"}, []),
    "group member": (_BUS, [_KEY]),
    "group leader of 64": (_LEADER, [_KEY]),
    "meter, schedule, time sharing, orderly": (_FLAT, []),
    "the same and group member": (_FLAT | _BUS, [_KEY]),
}


def memory(_company, phases, seed, machine):
    """Return the free heap and its largest block, KB, at moments from 9 s after the start."""
    chip = _started(build.load_board("pico"), machine, {}, [])
    dice = random.Random(seed)
    looks = fork.each(
        phases, lambda _: _look(chip), before=lambda: chip.run_us(dice.uniform(0, _APART_US))
    )
    free, largest = map(list, zip(*looks, strict=True))
    return {"free heap": free, "largest free block": largest}


def features(_company, _phases, _seed, machine):
    """Return the free heap, KB, 9 s after the start of a pile that is set so."""
    board = _with_bus()
    return {
        f"free heap, {name}": [_look(_started(board, machine, *kept))[0]]
        for name, kept in FEATURES.items()
    }


def _with_bus():
    """Return the board with a bus beside the meter's, at the pins of its mirror contacts."""
    board = build.load_board("pico")
    pins = board["pins"]
    pins["bus_tx"], pins["bus_rx"] = pins.pop("mirror"), pins.pop("mirror_2")
    board["fitted"]["mirror_contact"] = False
    return board


def _started(board, machine, changes, records):
    files = image_files(board, changes, records)
    files["boot.py"] = files["boot.py"].replace(BENCH_BOOT, _PROBE)
    chip = Chip(files=files, **machine)
    chip.boot()
    chip.run_us(_START_US)
    return chip


def _look(chip):
    chip.drive(_ASK, True)
    free = chip.expect(b"max free sz").decode().split("HEAP ")[1]
    blocks = chip.expect(b"\n").decode()
    return int(free.split()[0]) / 1024, int(blocks.strip(": \r\n")) * _BLOCK / 1024
