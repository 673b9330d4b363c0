"""The pilot on the emulated chip: the wave out, the plateaus in, the slow inputs between them."""

import array
import random
from itertools import pairwise

import pytest

from core.frame import OPEN_OHM, SENSOR_OPEN, SENSOR_SHORT
from hal.analogue import Thermistor
from tests.chip.pico import LEVELS_MV, LOW_MV, Pico, volts
from tests.hal import plateau_twin

pytestmark = pytest.mark.usefixtures("firmware")

DUTIES = (800, 1000, 1600, 2666, 5000, 5333, 8900, 9600, 9700)
ERROR_MV = 20  # three counts of the ADC
PERIOD_US = 1000


def offer(pile, duty):
    """Have that duty on the pin and a whole window of it sampled."""
    pile.chip.exec(f"frame.duty = {duty}\nact(0)")
    pile.chip.run_us(5000)


def test_the_wave_is_1_khz_and_its_duty_as_asked():
    pile = Pico()
    edges = pile.edges("cp_pwm")
    for duty in (*DUTIES, 1, 9999):
        offer(pile, duty)
        del edges[:]
        pile.chip.run_us(20 * PERIOD_US)
        rises = [t for t, level in edges if level == 1]
        falls = [t for t, level in edges if level == 0 and t > rises[0]]
        period_us = (rises[-1] - rises[0]) / (len(rises) - 1)
        assert abs(period_us / PERIOD_US - 1) <= 0.0005
        for rise, fall in zip(rises, falls, strict=False):
            assert abs((fall - rise) / period_us * 100 - duty / 100) <= 0.05


def test_steady_levels_have_no_edge_and_a_new_duty_no_short_pulse():
    pile = Pico()
    edges = pile.edges("cp_pwm")
    for duty, level in ((10000, 1), (0, 0), (10000, 1)):
        offer(pile, duty)
        del edges[:]
        pile.chip.run_us(50 * PERIOD_US)
        assert edges == []
        assert pile.level("cp_pwm") == level
    for duty in (5333, 1000, 9600, 5333):
        del edges[:]
        pile.chip.run_us(377)
        offer(pile, duty)
        times = [t for t, _ in edges]
        assert min(b - a for a, b in pairwise(times)) > 39


@pytest.mark.parametrize("tau_us", [0.0, 1.5])
def test_every_state_reads_right_at_every_duty(tau_us):
    pile = Pico()
    for duty in DUTIES:
        for letter in "ABCDE":
            pile.car(letter, tau_us=tau_us)
            offer(pile, duty)
            frame = pile.frame()
            assert abs(frame["high_mv"] - LEVELS_MV[letter]) <= ERROR_MV, (duty, letter)
            assert abs(frame["low_mv"] - LOW_MV) <= ERROR_MV, (duty, letter)


def test_a_lost_diode_and_steady_levels_read_right():
    pile = Pico()
    for letter in "BCD":
        pile.car(letter, low_mv=-LEVELS_MV[letter])
        offer(pile, 5333)
        assert abs(pile.frame()["low_mv"] + LEVELS_MV[letter]) <= ERROR_MV
    for duty, letter, expected_mv in ((10000, "C", 6000), (0, "C", LOW_MV), (0, "F", LOW_MV)):
        pile.car(letter)
        offer(pile, duty)
        frame = pile.frame()
        assert frame["high_mv"] == frame["low_mv"]
        assert abs(frame["high_mv"] - expected_mv) <= ERROR_MV


HURRY = """
import random
random.seed(5)
bad = []
seen = 0
for turn in range(60):
    frame.duty = (5333, 1000, 9600, 800, 2666)[turn % 5]
    act(0)
    window = frame.window
    for _ in range(6):
        time.sleep_us(random.randrange(3000))
        hal.sample(frame)
        if frame.window != window:
            seen += 1
            if abs(frame.high_mv - 6000) > 20 or abs(frame.low_mv + 12000) > 20:
                bad.append((turn, frame.high_mv, frame.low_mv))
print(seen, bad)
"""


def test_no_window_holds_two_waves_however_the_ticks_come():
    pile = Pico()
    pile.car("C")
    offer(pile, 2666)
    pile.frame()
    seen, bad = pile.chip.exec(HURRY).split(" ", 1)
    assert int(seen) > 60
    assert bad.strip() == "[]"


