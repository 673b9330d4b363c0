"""The keeper between wall clock and clock chip."""

from dates.ds3231 import DS3231
from dates.rtc import Keeper, wire
from shell.clock import NTP, PLATFORM, RTC, UNSET, Clock
from shell.memory_store import MemoryStore
from shell.start import pile
from tests.dates import chips
from tests.shell.fakes import BOARD, FakeHal, FakePorts

NOW_S = 1774745999
DAY_S = 86400


class Bench:
    """A clock, its chip, and time that passes for both."""

    def __init__(self, chip_s=NOW_S):
        self.chip = chips.DS3231()
        self.bus = chips.Bus({self.chip.ADDRESS: self.chip})
        self.driver = DS3231(self.bus)
        if chip_s:
            self.driver.set(chip_s)
        self.keeper = Keeper(self.driver)
        self.clock = Clock(0)
        self.clock.keep(self.keeper)
        self._now_ms = 0

    def passed(self, seconds):
        """Let seconds pass for the clock alone; the chip stands."""
        for _ in range(seconds // 10):
            self._now_ms = (self._now_ms + 10000) % 2**30
            self.clock.step(self._now_ms)
        for _ in range(seconds % 10):
            self._now_ms = (self._now_ms + 1000) % 2**30
            self.clock.step(self._now_ms)


def test_the_chip_is_read_at_the_start():
    bench = Bench()
    assert (bench.clock.now_s(), bench.clock.quality) == (NOW_S, RTC)
    assert bench.keeper.message == ""


def test_it_is_read_again_once_a_day():
    bench = Bench()
    bench.passed(DAY_S - 1)
    assert bench.clock.now_s() == NOW_S + DAY_S - 1
    bench.passed(1)
    assert bench.clock.now_s() == NOW_S  # the chip stands here
    assert bench.bus.transactions == 3 + 2 + 2  # set; two reads of two transactions


def test_a_better_source_sets_the_chip():
    bench = Bench()
    assert bench.clock.set(NOW_S + 7200, NTP)
    bench.passed(1)
    assert bench.driver.read() == NOW_S + 7201
    assert bench.clock.quality == NTP
    before = bench.bus.transactions
    bench.passed(30)
    assert bench.bus.transactions == before  # once
    bench.clock.set(NOW_S, PLATFORM)  # refused
    bench.passed(1)
    assert bench.bus.transactions == before


def test_the_chip_never_overwrites_a_better_source_of_the_last_day():
    bench = Bench()
    bench.clock.set(NOW_S + 7200, NTP)
    bench.passed(1)
    bench.driver.set(NOW_S + 100)  # somebody has put it wrong
    bench.passed(DAY_S - 2)
    assert bench.clock.quality == NTP and bench.clock.now_s() > NOW_S + 7200
    bench.passed(2)
    assert bench.clock.quality == RTC  # after a day of silence it is the best there is


def test_a_chip_that_lost_its_time_leaves_the_clock_unset_and_is_set():
    bench = Bench(0)
    assert bench.clock.quality == UNSET and "lost its time" in bench.keeper.message
    bench.clock.set(NOW_S, PLATFORM)
    bench.passed(60)
    assert bench.driver.read() and bench.keeper.message == ""


def test_a_dead_bus_costs_a_try_a_minute_and_nothing_else():
    bench = Bench()
    bench.bus.fault = OSError(110)
    before = bench.bus.transactions
    bench.clock.set(NOW_S + 10, NTP)
    bench.passed(600)
    assert 5 <= bench.bus.transactions - before <= 11
    assert "does not answer" in bench.keeper.message
    assert bench.clock.now_s() == NOW_S + 610
    bench.bus.fault = None
    bench.passed(60)
    assert bench.keeper.message == "" and bench.driver.read() >= NOW_S + 610


def test_nonsense_is_said_and_the_clock_goes_on():
    bench = Bench()
    bench.chip.registers[1] = 0x7F
    bench.passed(DAY_S)
    assert "of no use" in bench.keeper.message
    assert bench.clock.now_s() == NOW_S + DAY_S


class Ports:
    def __init__(self, bus):
        self.rtc = None
        self._bus = bus

    def open_i2c(self, _board, role):
        assert role == "rtc"
        if self._bus is None:
            raise ValueError("the board has no pins rtc_sda and rtc_scl")
        return self._bus


def test_the_chip_of_the_setting_is_wired():
    for kind, chip in (("ds3231", chips.DS3231()), ("pcf8563", chips.PCF8563())):
        ports = Ports(chips.Bus({chip.ADDRESS: chip}))
        assert wire(ports, kind, {}) == ""
        clock = Clock(0)
        clock.keep(ports.rtc)
        assert "lost its time" in ports.rtc.message


def test_a_board_without_the_wires():
    ports = Ports(None)
    problem = wire(ports, "ds3231", {})
    assert problem.startswith("rtc = ds3231: the board has no pins") and ports.rtc is None
    assert "no wires" in wire(object(), "ds3231", {})


def test_a_pile_starts_with_the_time_of_its_chip():
    chip = chips.DS3231()
    bus = chips.Bus({chip.ADDRESS: chip})
    DS3231(bus).set(NOW_S)
    ports = FakePorts()
    ports.open_i2c = lambda _board, _role: bus
    store = MemoryStore()
    store.write("settings", b'{"rtc": "ds3231"}')
    app = pile(BOARD, FakeHal(ports), store, ports)
    assert (app.trade.clock.now_s(), app.trade.clock.quality) == (NOW_S, RTC)
    assert app.message == ""


def test_a_pile_whose_chip_is_not_wired_starts_and_says_so():
    ports = FakePorts()
    store = MemoryStore()
    store.write("settings", b'{"rtc": "pcf8563"}')
    app = pile(BOARD, FakeHal(ports), store, ports)
    assert app.trade.clock.quality == UNSET
    assert app.message.startswith("rtc = pcf8563: ")
