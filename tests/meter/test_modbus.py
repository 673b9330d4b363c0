"""The driver: what it publishes, when it refuses to, what it counts. On a wire that is a fake."""

from meter.master import Master
from meter.modbus import ModbusMeter
from meter.plan import complete, plan
from tests.meter.maps import shipped, small
from tests.meter.wire import MASK, Wire, frame

IDLE_MHZ = 50000


class Bank:
    """A slave's registers, by number; what it has not it refuses."""

    def __init__(self, **values):
        self.registers = {}
        self.online = True
        self.spoil = None  # a function of the answer

    def put(self, at, *words):
        for index, word in enumerate(words):
            self.registers[at + index] = word & 0xFFFF

    def answer(self, asked, _count=0):
        if not self.online or asked[0] != 1:
            return None
        first, words = asked[2] << 8 | asked[3], asked[5]
        data = b""
        for at in range(first, first + words):
            if at not in self.registers:
                return frame(asked[0], asked[1] | 0x80, 2)
            data += bytes((self.registers[at] >> 8, self.registers[at] & 255))
        whole = frame(asked[0], asked[1], 2 * words, data)
        return self.spoil(whole) if self.spoil else whole


class Suspend:
    """Gives control back to who runs the task."""

    def __await__(self):
        yield

    __iter__ = __await__  # MicroPython awaits with this


class Bench:
    """A driver, its slave, and time that a test lets pass."""

    def __init__(self, meter_map=None, phases=1, now_ms=0):
        self.bank = Bank()
        self.wire = Wire(self.bank.answer, now_ms)
        line = self.wire.line()
        self._pause = line.pause_ms
        blocks = plan(complete(meter_map or small()), 1)
        line.pause_ms = self._sleep_ms
        self.meter = ModbusMeter(Master(line, 150), blocks, phases, IDLE_MHZ, line)
        self._task = None

    async def _sleep_ms(self, ms):
        await self._pause(ms)
        await Suspend()

    def run(self, ms):
        """Let the driver run."""
        self._task = self._task or self.meter.run()
        end_ms = self.wire.now_ms + ms
        while self.wire.now_ms - end_ms & MASK > MASK // 2:
            self._task.send(None)

    def known(self):
        try:
            self.meter.read()
        except OSError:
            return False
        return True

    def note(self, what):
        return dict(self.meter.notes())[what]


def small_bench(now_ms=0):
    bench = Bench(now_ms=now_ms)
    bench.bank.put(0, 2301, 16000, 0, 5000)  # 230.1 V, 16 A, 5 kWh
    return bench


def test_what_the_registers_say_is_read():
    for now_ms in (0, MASK - 1000):
        bench = small_bench(now_ms)
        bench.run(1000)
        reading = bench.meter.read()
        assert list(reading.voltage_mv) == [230100, 0, 0]
        assert list(reading.current_ma) == [16000, 0, 0]
        assert (reading.energy_wh, reading.energy_mwh) == (5000, 5000000)
        assert reading.power_mw == 3681600  # no register for it: what 16 A at 230.1 V do
        assert reading.frequency_mhz == IDLE_MHZ
        assert (reading.serial, reading.estimated, reading.guards) == ("", False, True)
        assert (bench.wire.now_ms - reading.at_ms) & MASK < 600


def test_nothing_is_published_before_all_of_it_was_good():  # REQ-MTR-2
    bench = Bench()
    bench.run(3000)
    assert not bench.known()
    bench.bank.put(0, 2301, 16000)
    bench.run(3000)
    assert not bench.known()  # the energy is missing
    bench.bank.put(2, 0, 5000)
    bench.run(3000)
    assert bench.known()


def test_silence_is_an_error_after_3_s_and_over_with_the_first_answers():  # REQ-MTR-1
    bench = small_bench()
    bench.run(2000)
    bench.bank.online = False
    bench.run(2000)
    assert bench.known()
    bench.run(1500)
    assert not bench.known()
    bench.run(20000)
    assert not bench.known()
    bench.bank.online = True
    bench.run(2500)
    assert bench.known()


def test_a_reading_does_not_become_young_when_the_counter_wraps():
    bench = small_bench()
    bench.run(2000)
    bench.wire.now_ms = (bench.wire.now_ms + 4000) & MASK
    assert not bench.known()
    bench.wire.now_ms = (bench.wire.now_ms + MASK - 4000) & MASK
    assert not bench.known()


def test_fast_values_are_fresh_slow_ones_not_asked_for_as_often():
    bench = small_bench()
    bench.run(20000)
    asked = [frame[3] for frame in bench.wire.sent]
    assert 38 <= asked.count(0) <= 41
    assert 9 <= asked.count(2) <= 11


def test_a_silent_meter_is_not_asked_without_end():
    bench = Bench()
    bench.bank.online = False
    bench.run(60000)
    assert len(bench.wire.sent) < 60 * 6


