"""The DL/T 645 driver in real time on ptys: against the PyPI package dlt645 as the meter, on a
line that loses, spoils and delays frames, and against two meters on one bus."""

import asyncio
import os
import pty
import random
import time
import tty

import pytest
from dlt645 import MeterServerService

from meter.dlt645 import Dlt645
from meter.line import Line
from tests.meter.dlt_meter import DltMeter

BAUD = 115200  # of the line's waits; a pty takes no time
ADDRESS = bytes((0x34, 0x12, 0x00, 0x08, 0x17, 0x20))
DIGITS = "201708001234"
LATE_S = 0.7


class Bus:
    """The UART of the driver; everything on the bus hears everything, but itself."""

    def __init__(self, faults=0.0):
        self.faults = faults
        self.hits = {"lost": 0, "spoilt": 0, "late": 0}
        self._dice = random.Random(1)
        self._ends = []
        self._came = bytearray()

    def socket(self):
        """Return the path of a place on the bus for a meter."""
        master, slave = pty.openpty()
        tty.setraw(slave)
        os.set_blocking(master, False)
        asyncio.get_running_loop().add_reader(master, self._hear, master)
        self._ends.append((master, slave))
        return os.ttyname(slave)

    def close(self):
        for master, slave in self._ends:
            asyncio.get_running_loop().remove_reader(master)
            os.close(master)
            os.close(slave)

    def _hear(self, master):
        self._came += self._through(os.read(master, 4096), self._later)

    def _later(self, data):
        self._came += data

    def write(self, data):
        data = self._through(bytes(data), self._send)
        self._send(data)

    def _send(self, data):
        for master, _ in self._ends:
            if data:
                os.write(master, data)

    def _through(self, data, later):
        if self._dice.random() >= self.faults / 2:  # half on the way there, half on that back
            return data
        what = self._dice.choice(sorted(self.hits))
        self.hits[what] += 1
        if what == "spoilt":
            at = self._dice.randrange(len(data))
            return data[:at] + bytes((data[at] ^ 1 << self._dice.randrange(8),)) + data[at + 1 :]
        if what == "late":
            asyncio.get_running_loop().call_later(LATE_S, later, data)
        return b""

    def any(self):
        return len(self._came)

    def read(self, count):
        data = bytes(self._came[:count])
        del self._came[:count]
        return data


def ticks_ms():
    return time.monotonic_ns() // 1000000 & 0x3FFFFFFF


def package(path):
    """Return the package's meter on a serial line, started."""
    meter = MeterServerService.new_rtu_server(path, 8, 1, 9600, "N", 1.0)
    meter.set_address(ADDRESS)
    for phase, (volts, amps) in enumerate(((230.4, 16.0), (231.0, 15.5), (229.9, 0.125)), 1):
        assert meter.set_02(0x02010000 + (phase << 8), volts)
        assert meter.set_02(0x02020000 + (phase << 8), amps)
    assert meter.set_02(0x02030000, 7.265)
    assert meter.set_02(0x02800002, 49.98)
    assert meter.set_00(0x00010000, 12345.67)
    assert meter.start()
    return meter


async def polled(driver, seconds, each=lambda: None):
    """Poll for so long, calling `each` every 50 ms."""
    task = asyncio.create_task(driver.run())
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        await asyncio.sleep(0.05)
        each()
    task.cancel()


def driver_on(bus, digits=""):
    return Dlt645(Line(bus, BAUD, None, ticks_ms), digits, 50000)


def is_right(reading):
    assert list(reading.current_ma) == [16000, 15500, 125]
    assert list(reading.voltage_mv) == [230400, 231000, 229900]
    assert reading.energy_wh == 12345670


def test_a_meter_that_others_wrote_is_found_and_read():
    async def scene():
        bus = Bus()
        meter = package(bus.socket())
        driver = driver_on(bus)
        with pytest.raises(OSError):
            driver.read()
        await polled(driver, 4)
        reading = driver.read()
        is_right(reading)
        assert reading.serial == DIGITS
        assert (reading.power_mw, reading.frequency_mhz) == (7265000, 49980)
        meter.stop()
        bus.close()

    asyncio.run(scene())


def test_a_fifth_of_its_frames_may_be_bad():
    async def scene():
        bus = Bus()
        meter = package(bus.socket())
        driver = driver_on(bus, DIGITS)
        await polled(driver, 3)
        bus.faults = 0.2
        gaps = []

        def look():
            try:
                is_right(driver.read())
            except OSError:
                gaps.append(1)

        await polled(driver, 10, look)
        assert min(bus.hits.values()) >= 2
        assert len(gaps) <= 10  # of 200
        assert driver.energy.jumps == 0
        meter.stop()
        bus.close()

    asyncio.run(scene())


def on_pty(meter, path):
    """Have a meter of the tests answer on a place of the bus."""
    end = os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)

    def heard():
        answer = meter.hear(os.read(end, 4096))
        if answer:
            asyncio.get_running_loop().call_later(0.02, os.write, end, answer)

    asyncio.get_running_loop().add_reader(end, heard)
    return end


def test_two_meters_on_one_bus_one_of_them_in_parts():
    async def scene():
        bus = Bus()
        mine, other = DltMeter(DIGITS), DltMeter("000000000077")
        mine.longest = 10
        other.energy = 5
        ends = [on_pty(meter, bus.socket()) for meter in (other, mine)]
        first, second = driver_on(bus, DIGITS), None
        await polled(first, 5)
        assert first.read().energy_wh == 12345670
        assert list(first.read().current_ma) == [16000, 15500, 0]
        assert first.counts[2] > 5  # answers in parts
        second = driver_on(bus, "000000000077")
        await polled(second, 2)
        assert second.read().energy_wh == 50
        for end in ends:
            asyncio.get_running_loop().remove_reader(end)
            os.close(end)
        bus.close()

    asyncio.run(scene())
