"""A Modbus meter on the real UART of the chip: driver pin, answers, how long others wait."""

import json

import pytest

from meter.rtu import crc16
from tests.chip.pico import Pico

START = """
import asyncio, gc, json, time
from core.config import Config
from hal.ports import Ports
from meter import fit
from shell import settings
board = json.load(open("board.json"))
ports = Ports(None, time.ticks_ms)
values = settings.defaults()
values["meter"] = "sdm630"
print(fit.wire(ports, values, board, Config(0)))
worst = last = 0
async def others():
    global worst, last
    while True:
        await asyncio.sleep_ms(0)
        now = time.ticks_us()
        if last:
            worst = max(worst, time.ticks_diff(now, last))
        last = now
async def turn(ms):
    global last
    last = 0
    tasks = [asyncio.create_task(job) for job in (ports.meter.run(), others())]
    await asyncio.sleep_ms(ms)
    for task in tasks:
        task.cancel()
    await asyncio.sleep_ms(1)
def told():
    try:
        reading = ports.meter.read()
    except OSError:
        return None
    return [list(reading.voltage_mv), list(reading.current_ma), reading.power_mw,
            reading.frequency_mhz, reading.energy_mwh]
"""
SINGLES = {
    **dict.fromkeys((0, 2, 4), b"\x43\x66\x80\x00"),  # 230.5
    **dict.fromkeys((6, 8, 10), b"\x41\x80\x00\x00"),  # 16
    0x34: b"\x46\x2c\xd0\x00",  # 11060
    0x46: b"\x42\x48\x00\x00",  # 50
    0x48: b"\x46\x40\xe6\x00",  # 12345.5
}
TRUTH = [[230500] * 3, [16000] * 3, 11060000, 50000, 12345500000]
CHAR_US = 10 * 1e6 / 9600
NS = 1000


class Slave:
    """Answers on the pins; keeps when bytes came and what the driver pin was then."""

    def __init__(self, pico, thinks_us=5000):
        self.chip = pico.chip
        self.pico = pico
        self.thinks_us = thinks_us
        self.spoil = lambda data: data
        self.heard = []  # (us at the end of the byte, level of the driver pin)
        self.answered_us = []
        self._bytes = b""
        self.uart = self.chip.mcu.uart[0]
        self.uart.on_byte = self._byte

    def _byte(self, byte):
        self.heard.append((self.chip.us, self.pico.level("uart_de")))
        self._bytes += bytes((byte,))
        if len(self._bytes) < 8:
            return
        asked, self._bytes = self._bytes, b""
        assert crc16(asked, 0, 8) == 0
        first, count = asked[2] << 8 | asked[3], asked[5]
        if asked[1] == 3:
            data = bytes((1, 0x83, 2))  # no serial number
        else:
            data = bytes((1, 4, 2 * count))
            data += b"".join(SINGLES[at] for at in range(first, first + count, 2))
        crc = crc16(data, 0, len(data))
        self.answered_us.append(self.chip.us + self.thinks_us)
        reply = self.spoil(data + bytes((crc & 255, crc >> 8)))
        self.uart.send_in(reply, gap_ns=self.thinks_us * NS)


@pytest.fixture
def pico(firmware):
    return Pico(start="")


def test_a_meter_on_the_bus_is_read_and_others_wait_less_than_20_ms(pico):
    drives = pico.edges("uart_de")
    slave = Slave(pico)
    assert pico.chip.exec(START).strip() == ""
    pico.chip.exec("asyncio.run(turn(3000))")
    assert json.loads(pico.chip.exec("print(json.dumps(told()))")) == TRUTH
    assert int(pico.chip.exec("print(worst)")) < 20000
    assert len(slave.answered_us) > 12
    # the driver holds the wires for every bit of a request, and lets go before the answer
    assert {level for _, level in slave.heard} == {1}
    lets_go = [us for us, level in drives if level == 0]
    for us in slave.answered_us:
        assert any(us - slave.thinks_us <= at < us for at in lets_go), us
    late = max(min(at - us for at in lets_go if at >= us) for us, _ in slave.heard[7::8])
    assert late < CHAR_US


def test_an_answer_that_is_spoilt_is_asked_for_again(pico):
    slave = Slave(pico)
    spoilt = []

    def every_third(data):
        spoilt.append(len(spoilt) % 3 == 0)
        return data[:-1] + bytes((data[-1] ^ 1,)) if spoilt[-1] else data

    slave.spoil = every_third
    pico.chip.exec(START)
    pico.chip.exec("asyncio.run(turn(3000))")
    assert json.loads(pico.chip.exec("print(json.dumps(told()))")) == TRUTH
    notes = dict(json.loads(pico.chip.exec("print(json.dumps(ports.meter.notes()))")))
    assert notes["damaged answers"] == spoilt.count(True) > 3
