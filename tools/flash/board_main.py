"""Runs on the board, sent by `tools.flash`: says what is there, proves and starts a version.

The marker is renamed into place as the last step, after every file was read back: until then
the board starts what it started before, whenever the power goes. All names start with flash:
they land beside those of whoever sits at the prompt.
"""

import binascii
import hashlib
import json
import os
import sys

FLASH_FOLDER = 0x4000


def flash_read(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""


def flash_hash(path):
    digest = hashlib.sha256()
    try:
        with open(path, "rb") as file:
            while True:
                part = file.read(1024)
                if not part:
                    break
                digest.update(part)
    except OSError:
        return ""
    return binascii.hexlify(digest.digest()).decode()


def flash_files(folder):
    # {path: bytes}
    found = {}
    try:
        rows = list(os.ilistdir(folder))
    except OSError:
        return found
    for row in rows:
        path = folder + "/" + row[0]
        if row[1] & FLASH_FOLDER:
            found.update(flash_files(path))
        else:
            found[path] = os.stat(path)[6]
    return found


def flash_has(name):
    try:
        __import__(name)
    except ImportError:
        return False
    return True


def flash_look():
    """Print what this board is and has, as JSON. The next start is a normal one."""
    sys.path.append("/lib")  # a packed version does without, until its console is asked for
    if "service" in os.listdir("/"):  # main.py did not come to take it
        os.remove("/service")
    space = os.statvfs("/")
    slot = flash_read("/slot").decode()[:1]  # what follows is of a version on trial
    print(
        json.dumps(
            {
                "platform": sys.platform,
                "machine": getattr(sys.implementation, "_machine", ""),
                "version": sys.implementation.version[:3],
                "free": space[0] * space[3],
                "slot": slot if slot in ("a", "b") else "",
                "files": {name: flash_files("/" + name) for name in ("a", "b")},
                "aiorepl": flash_has("aiorepl"),
            }
        )
    )


def flash_folders(names):
    """Make the folders that are not there. What runs is on trial no longer, see boot.py: its way
    back is written over from here on.
    """
    mark = flash_read("/slot")
    if len(mark) > 1:
        flash_put("/slot", mark[:1])
    for name in names:
        try:
            os.mkdir(name)
        except OSError:
            pass  # it is there; if not, the first file in it will say so


def flash_prove(slot, digest):
    """Print the files of a version that are not what its list says; nothing: it is whole.

    `digest` is that of the list itself.
    """
    path = "/%s/version" % slot
    if flash_hash(path) != digest:
        print("version")
        return
    for line in flash_read(path).decode().split("\n")[1:-1]:
        digest, _, name = line.split(" ", 2)
        if flash_hash("/%s/%s" % (slot, name)) != digest:
            print(name)


def flash_start(slot):
    """Have the next reset start a version that was proved; its launcher first."""
    launcher = flash_read("/%s/boot.py" % slot)
    first = not flash_read("/slot")
    if first:
        flash_put("/slot", slot.encode())  # the launcher there is does not look at it
    if flash_read("/boot.py") != launcher:
        flash_put("/boot.py", launcher)
    if not first:
        flash_put("/slot", slot.encode())
    print("started from", slot)


def flash_put(path, data):
    with open(path + ".new", "wb") as file:
        file.write(data)
    if flash_read(path + ".new") != data:
        raise OSError(5)
    os.rename(path + ".new", path)
    if hasattr(os, "sync"):
        os.sync()


def flash_reset():
    """Start anew."""
    import machine

    machine.reset()
