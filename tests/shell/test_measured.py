"""What of a meter's reading reaches the core: new ones once, with their age, or none."""

from meter.reading import Reading
from shell import listing
from shell.measured import Measured
from tests.shell.fakes import Pile


class Meter:
    """A driver whose bus brought something at `at_ms`."""

    def __init__(self):
        self.reading = Reading()
        self.reading.voltage_mv[0] = 230000
        self.reading.frequency_mhz = 50000

    def put(self, at_ms, current_ma):
        self.reading.at_ms = at_ms
        self.reading.current_ma[0] = current_ma

    def read(self):
        return self.reading


def test_a_reading_counts_once_however_often_it_is_read():
    # the core opens on the second of two readings: one must not be two
    meter, measured = Meter(), Measured()
    for at_ms, now_ms, sequence in (
        (100, 150, 1),
        (100, 250, 1),
        (100, 350, 1),
        (600, 650, 2),
        (600, 750, 2),
    ):
        meter.put(at_ms, 6000)
        measured.take(meter, now_ms)
        assert (measured.sequence, measured.at_ms, measured.online) == (sequence, at_ms, True)


def test_the_age_is_that_of_the_reading():
    meter, measured = Meter(), Measured()
    meter.put(1000, 6000)
    measured.take(meter, 3900)
    assert measured.at_ms == 1000  # and 3 s old to the core at 4000


def test_a_first_reading_at_0_is_one():
    meter, measured = Meter(), Measured()
    meter.put(0, 6000)
    measured.take(meter, 0)
    assert measured.sequence == 1


def test_energy_alone_is_no_measurement_for_the_core():
    meter, measured = Meter(), Measured()
    meter.reading.guards = False
    meter.reading.energy_wh = 4711
    measured.take(meter, 1000)
    assert (measured.sequence, measured.online, measured.energy_wh) == (0, True, 4711)


def test_a_meter_that_tells_no_time_is_new_each_time():
    class Simple:
        current_ma = (1, 2, -3)
        voltage_mv = (230000, 0, 0)
        frequency_mhz = 50000
        energy_wh = 5

        def read(self):
            return self

    measured = Measured()
    for now_ms in (100, 200):
        measured.take(Simple(), now_ms)
    assert (measured.sequence, measured.at_ms, list(measured.current_ma)) == (2, 200, [1, 2, 3])


def test_what_a_driver_counts_is_shown():
    pile = Pile()
    pile.ports.meter.notes = lambda: (("damaged answers", 3),)
    assert "damaged answers: 3" in listing.input_lines(pile.app)