def test_a_refused_register_does_not_stop_the_others():
    bench = Bench()
    bench.bank.put(0, 2301, 16000)
    bench.run(10000)
    assert bench.note("errors at register 0x0002") > 5
    assert ("errors at register 0x0000") not in dict(bench.meter.notes())
    assert bench.note("refused by the meter") == bench.note("errors at register 0x0002")
    assert 15 <= bench.note("answers") <= 21


def test_errors_are_counted_by_kind():
    for spoil, what in (
        (lambda whole: None, "without an answer"),
        (lambda whole: whole[:-1], "damaged answers"),
        (lambda whole: bytes((2,)) + whole[1:], "frames that were not ours"),
    ):
        bench = small_bench()
        bench.bank.spoil = spoil
        bench.run(3000)
        assert bench.note(what) > 4
        assert bench.note("answers") == 0
        assert not bench.known()


def test_values_that_cannot_be_are_not_published():
    for at, words in ((0, (6000,)), (0, (0xFFFF,)), (2, (0xFFFF, 0xFFFF))):
        bench = small_bench()
        bench.run(1000)
        bench.bank.put(at, *words)
        bench.run(1000)
        assert bench.meter.read().voltage_mv[0] == 230100
        assert bench.meter.read().energy_wh == 5000
        assert bench.note("values that cannot be") > 0 or at == 2
        bench.run(17000)
        assert not bench.known()


def test_an_energy_that_falls_is_not_published_unless_it_stays():
    bench = small_bench()
    bench.run(1000)
    low = frame(1, 3, 4, b"\x00\x00\x00\x28")
    wrong = [low, low]
    bench.bank.spoil = lambda whole: wrong.pop() if whole[:5] == low[:5] and wrong else whole
    bench.run(2200)
    assert len(wrong) < 2
    assert bench.meter.read().energy_wh == 5000
    bench.bank.put(3, 5001)
    bench.run(2500)
    assert wrong == []
    assert bench.meter.read().energy_wh == 5001
    assert bench.note("energy readings doubted") == 2
    assert bench.note("energy register jumped") == 0


def test_a_meter_that_is_swapped_goes_on_with_its_own_register():
    bench = Bench(dict(small(), rows=small()["rows"] + [{"field": "serial", "at": 9}]))
    bench.bank.put(0, 2301, 16000, 0, 5000)
    bench.bank.put(9, 77)
    bench.run(2000)
    assert bench.meter.read().serial == "77"
    bench.bank.online = False
    bench.run(5000)
    assert not bench.known()
    bench.bank.online = True
    bench.bank.put(3, 12)
    bench.bank.put(9, 78)
    seen = set()
    for _ in range(700):
        bench.run(100)
        if bench.known():
            seen.add(bench.meter.read().energy_wh)
    assert seen <= {5000, 12}
    assert bench.meter.read().energy_wh == 12
    assert bench.meter.read().serial == "78"
    assert bench.note("energy register jumped") == 1


def test_a_serial_number_is_not_needed():
    bench = Bench(dict(small(), rows=small()["rows"] + [{"field": "serial", "at": 9}]))
    bench.bank.put(0, 2301, 16000, 0, 5000)
    bench.run(10000)
    assert bench.known()
    assert bench.note("errors at register 0x0009") == 1


def test_phases_a_meter_says_are_absent_are_missed_only_where_they_are_used():  # MB-027
    for phases, known in ((1, True), (3, False)):
        bench = Bench(shipped("abb_b23"), phases)
        for at in range(0x5B00, 0x5B16):
            bench.bank.put(at, 0xFFFF)
        bench.bank.put(0x5B00, 0, 2300)
        bench.bank.put(0x5B0C, 0, 600)
        bench.bank.put(0x5B14, 0xFFFF, 0xFF9C)  # -1 W
        bench.bank.put(0x5B2C, 5000)
        bench.bank.put(0x5000, 0, 0, 1, 0)
        bench.bank.put(0x8900, 0x1234, 0x5678)
        bench.run(2000)
        assert bench.known() == known
        if known:
            reading = bench.meter.read()
            assert list(reading.voltage_mv) == [230000, 0, 0]
            assert list(reading.current_ma) == [6000, 0, 0]
            assert reading.power_mw == -1000
            assert reading.energy_wh == 655360
            assert reading.serial == str(0x12345678)


def test_a_meter_of_power_and_energy_guards_nothing():  # MB-010
    bench = Bench(shipped("sdm72"), 3)
    bench.bank.put(0x34, 0x4566, 0)  # 3680.0
    bench.bank.put(0x48, 0x3F80, 0, 0, 0)
    bench.run(2000)
    reading = bench.meter.read()
    assert not reading.guards
    assert (reading.power_mw, reading.energy_wh) == (3680000, 1000)


def test_the_age_of_a_reading_counts_from_the_first_question():
    # for the answer may be the late one to that
    bench = small_bench()
    bench.run(1000)
    before_ms = bench.meter.read().at_ms
    lost = [True] * 2
    bench.bank.spoil = lambda whole: None if lost and lost.pop() else whole
    while bench.meter.read().at_ms == before_ms:
        bench.run(10)
    assert lost == []
    assert bench.wire.now_ms - bench.meter.read().at_ms >= 300
