"""The S0 counter on the emulated chip: no pulse lost in bad company, no glitch counted."""

import ast
import random
import re

import pytest

from tests.chip import pico
from tools.emulator.chip import Chip
from tools.emulator.console import RemoteError

pytestmark = pytest.mark.usefixtures("firmware")

PIN = 22
START = f"""
import gc, machine, time
from hal.rp2_pulse import Pulses
pulses = Pulses({PIN})
"""
MS = 1000
# What the processor does meanwhile. Flash writes end in the file system's last block.
FLASH = """
import rp2
flash = rp2.Flash()
last = flash.ioctl(4, 0) - 1
page = bytes(range(256))
"""
COMPANIES = {
    "asleep": "time.sleep(1000)",
    "gc.collect() in a loop": "live = [bytes(60) for _ in range(1000)]\nwhile True: gc.collect()",
    "interrupts off for good": "machine.disable_irq()\nwhile True: pass",
    "pages programmed": FLASH
    + "flash.ioctl(6, last)\nat = 0\nwhile at < 4096:\n    flash.writeblocks(last, page, at)\n"
    "    at += 256\nwhile True: flash.writeblocks(last, page, 0)",
    "blocks erased": FLASH + "while True: flash.ioctl(6, last)",
    "it is read every 100 ms": "while True:\n    pulses.count()\n    time.sleep_ms(100)",
}


def booted(xip=0, **options):
    """Return a chip that counts; its input is high: no pulse."""
    chip = Chip(files=pico.files(pico.board()), xip=xip, **options)
    chip.drive(PIN, 1)
    chip.boot()
    chip.exec(START)
    return chip


def count(chip):
    """Return what the counter says."""
    return int(chip.exec("print(pulses.count())"))


def pulse(chip, low_us, high_us):
    chip.drive(PIN, 0)
    chip.run_us(low_us)
    chip.drive(PIN, 1)
    chip.run_us(high_us)


def x_of(chip):
    """Return the pulses the machine itself has counted, whatever the processor does."""
    return -chip.mcu.pio[1].machines[3].x & 0x3FFFFFFF


@pytest.mark.parametrize("company", COMPANIES)
def test_no_pulse_of_30_ms_is_lost(company):
    chip = booted(xip=64, erase_ms=400.0)
    chip.run_us(50 * MS)
    chip.start(COMPANIES[company])
    random.seed(3)
    for _ in range(20):
        pulse(chip, 30 * MS, 30 * MS)
    for _ in range(10):
        pulse(chip, (30 + random.random() * 100) * MS, (30 + random.random() * 100) * MS)
    assert x_of(chip) == 30


def test_the_count_is_what_the_machine_counted():
    chip = booted()
    chip.run_us(50 * MS)
    assert count(chip) == 0
    for expected in range(1, 30):
        pulse(chip, 30 * MS, 30 * MS)
        assert count(chip) == expected == x_of(chip)


@pytest.mark.parametrize("company", ["asleep", "it is read every 100 ms"])
def test_what_is_shorter_than_20_ms_is_no_pulse(company):
    chip = booted()
    chip.run_us(50 * MS)
    chip.start(COMPANIES[company])
    random.seed(5)
    for _ in range(40):
        pulse(chip, 19.9 * MS * random.random(), 50 * MS * random.random())
    pulse(chip, 19.9 * MS, 40 * MS)
    assert x_of(chip) == 0


def test_a_pulse_torn_by_its_release_counts_once():
    chip = booted()
    chip.run_us(50 * MS)
    pulse(chip, 30 * MS, 5 * MS)  # too short a space: the switch bounces
    pulse(chip, 5 * MS, 10 * MS)
    pulse(chip, 40 * MS, 19 * MS)
    pulse(chip, 1 * MS, 40 * MS)
    assert count(chip) == 1
    pulse(chip, 30 * MS, 30 * MS)
    assert count(chip) == 2


def test_a_pulse_that_was_there_at_the_start_is_not_counted():
    chip = booted()
    chip.drive(PIN, 0)
    chip.run_us(50 * MS)
    chip.exec(START)
    chip.run_us(100 * MS)
    pulse(chip, 30 * MS, 30 * MS)
    assert count(chip) == 0
    pulse(chip, 30 * MS, 30 * MS)
    assert count(chip) == 1


def test_a_second_start_counts_from_0_and_no_old_word_is_left():
    chip = booted()
    chip.run_us(50 * MS)
    for _ in range(3):
        pulse(chip, 30 * MS, 30 * MS)
    chip.exec("for _ in range(3): machine.mem32[0x50300120] = 0x4020")  # pushed, never read
    chip.exec(START)
    assert count(chip) == 0


def test_reading_takes_less_than_a_millisecond_and_allocates_nothing():
    chip = booted()
    said = chip.exec(
        "import micropython\nbegan = longest = _ = 0\nmicropython.heap_lock()\n"
        "for _ in range(200):\n"
        "    began = time.ticks_us()\n    pulses.count()\n"
        "    longest = max(longest, time.ticks_diff(time.ticks_us(), began))\n"
        "micropython.heap_unlock()\nprint(longest)"
    )
    assert int(said) < 1000


def test_a_machine_that_does_not_answer_is_an_error():
    chip = booted()
    chip.exec("machine.mem32[0x50300118] = 0")  # no autopush
    with pytest.raises(RemoteError, match="EIO"):
        count(chip)


WIRED = """
from core.config import Config
from meter import fit
from shell import settings
values = settings.defaults()
values.update(meter="s0", s0_pulses_per_kwh=500)
wrong = fit.wire(ports, values, json.load(open("board.json")), Config(0))
"""


def test_the_meter_that_the_settings_name_counts_them():
    board = pico.board()
    board["pins"]["s0"] = 1
    pile = pico.Pico(board)
    pile.line("s0", 1)
    pile.chip.exec(WIRED)
    assert pile.chip.exec("print(wrong)").strip() == ""
    pile.chip.run_us(50 * MS)
    for _ in range(10):
        pile.line("s0", 0)
        pile.chip.run_us(30 * MS)
        pile.line("s0", 1)
        pile.chip.run_us(30 * MS)
    assert pile.chip.exec("print(ports.meter.read().energy_mwh)").strip() == "20000"


def assembly():
    """Return a function for the chip's assembler, made of the text beside each word."""
    source = pico.source("hal/rp2_pulse.py").decode()
    rows = re.findall(r'\("(.+?)", (0x[0-9A-F]+)\)', source)
    lines = ["import rp2", "@rp2.asm_pio(autopush=True)", "def program():"]
    for address, (text, _) in enumerate(rows):
        name, _, rest = text.partition(" ")
        words = [word.strip() for word in rest.split(",")]
        words[-1] = f'"{words[-1]}"' if name == "jmp" else words[-1]
        lines.append(f'    label("{address}")')
        lines.append(
            f"    {name}({', '.join(words)})".replace("y--", "y_dec").replace("x--", "x_dec")
        )
    lines.append("print([word & 0xffff for word in program[0]])")
    return "\n".join(lines), [int(word, 16) for _, word in rows]


def test_the_words_are_what_the_chips_own_assembler_makes():
    code, words = assembly()
    assert len(words) == 8
    assert ast.literal_eval(Chip().boot().exec(code).strip()) == words
