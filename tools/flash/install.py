"""The steps of an installation. Each may be the last one before a power cut."""

import hashlib
import json
import time

from tools.build import VERSION, slots
from tools.flash.remote import Refused

OLDEST = (1, 26, 0)  # hard timers, and the littlefs that is on the disk
_BLOCK = 4096
_WAIT_S = 90  # a graceful stop and a reset
_PAUSE_S = 1
# Module: how the board must name its chip, and what else its name must and must not have.
_MACHINES = {
    "pico": ("with RP2040", "", "Pico W"),
    "pico_w": ("with RP2040", "Pico W", None),
    "esp32_wroom": ("with ESP32", "", None),
    "esp32_s3_wroom": ("with ESP32S3", "", None),
}


def install(remote, folder, module, say=print):
    """Put the version in `folder` on the board and start it. Raises Refused."""
    if remote.meet(say):
        _stop(remote, say)
    found = json.loads(remote.call("flash_look()"))
    check_board(found, module)
    files = {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    slot = slots.other(found["slot"])
    check_space(found, slot, files)
    say(f"{found['machine']}, runs {found['slot'] or 'no version of ours'}, writing /{slot}")
    if not found["aiorepl"]:
        _fetch(remote, say)
    copy(remote, slot, files, found["files"][slot])
    digest = hashlib.sha256((folder / VERSION).read_bytes()).hexdigest()
    wrong = remote.call(f"flash_prove({slot!r}, {digest!r})")
    if wrong:
        raise Refused(
            f"files came out different on the board: {', '.join(wrong.split())}. "
            "What ran before still starts; flash again. If it stays, its flash is worn"
        )
    remote.call(f"flash_start({slot!r})")
    say((folder / VERSION).read_text(encoding="utf-8").splitlines()[0] + ": starts now")
    remote.leave("flash_reset()")


def check_board(found, module):
    """Raise Refused unless the board is what the firmware was built for."""
    chip, must, never = _MACHINES[module]
    machine = found["machine"]
    if not machine.endswith(chip) or must not in machine or (never and never in machine):
        raise Refused(
            f"this is a {machine or found['platform']}, the firmware is for {module}. "
            "Nothing was written. Name the right BOARD or the right PORT"
        )
    version = tuple(found["version"])
    if version < OLDEST:
        raise Refused(
            f"MicroPython {'.'.join(map(str, version))} is too old: "
            f"{'.'.join(map(str, OLDEST[:2]))} or newer. Nothing was written; put a newer image on"
        )


def check_space(found, slot, files):
    """Raise Refused unless the version fits beside the one that runs."""
    needed = sum(_blocks(path.stat().st_size) for path in files.values())
    needed += 2 * _BLOCK * len(_folders(slot, files))
    there = sum(_blocks(size) for size in found["files"][slot].values())
    if needed > found["free"] + there:
        raise Refused(
            f"the board has {(found['free'] + there) // 1024} KB for the new version, it takes "
            f"{needed // 1024} KB beside the old one. Nothing was written; remove files that are "
            "not the pile's"
        )


def _blocks(size):
    return max(1, -(-size // _BLOCK)) * _BLOCK


def _folders(slot, files):
    names = {f"/{slot}"}
    for name in files:
        parts = name.split("/")[:-1]
        names |= {"/".join([f"/{slot}", *parts[: end + 1]]) for end in range(len(parts))}
    return sorted(names)


def copy(remote, slot, files, there):
    """Make a slot's folder the same as `files`; `there` is what it has."""
    left = sorted(set(there) - {f"/{slot}/{name}" for name in files})
    remote.run(*[("exec", f"import os; os.remove({name!r})") for name in left] or [("exec", "")])
    remote.call(f"flash_folders({_folders(slot, files)!r})")
    remote.copy([(path, f"/{slot}/{name}") for name, path in files.items()])


def _stop(remote, say):
    # The pile stops gracefully and resets; main.py then leaves the prompt alone, once.
    say("a pile runs: asked it to stop, a car is given the time it needs")
    remote.stop_pile()
    until = time.monotonic() + _WAIT_S
    while time.monotonic() < until:
        time.sleep(_PAUSE_S)
        try:
            if not remote.pile_runs():
                return
        except Refused:
            pass  # between the reset and the prompt
    raise Refused(
        f"the pile has not stopped within {_WAIT_S} s: it waits until every contact is open. "
        "Nothing was written; unplug the car, see faults() for a contact that stays closed"
    )


def _fetch(remote, say):
    say("aiorepl is not on the board: fetching it from micropython-lib")
    try:
        remote.run(("mip", "install", "aiorepl"), timeout_s=_WAIT_S)
    except Refused as error:
        raise Refused(
            "the board has no aiorepl, and it could not be fetched: without it the console of a "
            "running pile stays closed. Nothing was written; this PC needs the network once"
        ) from error
