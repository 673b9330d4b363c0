"""Metering chips on a UART, against frames recorded from one and frames made after the table."""

from meter.chip import ChipMeter
from meter.chip_maps import BL0939, CHIPS, HLW8032
from meter.line import Line

# Recorded from HLW8032s; the first has next to no load: its power register has run over.
IDLE = "F2 5A 02 E1 80 00 06 52 00 3E A8 03 A6 C8 4F 9A E8 5E 79 0B 61 00 01 27"
LOAD = "55 5A 02 DC D0 00 05 FF 00 3C D7 00 20 51 4D E5 68 00 62 43 71 02 3C 24"


def octets(text):
    return bytearray([int(pair, 16) for pair in text.split()])


class Turn:
    """Awaited, it gives the bench its turn."""

    def __await__(self):
        yield

    __iter__ = __await__


class Bench:
    """The UART of one chip, which answers or sends by itself; the driver lets time pass."""

    def __init__(self, chip, voltage_ppm=1000000, current_ppm=1000000):
        self.now_ms = 0
        self.asked = []
        self.answer = b""  # to what is asked
        self.waiting = bytearray()
        line = Line(self, chip["baud"], None, lambda: self.now_ms & 0x3FFFFFFF, self._pause)
        self.meter = ChipMeter(line, chip, voltage_ppm, current_ppm, 50000)
        self._task = self.meter.run()
        self._until_ms = 0

    async def _pause(self, ms):
        self.now_ms += ms
        if self.now_ms >= self._until_ms:
            await Turn()

    def run(self, ms):
        self._until_ms = self.now_ms + ms
        self._task.send(None)

    def say(self, *frames, later_ms=0):
        """Have frames come in, some time later, and let the driver take them."""
        self.now_ms += later_ms
        for frame in frames:
            self.waiting += frame
            self.run(40)
        return self.published()

    def published(self):
        try:
            return self.meter.read()
        except OSError:
            return None

    def write(self, data):
        self.asked.append(bytes(data))
        self.waiting += self.answer

    def any(self):
        return len(self.waiting)

    def read(self, count):
        taken = bytes(self.waiting[:count])
        self.waiting = self.waiting[count:]
        return taken


def hlw(count=0, over=False, status=0x55, new=0x70, voltage=1535, current=8273, power=25155):
    """A frame of an HLW8032."""
    frame = octets(LOAD)
    frame[0] = status
    for at, value in ((5, voltage), (11, current), (17, power)):
        frame[at : at + 3] = value.to_bytes(3, "big")
    frame[20] = new | (0x80 if over else 0)
    frame[21:23] = count.to_bytes(2, "big")
    frame[23] = sum(frame[2:23]) & 255
    return frame


def bl(voltage, current, power, count):
    """A frame of a BL0939."""
    frame = bytearray(35)
    frame[0] = 0x55
    for at, value in ((10, voltage), (4, current), (16, power), (22, count)):
        frame[at : at + 3] = (value & 0xFFFFFF).to_bytes(3, "little")
    frame[34] = 255 - (0x55 + sum(frame[:34]) & 255)
    return frame


def test_recorded_frames_of_an_hlw8032():
    bench = Bench(HLW8032)
    assert bench.published() is None
    reading = bench.say(octets(LOAD))
    assert reading.voltage_mv[0] == 187600 * 1880 // 1535  # 229.8 V
    assert reading.current_ma[0] == 15575 * 1000 // 8273  # 1.882 A
    assert reading.power_mw == 5105000 * 1880 // 25155  # 381.5 W
    assert list(reading.current_ma)[1:] == list(reading.voltage_mv)[1:] == [0, 0]
    assert reading.guards
    assert reading.volatile
    assert reading.frequency_mhz == 50000
    reading = bench.say(octets(IDLE))
    assert reading.voltage_mv[0] == 188800 * 1880 // 1618  # 219.4 V
    assert reading.power_mw == 0


def test_scales_of_the_board_are_set():
    bench = Bench(HLW8032, voltage_ppm=1010000, current_ppm=500000)
    reading = bench.say(hlw())
    assert reading.voltage_mv[0] == 187600 * 1880 * 101 // (1535 * 100)
    assert reading.current_ma[0] == 15575 * 1000 // (8273 * 2)
    assert reading.power_mw == 5105000 * 1880 * 505 // (25155 * 1000)


def test_energy_of_an_hlw8032_is_its_pulses():
    bench = Bench(HLW8032)
    assert bench.say(hlw(count=65000)).energy_mwh == 0  # what it has counted before
    bench.say(hlw(count=65535), later_ms=1000)
    pulse_uj = 5105000 * 188 // 100
    assert bench.say(hlw(count=100, over=True)).energy_mwh == 636 * pulse_uj // 3600000
    reading = bench.say(hlw(count=100, over=False), later_ms=10000)
    assert reading.energy_mwh == (636 + 65536) * pulse_uj // 3600000
    reading = bench.say(hlw(count=101))
    assert reading.energy_mwh == 66173 * pulse_uj // 3600000
    assert reading.energy_wh == reading.energy_mwh // 1000


