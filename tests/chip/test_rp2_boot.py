"""The first statements after a reset, on the emulated chip."""

import pytest

from tests.chip import pico
from tests.chip.pico import START, Pico
from tools.build import slots
from tools.emulator.chip import Chip

pytestmark = pytest.mark.usefixtures("firmware")

OUTPUTS = ("coil", "coil_2", "lock_in", "lock_out", "rcd_test", "cp_off")
SPARE_PIN = 23
# In front of boot.py: a pin goes high at its first statement.
MARK = b"import machine\nmachine.Pin(%d, machine.Pin.OUT, value=1)\n" % SPARE_PIN


def power_on(files, xip=0):
    """Return the chip after boot.py, and the time from its first statement to the idle level."""
    pins = pico.board()["pins"]
    chip = Chip(files=files, xip=xip)
    marks, idle = [], []
    chip.watch(SPARE_PIN, lambda t, new, _old: marks.append(t / 1000))
    chip.watch(pins["cp_pwm"], lambda t, new, _old: idle.append(t / 1000) if new == 1 else None)
    chip.boot()
    return chip, idle[0] - marks[0] if idle else None


@pytest.mark.parametrize("xip", [0, 64])
@pytest.mark.parametrize("in_slots", [False, True])
def test_the_pilot_is_idle_within_5_ms_and_every_output_is_off(xip, in_slots):
    board = pico.board()
    files = pico.files(board, boot=MARK + pico.source("boot.py"))
    chip, took_us = power_on(slots.tree(files) if in_slots else files, xip)
    assert took_us <= 5000
    for role in OUTPUTS:
        assert chip.level(board["pins"][role]) == 0
    said = chip.exec("import os, sys; print(os.getcwd(), sys.path)").strip()
    assert said == ("/a" if in_slots else "/") + " ['', '.frozen', '/lib']"


def test_the_chip_runs_at_200_mhz_with_the_voltage_for_it_long_before():
    chip = Chip(files=pico.files(pico.board(), boot=pico.source("boot.py")))
    raised, faster = [], []
    write, set_hertz = chip.mcu.vreg_and_chip_reset.write_uint32, chip.set_hertz

    def heard_write(offset, value):
        raised.append((chip.us, offset, value))
        write(offset, value)

    def heard_hertz(hertz):
        faster.append((chip.us, hertz))
        set_hertz(hertz)

    chip.mcu.vreg_and_chip_reset.write_uint32 = heard_write
    chip.set_hertz = heard_hertz
    chip.boot()
    assert [(offset, value) for _, offset, value in raised] == [(0, 0xC1)]  # 1.15 V
    assert faster[-1][1] == 200e6
    first_us = next(us for us, _ in faster if us > raised[0][0])
    assert first_us - raised[0][0] >= 1000
    chip.send(b"\x04")  # a soft reset: it is so fast already
    chip.expect(b">>> ", 1e6)
    assert int(chip.exec("import machine; print(machine.freq())")) == 200_000_000
    assert len(raised) == 2
    assert faster[-1][0] < raised[1][0]


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b'{"pins": {"cp_pwm": "x"}}', None])
def test_a_bad_board_file_is_told_and_starts_nothing(content):
    files = pico.files(pico.board(), boot=pico.source("boot.py"), main=pico.source("main.py")) | {
        "board.json": content
    }
    if content is None:
        del files["board.json"]
    chip = Chip(files=files).boot()
    chip.expect(b"no pile runs here: board.json: ", 5e6)
    chip.expect(b">>> ")  # the console is there to mend it
    for role in OUTPUTS:
        assert chip.level(pico.board()["pins"][role]) != 1


def test_with_a_bad_board_file_a_soft_reset_opens_at_its_first_statements():
    pile = Pico(boot=MARK + pico.source("boot.py"))
    pile.chip.exec(
        "f = open('board.json', 'w'); f.write('no'); f.close()\n"
        f"import machine; machine.Pin({SPARE_PIN}).value(0)\n"
        "hal.start(lambda: hal.act(frame))\nframe.coils = frame.arm = 1"
    )
    pile.chip.run_us(15000)
    pile.chip.exec("frame.arm = 0")
    assert pile.level("coil") == 1
    marks, edges = [], pile.edges("coil")
    pile.chip.watch(SPARE_PIN, lambda t, new, _old: marks.append(t / 1000))
    pile.chip.send(b"\x04")
    pile.chip.run_us(300000)
    assert pile.level("coil") == 0
    assert edges[-1][0] <= marks[-1] + 1000


def test_the_motor_and_the_test_input_are_off_after_a_soft_reset():
    pile = Pico(boot=pico.source("boot.py"))
    pile.chip.exec("frame.lock = frame.rcd_test = frame.cp_off = 1\nframe.duty = 0\nact(0)")
    pile.chip.run_us(3000)
    assert [pile.level(role) for role in ("lock_in", "rcd_test", "cp_off", "cp_pwm")] == [
        1,
        1,
        1,
        0,
    ]
    pile.chip.send(b"\x04")
    pile.chip.expect(b"raw REPL; CTRL-B to exit\r\n>")
    assert [pile.level(role) for role in ("lock_in", "rcd_test", "cp_off", "cp_pwm")] == [
        0,
        0,
        0,
        1,
    ]


def test_a_reset_is_known_from_a_start_without_power_before():
    pile = Pico()
    assert pile.chip.exec("print(ports.warm)").strip() == "False"
    pile.chip.start("import machine; machine.reset()")
    pile.chip.run_us(1e6)
    assert pile.chip.exec(START + "print(ports.warm)").strip() == "True"