def test_the_count_of_the_dma_starts_anew_and_no_sample_is_lost():
    pile = Pico()
    pile.car("B")
    offer(pile, 5333)
    pile.frame()
    near = "machine.mem32[dma + 8]"
    pile.chip.exec(
        "import machine\n"
        "state = hal._pilot.state\ndma = 0x50000000 + 64 * hal._pilot._dma.channel\n"
        # as if three hours had passed: 6000 transfers more than the port starts anew at
        "ctrl = machine.mem32[dma + 12]\n"
        "machine.mem32[dma + 16] = ctrl & ~1\n"
        "machine.mem32[0x50000444] = 1 << hal._pilot._dma.channel\n"
        "machine.mem32[dma + 16] = ctrl | 1\n"
        "machine.mem32[dma + 28] = 0x100000 + 6000\n"
        "state[4] = 0x100000 + 6000\n"
    )
    before = pile.frame()["window"]
    counts = []
    for turn in range(8):
        pile.chip.run_us(10000)
        frame = pile.frame()
        assert frame["window"] == before + turn + 1
        assert abs(frame["high_mv"] - 9000) <= ERROR_MV
        assert abs(frame["low_mv"] - LOW_MV) <= ERROR_MV
        counts.append(int(pile.chip.exec(f"print({near})")))
    assert min(counts) < 0x101000
    assert max(counts) > 0x3FFF0000


def test_cp_is_sampled_at_100_ks():
    pile = Pico()
    pile.frame()
    said = pile.chip.exec(
        "import machine\ncount = 0x50000008 + 64 * hal._pilot._dma.channel\n"
        "a = machine.mem32[count]; t = time.ticks_us(); time.sleep_ms(200)\n"
        "a -= machine.mem32[count]; t = time.ticks_us() - t\nprint(a * 1000 // t)"
    )
    assert 99 <= int(said) <= 101


@pytest.mark.parametrize("ohm", [0, 100, 220, 680, 1500, 4700])
def test_proximity(ohm):
    pile = Pico()
    pullup, _full, series = pile.board["scales"]["pp"]
    pile.chip.analogue(1, lambda _: 3.3 * (ohm + series) / (ohm + series + pullup))
    for _ in range(4):
        pile.chip.run_us(10000)
        frame = pile.frame()
    assert abs(frame["pp_ohm"] - ohm) <= 2 + ohm // 100
    pile.chip.analogue(1, lambda _: 3.3)
    for _ in range(4):
        pile.chip.run_us(10000)
        frame = pile.frame()
    assert frame["pp_ohm"] == OPEN_OHM


def test_temperatures():
    pile = Pico()
    r25, beta, pullup = pile.board["scales"]["socket"]
    exact = Thermistor((r25, beta, pullup), 4095, 8, 4080)
    for raw in (*range(150, 4000, 131), 0, 4095):
        pile.chip.analogue(2, lambda _, raw=raw: raw / 4095 * 3.3)
        for _ in range(4):
            pile.chip.run_us(4000)
            frame = pile.frame()
        expected = exact.dc(raw)
        if -300 < expected < 1200:
            assert abs(frame["socket_dc"] - expected) <= 5, raw
        elif expected in (SENSOR_OPEN, SENSOR_SHORT):
            assert frame["socket_dc"] == expected, raw
    assert 240 <= frame["board_dc"] <= 260


def test_the_chips_viper_equals_the_twin_on_random_rings():
    pile = Pico()
    random.seed(11)
    pile.chip.exec(
        "import array\nfrom hal.rp2_plateau import plateaus\nwork = bytearray(192)\n"
        "def compare(ring, cases):\n"
        "    print([plateaus(duty, n, end, ring, work) for end, n, duty in cases])\n"
    )
    for turn in range(12):
        span = (4095, 3, 64, 700)[turn % 4]
        base = random.randint(0, 4095 - span)
        ring = array.array("H", [base + random.randint(0, span) for _ in range(512)])
        cases = [
            (random.randint(300, 1024), random.choice((25, 50, 100)), random.randint(0, 10000))
            for _ in range(10)
        ]
        code = f"compare(array.array('H', {bytes(ring)!r}), {cases})"
        found = [int(word.strip("[],")) for word in pile.chip.exec(code).split()]
        for (end, n, duty), both in zip(cases, found, strict=True):
            assert (both >> 12, both & 4095) == plateau_twin.plateaus(end, n, ring, duty)


def test_a_disturbance_shorter_than_half_a_window_is_not_seen():
    pile = Pico()
    pile.car("C")
    offer(pile, 5333)
    scale = pile.board["scales"]["cp"]
    pilot, until = pile.pilot, pile.chip.ns + 1.4e6
    pile.chip.analogue(0, lambda t: volts(0, scale) if t < until else pilot.volts(t))
    pile.chip.run_us(2500)
    frame = pile.frame()
    assert abs(frame["high_mv"] - 6000) <= ERROR_MV