def test_power_times_time_is_energy():
    # 381.5 W: a pulse takes as many us as the power register says
    bench = Bench(HLW8032)
    bench.say(hlw())
    pulses = 3600 * 1000000 // 25155
    frame = hlw(count=pulses & 0xFFFF, over=pulses >> 16 & 1)
    mwh = bench.say(frame, later_ms=3600000).energy_mwh
    mwh += (pulses >> 17 << 17) * 5105000 * 188 // 100 // 3600000
    assert abs(mwh - bench.published().power_mw) < 20


def test_no_rest_of_energy_is_lost():
    bench = Bench(HLW8032)
    bench.say(hlw())
    for count in range(1, 200):
        bench.say(hlw(count=count))
    assert bench.published().energy_mwh == 199 * (5105000 * 188 // 100) // 3600000


def test_a_count_that_jumps_is_no_energy():
    bench = Bench(HLW8032)
    bench.say(hlw(count=1000))
    before_mwh = bench.say(hlw(count=1010)).energy_mwh
    assert bench.say(hlw(count=41010)).energy_mwh == before_mwh  # a spoilt frame
    pulse_uj = 5105000 * 188 // 100
    assert bench.say(hlw(count=1020)).energy_mwh == 20 * pulse_uj // 3600000
    for count in (5, 6, 7):  # the chip has begun anew
        bench.say(hlw(count=count))
    assert bench.published().energy_mwh == 20 * pulse_uj // 3600000
    assert bench.say(hlw(count=8)).energy_mwh == 21 * pulse_uj // 3600000
    assert dict(bench.meter.notes())["values that cannot be"] == 3


def test_a_value_that_is_not_new_stays_and_one_too_small_is_0():
    bench = Bench(HLW8032)
    bench.say(hlw())
    assert bench.say(hlw(voltage=1600, current=9000, new=0x40)).current_ma[0] == 1882
    assert bench.published().voltage_mv[0] == 187600 * 1880 // 1600
    reading = bench.say(hlw(status=0xF6))
    assert (reading.current_ma[0], reading.power_mw) == (0, 0)
    assert reading.voltage_mv[0] > 0


def test_a_chip_that_calls_itself_unusable_is_not_used():
    for status in (0xAA, 0xF1, 0xFF):
        bench = Bench(HLW8032)
        assert bench.say(hlw(status=status)) is None
        assert dict(bench.meter.notes())["values that cannot be"] == 1


def test_what_cannot_be_is_no_value():
    for keywords in ({"voltage": 0}, {"voltage": 100}, {"current": 20}, {"power": 10}):
        bench = Bench(HLW8032)
        assert bench.say(hlw(**keywords)) is None, keywords
        assert bench.meter.refused == 1


def test_a_bl0939_is_asked_and_answers():
    bench = Bench(BL0939)
    bench.answer = bl(3946552, 4256210, 2624225, 1000)  # 230 V, 16 A, 3.68 kW
    bench.run(1200)
    assert bench.asked == [b"\x55\xaa"] * 3
    reading = bench.published()
    assert abs(reading.voltage_mv[0] - 230000) <= 1
    assert abs(reading.current_ma[0] - 16000) <= 1
    assert abs(reading.power_mw - 3680000) <= 10
    assert reading.energy_mwh == 0
    bench.now_ms += 40000
    bench.answer = bl(3946552, 4256210, -2624225, 7121)
    bench.run(1000)
    assert abs(reading.power_mw + 3680000) <= 10
    assert reading.energy_mwh == 6121 * 588175063 // 3600000  # 1 kWh
    bench.now_ms += 200000000
    bench.answer = bl(3946552, 4256210, 0, (1 << 24) - 1)
    bench.run(1000)
    bench.answer = bl(3946552, 4256210, 0, 1)
    before_uj = bench.meter._uj
    bench.run(1000)
    assert bench.meter._uj - before_uj == 2 * 588175063


def test_any_changed_bit_spoils_a_frame():
    for chip, frame in ((HLW8032, hlw()), (BL0939, bl(3946552, 4256210, 2624225, 5))):
        for at in range(len(frame)):
            if chip is HLW8032 and at == 0:
                continue  # the state is not in the sum
            broken = bytearray(frame)
            broken[at] ^= 0x10
            bench = Bench(chip)
            bench.answer = broken
            bench.waiting += broken
            bench.run(700)
            assert bench.published() is None, (at, chip["size"])


def test_a_frame_is_found_behind_rubbish_and_across_reads():
    bench = Bench(HLW8032)
    frame = hlw()
    bench.say(frame[9:] + frame[:11])
    assert bench.published() is None
    bench.say(frame[11:])
    assert bench.published().current_ma[0] == 1882
    assert bench.meter.damaged == 15
    bench.say(frame + frame + frame)
    assert bench.meter.frames == 4


def test_a_silent_chip_is_off_line_after_3_s_for_good():
    bench = Bench(HLW8032)
    bench.say(hlw())
    bench.run(2900)
    assert bench.published()
    bench.run(200)
    assert bench.published() is None
    bench.now_ms += 2**30 - 1000
    assert bench.published() is None
    assert bench.say(hlw())


def test_every_chip_has_every_key():
    for name, chip in CHIPS.items():
        assert set(chip) == set(HLW8032), name
