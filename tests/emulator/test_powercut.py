"""Power cuts while MicroPython saves: whatever is left in the flash mounts, no old loss."""

import random

import pytest

from tools.emulator.chip import Chip
from tools.emulator.corrections.flash import SECTOR_ERASE

pytestmark = pytest.mark.usefixtures("firmware")

SAVE = """
import os, json
def save(n):
    f = open("m.tmp", "w"); json.dump({"n": n, "pad": "x" * 300}, f); f.close()
    os.rename("m.tmp", "m.json")
"""
FOREVER = SAVE + "for n in range(1, 1000): save(n); print('saved', n)\n"


def torn(machine, chance):
    """Return a flash_hook that leaves half an erase or page behind and cuts the power."""

    def hook(opcode, address, data):
        flash = machine.mcu.flash
        if opcode == SECTOR_ERASE:
            for index in range(address & ~4095, (address & ~4095) + 4096):
                flash[index] |= chance.getrandbits(8) & chance.getrandbits(8)
        else:
            for index in range(chance.randrange(len(data))):
                flash[address + index] &= data[index]
        machine.flash_hook = None
        machine.stop("cut")
        return False

    return hook


@pytest.mark.parametrize("seed", range(8))
def test_the_file_system_survives(fast, seed):
    chance = random.Random(seed)
    chip = Chip(files={}).boot()
    chip.exec(SAVE + "save(0)")
    chip.start(FOREVER)
    chip.run_us(chance.uniform(1000, 400_000))
    if seed % 2:
        chip.flash_hook = torn(chip, chance)
        assert chip.run_us(2e6) == "cut"
    else:
        chip.run_instr(chance.randrange(1, 100_000))
    said = bytes(chip.rx).decode().split("\r\n")[:-1]
    acknowledged = max([0, *(int(line.split()[1]) for line in said if line)])
    chip = Chip(flash=chip.flash_image()).boot()
    found = int(chip.exec("import json; print(json.load(open('m.json'))['n'])"))
    assert acknowledged <= found <= acknowledged + 1
