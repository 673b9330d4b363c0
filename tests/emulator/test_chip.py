"""The chip with MicroPython on it."""

import hashlib
import time
from itertools import pairwise

import pytest

from tools.emulator.chip import Chip
from tools.emulator.console import RemoteError, Timeout

pytestmark = pytest.mark.usefixtures("firmware")

FILES = {"main.py": b"import lib.a\nprint('main', lib.a.x)\n", "lib/a.py": b"x = 7\n"}


def test_it_boots_and_runs_code_on_either_form(form):
    chip = Chip(form=form).boot()
    assert chip.exec("print(6 * 7)") == "42\r\n"


def test_files_become_its_file_system(fast, tmp_path):
    for name, data in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    for files in (FILES, tmp_path, str(tmp_path)):
        chip = Chip(files=files).boot()
        assert chip.exec("import lib.a; print(lib.a.x)") == "7\r\n"


def test_main_starts_by_itself_and_ctrl_c_stops_it(fast):
    chip = Chip(files={"main.py": b"import time\nwhile True:\n print('on'); time.sleep_ms(10)"})
    chip.boot()
    chip.expect(b"on\r\non\r\n")
    assert chip.exec("print(1)") == "1\r\n"


def test_an_error_on_the_chip_is_raised_here(fast):
    with pytest.raises(RemoteError, match="ZeroDivisionError"):
        Chip().boot().exec("1 // 0")


def test_silence_is_a_time_out_that_says_what_was_heard(fast):
    chip = Chip().boot()
    chip.start("print('only this')\nwhile True: pass")
    with pytest.raises(Timeout, match="only this"):
        chip.finish(timeout_us=20_000)


def test_no_usb_is_a_time_out(fast):
    with pytest.raises(Timeout):
        Chip().boot(timeout_us=1000)


def test_what_it_writes_is_in_the_next_ones_flash(fast):
    chip = Chip().boot()
    chip.put("data.bin", bytes(range(256)) * 3)
    chip = Chip(flash=chip.flash_image()).boot()
    assert chip.exec("f = open('data.bin', 'rb').read(); print(len(f), sum(f))") == (
        f"768 {sum(range(256)) * 3}\r\n"
    )


def test_two_runs_are_the_same_to_the_cycle(fast):
    def run():
        chip = Chip(files=FILES, xip=64).boot()
        edges = []
        chip.watch(16, lambda *edge: edges.append(edge))
        chip.exec("from machine import Pin, PWM; PWM(Pin(16), freq=1000, duty_u16=9999)")
        chip.exec("x = [i ** 0.5 for i in range(500)]")
        chip.run_us(20_000)
        memory = hashlib.sha256(bytes(chip.mcu.sram)).hexdigest()
        return memory, edges, chip.ns, chip.instructions, chip.xip_misses

    first = run()
    assert len(first[1]) > 40
    assert first == run()


def test_the_pwm_is_exact(fast):
    chip = Chip().boot()
    edges = []
    chip.watch(16, lambda t_ns, new, _old: edges.append((t_ns, new)))
    chip.exec("from machine import Pin, PWM; PWM(Pin(16), freq=1000, duty_u16=16 * 65536 // 100)")
    chip.run_us(20_000)
    rises = [t_ns for t_ns, new in edges if new == 1]
    falls = [t_ns for t_ns, new in edges if new == 0 and t_ns > rises[0]]
    periods = [b - a for a, b in pairwise(rises)]
    assert all(period == pytest.approx(1e6, rel=1e-5) for period in periods)
    assert all(b - a == pytest.approx(160_000, rel=1e-3) for a, b in zip(rises, falls))


def test_cache_misses_cost_time(fast):
    took = []
    for xip in (0, 64):
        chip = Chip(xip=xip).boot()
        before = chip.us
        chip.exec("for i in range(2000): hash(str(i))")
        took.append(chip.us - before)
        assert (chip.xip_misses > 1000) is (xip > 0)
    assert took[1] > 1.05 * took[0]


def test_power_can_be_cut_after_any_instruction(fast):
    chip = Chip().power()
    assert chip.run_instr(12_345) == 12_345
    assert 0 < chip.instructions <= 12_345
    again = Chip().power()
    again.run_instr(12_345)
    assert again.ns == chip.ns
    assert bytes(again.mcu.sram) == bytes(chip.mcu.sram)


@pytest.mark.parametrize(
    ("code", "watchdog", "cause"), [("machine.reset()", True, 3), (None, False, 1)]
)
def test_a_reset_is_seen_and_its_cause_told(fast, code, watchdog, cause):
    chip = Chip().boot()
    chip.exec("import machine; p = machine.Pin(17, machine.Pin.OUT, value=1)")
    edges, resets = [], []
    chip.watch(17, lambda _t, new, old: edges.append((new, old)))
    chip.on_reset(resets.append)
    if code:
        chip.start(code)
        chip.run_us(10_000)
    else:
        chip.reset()
    assert resets == [watchdog]
    assert edges == [("INPUT_PULL_DOWN", 1)]
    chip.wait_connected(5e6)
    assert chip.exec("import machine; print(machine.reset_cause())") == f"{cause}\r\n"


def test_time_callbacks_come_on_time(fast):
    chip = Chip().boot()
    start = chip.us
    heard = []
    chip.at(start + 300, lambda: heard.append(("at", chip.us - start)))
    chip.after(100, lambda: heard.append(("after", chip.us - start)))
    every = chip.every(120, lambda: heard.append(("every", chip.us - start)))
    chip.after(400, every.cancel)
    chip.after(500, lambda: chip.stop("enough"))
    assert chip.run_us(1000) == "enough"
    assert [name for name, _ in heard] == ["after", "every", "every", "at", "every"]
    assert [us for _, us in heard] == pytest.approx([100, 120, 240, 300, 360], abs=1e-3)
    assert chip.us - start == pytest.approx(500, abs=0.1)


def test_thirty_chips_in_a_process_boot_in_a_moment(fast):
    Chip().boot()
    before = time.process_time()
    for _ in range(30):
        Chip().boot()
    assert time.process_time() - before < 30 * 0.5
