"""USB: stock keeps the chip busy with empty packets; here it sleeps until the host has data."""

from tests.emulator.bare import without
from tools.emulator.chip import Chip
from tools.emulator.corrections.usb import correct_usb

ASLEEP_US = 20_000


def executed_asleep(form, corrected):
    chip = Chip(form=form, corrected=corrected).boot()
    chip.exec("import time")
    chip.start("time.sleep_ms(1000)")
    chip.run_us(5000)
    before = chip.instructions
    chip.run_us(ASLEEP_US)
    return chip.instructions - before


def test_stock_keeps_the_sleeping_chip_busy(form, firmware):
    assert executed_asleep(form, without(correct_usb)) > 500_000
    assert executed_asleep(form, without()) < 50_000


def test_what_is_typed_arrives_whole(form, firmware):
    chip = Chip(form=form).boot()
    size = 300 if form.fast else 40
    assert chip.exec(f"print(len({'x' * size!r}))") == f"{size}\r\n"
