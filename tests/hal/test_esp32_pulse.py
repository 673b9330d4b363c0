"""S0 pulses on the fake ESP32: PCNT counts while nothing else runs."""

from meter.pulse import PulseMeter
from tests.hal.esp32_bed import Bed
from tests.hal.fake_esp32.machine import Pin
from tests.hal.fake_esp32.pcnt import PCNT

PIN = 5
MS = 1000


class Piled(Bed):
    """A pile with a meter's pulse output; `json` is what `connect` reads."""

    def __init__(self):
        self.pins = dict(Bed.pins)
        self.pins["s0"] = PIN
        super().__init__()
        self.board.lines[PIN] = 1
        self.ports = self.port.connect(self.json())[1]

    def json(self):
        found = super().json()
        found["port"] = "esp32"
        return found

    def pulse(self, low_ms=30, high_ms=30):
        self.board.put("s0", 0)
        self.chip.pass_us(low_ms * MS)
        self.board.put("s0", 1)
        self.chip.pass_us(high_ms * MS)


def test_every_pulse_counts_whatever_holds_the_interpreter():
    bed = Piled()
    counter = bed.ports.open_pulses(bed.json())
    assert counter.count() == 0
    bed.chip.hog(3000 * MS)
    for _ in range(50):
        bed.pulse()
    assert counter.count() == 50
    bed.pulse()
    assert counter.count() == 51


def test_the_unit_may_begin_again_as_often_as_it_likes():
    bed = Piled()
    counter = bed.ports.open_pulses(bed.json())
    unit = bed.chip.counters[0]
    expected = 0
    for pulses in (29999, 1, 1, 29999, 29999, 12345):
        for _ in range(pulses):
            unit.edge(PIN, 0)
        expected += pulses
        assert counter.count() == expected


def test_a_second_start_counts_from_0():
    bed = Piled()
    bed.ports.open_pulses(bed.json())
    bed.pulse()
    assert bed.ports.open_pulses(bed.json()).count() == 0


def test_the_filter_is_the_longest_the_unit_has():
    bed = Piled()
    bed.ports.open_pulses(bed.json())
    assert bed.chip.counters[0].filter == 1023


def test_sparks_that_the_board_lets_through_are_no_energy():
    bed = Piled()
    now_ms = 0
    meter = PulseMeter(bed.ports.open_pulses(bed.json()), 1000, lambda: now_ms)
    for _ in range(20):
        bed.pulse(0, 0)
    now_ms += 100
    meter.read()
    assert meter.pulses + meter.noise == 20
    assert meter.pulses <= 3


def test_a_board_without_the_pin_says_so():
    bed = Bed()
    found = bed.json()
    found["port"] = "esp32"
    ports = bed.port.connect(found)[1]
    try:
        ports.open_pulses(found)
        said = ""
    except ValueError as error:
        said = str(error)
    assert said == "the board has no pin s0"


def test_the_unit_of_the_fake_refuses_what_the_chip_refuses():
    Bed()
    for keywords in ({"filter": 1024}, {"max": 32768}, {"max": 0}):
        try:
            PCNT(0, pin=Pin(PIN), **keywords)
            refused = False
        except ValueError:
            refused = True
        assert refused, keywords
