"""The till in the app: what it does to a pile, and what a pile does to it."""

from core import states
from session import record as r
from session.record import unpack
from shell.start import build
from tests.shell.fakes import BOARD, TURNS_MS, Pile
from tools.world.bench import World
from tools.world.clock import micros
from tools.world.counter import START_S, Archive, BenchCards, Reader
from tools.world.flash import Flash


class Sold(Pile):
    """A pile with a journal, an archive, a reader and cards; `boot` again after a cut."""

    def __init__(self, settings=b"{}"):
        Pile.__init__(self, settings)
        ports = self.ports
        ports.flash = Flash()
        ports.archive = Archive()
        ports.reader = Reader()
        ports.cards = BenchCards()
        ports.time_s = lambda: START_S + ports.now_ms // 1000
        self.boot()

    def boot(self):
        self.hal.safe()
        self.hal.tick = None
        self.app = build(self.hal, BOARD, self.store, self.ports)

    def draw(self, ms, wh=0):
        for _ in range(ms // 1000):
            self.ports.meter.energy_wh += wh
            self.run(1000)

    def leave(self):
        self.hal.car = "A"
        self.run(4000)

    def records(self):
        return [unpack(record) for record in self.ports.archive.records]


def test_a_session_is_archived_once_the_car_has_gone():
    pile = Sold(b'{"price_kwh": 0.5}')
    pile.charge()
    pile.draw(60000, 5)
    assert pile.records() == []
    pile.leave()
    (record,) = pile.records()
    assert record.energy_mwh() == 300000
    assert record.total_e5() == 15000
    pile.run(5000)
    assert len(pile.records()) == 1
    assert pile.live.enable == 1  # all is written: it offers again
    assert pile.app.crashes == [0, 0, 0]


def test_a_power_cut_leaves_the_session_and_every_wh():
    pile = Sold()
    pile.charge()
    pile.draw(60000, 5)
    pile.boot()
    pile.ports.meter.energy_wh += 7  # between the last record and the cut
    pile.run(8000)
    assert pile.app.session.open
    assert pile.app.session.record.number == 1
    assert pile.app.session.energy_wh == 307
    pile.leave()
    (record,) = pile.records()
    assert record.flags == r.RESUMED


def test_what_flows_between_sessions_is_in_the_register_and_on_no_bill():  # I5
    pile = Sold()
    pile.charge()
    pile.draw(30000, 5)
    pile.leave()
    pile.draw(3000, 2)
    pile.charge()
    pile.draw(30000, 5)
    pile.leave()
    first, second = pile.records()
    between = second.start_mwh - first.stop_mwh()
    assert between == 6000
    assert pile.app.trade.register.mwh == first.energy_mwh() + second.energy_mwh() + between


def test_a_journal_that_cannot_be_read_stops_nobody():
    class Broken:
        def readblocks(self, block, buffer, offset=0):
            raise OSError(5)

        def ioctl(self, operation, argument):
            return {4: 16, 5: 4096}.get(operation, 0)

    pile = Sold()
    pile.ports.flash = Broken()
    pile.boot()
    assert "no journal" in pile.app.trade.message
    pile.charge()
    assert pile.core.state == states.CHARGING
    pile.leave()
    assert len(pile.records()) == 1


def test_a_till_that_raises_is_noted_and_the_car_charges_on():
    pile = Sold()
    pile.charge()
    pile.app.trade.till.step = None
    pile.run(3000)
    assert pile.core.state == states.CHARGING
    assert pile.app.crashes[0] == 3
    assert isinstance(pile.app.last_crash, TypeError)


def test_an_archive_that_is_full_is_told_and_nobody_waits_for_it():
    pile = Sold()

    def full(_number, _record, _meter):
        raise OSError(28)

    add, pile.ports.archive.add = pile.ports.archive.add, full
    pile.charge()
    pile.leave()
    assert "not saved" in pile.app.trade.message
    pile.run(1000)
    assert pile.live.enable == 1
    pile.ports.archive.add = add
    pile.charge()
    pile.leave()
    assert [record.number for record in pile.records()] == [1, 2]


def test_nothing_is_written_while_a_car_waits_for_energy():
    pile = Sold()
    pile.charge()
    pile.hal.car = "A"
    pile.run(600)
    pile.hal.car = "C"
    pile.run(4000)
    assert pile.core.state == states.CHARGING
    assert len(pile.records()) <= 1
    pile.leave()
    assert len(pile.records()) == 2


def test_a_card_starts_and_stops_and_its_hash_is_in_the_record():
    pile = Sold(b'{"authorise": "list"}')
    pile.run(2000)
    pile.hal.car = "C"
    pile.run(3000)
    assert pile.live.enable == 0
    assert pile.live.reason == states.WHY_NOT_AUTHORISED
    pile.ports.reader.present("FF112233")
    pile.run(3000)
    assert not pile.app.session.open
    pile.ports.reader.present("04112233")
    pile.run(3000)
    assert pile.core.state == states.CHARGING
    pile.ports.reader.present("04112233")
    pile.run(1500)
    assert pile.live.enable == 0
    pile.leave()
    (record,) = pile.records()
    assert record.reason == r.LOCAL
    assert record.who == pile.ports.cards.hash("04112233")


def test_a_card_holds_through_a_power_cut():
    pile = Sold(b'{"authorise": "list"}')
    pile.run(2000)
    pile.ports.reader.present("04112233")
    pile.charge()
    assert pile.core.state == states.CHARGING
    pile.boot()
    pile.run(8000)
    assert pile.core.state == states.CHARGING
    assert pile.app.session.record.who == pile.ports.cards.hash("04112233")
    pile.ports.reader.present("04112233")
    pile.run(2000)
    assert pile.app.session.record.reason == r.LOCAL


def test_unlock_ends_the_transaction_first():  # OP-051
    pile = Sold()
    pile.charge()
    pile.app.command(3)
    assert pile.app.session.record.reason == r.UNLOCK_COMMAND
    pile.run(1000)
    assert pile.live.enable == 0


def test_a_restart_ends_a_session_that_would_not_go_on():  # OP-052
    for resume_min, reasons in ((0, [r.SOFT_RESET, r.EV_DISCONNECTED]), (60, [r.EV_DISCONNECTED])):
        pile = Sold(b'{"resume_min": %d}' % resume_min)
        pile.charge()
        pile.app.leaving = True
        pile.hal.car = "B"
        for _ in range(40):
            if not pile.app.ended:
                pile.run(50)
        assert pile.app.ended
        pile.boot()
        pile.run(5000)
        pile.leave()
        assert [record.reason for record in pile.records()] == reasons


def test_a_limit_in_the_settings_holds_at_once():
    pile = Sold()
    pile.charge()
    pile.draw(20000, 5)
    pile.app.change({"session_kwh": 0.05})
    pile.run(1500)
    assert pile.app.session.refuses()
    assert pile.live.enable == 0


def test_without_a_meter_energy_is_estimated_and_marked():
    pile = Sold()
    pile.ports.meter.online = False
    pile.charge()
    pile.draw(60000)
    pile.leave()
    (record,) = pile.records()
    assert record.flags == r.ESTIMATED
    assert 350000 < record.energy_mwh() < 400000  # 22 kW for a minute
    pile = Sold(b'{"meter": "sdm630"}')  # one that is there and silent counts on by itself
    pile.ports.meter.online = False
    pile.charge()
    pile.draw(60000)
    pile.leave()
    assert pile.records()[0].energy_mwh() == 0


def test_a_damaged_tariff_is_none():
    pile = Sold(b'{"price_kwh": 0.5}')
    for data in (b"", b"{}", b'{"version": 1}', b"\xff\x00"):
        pile.store.write("tariff", data)
        pile.store.write("tariff", data)
        pile.boot()
        assert pile.app.trade.tariff()["prices"] == [[50000, 0]]


def test_all_of_the_plant_s_energy_is_on_bills_or_in_between():  # I5, across cuts
    world = World({"settings": {"price_kwh": 0.35}})
    script = (
        (2000, "ev.state", "C"),
        (40000, "power", False),
        (43000, "power", True),
        (90000, "cpu.reset", "hard"),
        (150000, "ev.state", "A"),
        (153000, "ev.state", "C"),
        (200000, "power", False),
        (201000, "ev.state", "A"),
        (203000, "power", True),
        (220000, "ev.state", "C"),
        (260000, "ev.state", "A"),
    )
    for ms, key, value in script:
        world.step_until(micros(ms))
        world.put(key, value)
    world.step_until(micros(270000))
    records = [unpack(record) for record in world.app.trade._ports.archive.records]
    assert [record.number for record in records] == [1, 2, 3]
    assert [record.reason for record in records] == [
        r.EV_DISCONNECTED,
        r.POWER_LOSS,
        r.EV_DISCONNECTED,
    ]
    billed = sum([record.energy_mwh() for record in records])
    between = sum([records[i].start_mwh - records[i - 1].stop_mwh() for i in (1, 2)])
    meter_mwh = world.plant.meter.energy_mwh
    assert world.app.trade.register.mwh == meter_mwh
    after = meter_mwh - records[-1].stop_mwh()
    assert records[0].start_mwh + billed + between + after == meter_mwh
    assert 0 <= between + after <= 20000  # what flowed between the last reading and the opening
    assert world.crashes == []


def test_a_new_flash_is_erased_block_by_block_and_a_car_waits_for_one_only():
    class Blank(Flash):
        def __init__(self):
            self._pages = {}
            self.erases = 0

        def ioctl(self, operation, argument):
            self.erases += operation == 6
            return Flash.ioctl(self, operation, argument)

    pile = Sold()
    pile.ports.flash = Blank()
    pile.boot()
    pile.hal.car = "C"
    pile.run(2000)
    assert pile.ports.flash.erases <= 1
    pile.run(3000)
    assert pile.core.state == states.CHARGING
    pile.leave()
    pile.run(2000)
    assert pile.ports.flash.erases in (15, 16)
    pile.run(TURNS_MS)
    assert pile.live.enable == 1


def test_nobody_charges_on_a_card_of_before_when_the_till_fails():
    pile = Sold(b'{"authorise": "list"}')
    pile.run(2000)
    pile.ports.reader.present("04AABBCC")
    pile.charge()
    assert pile.core.state == states.CHARGING
    step, pile.app.trade.till.step = pile.app.trade.till.step, None
    pile.leave()
    pile.charge()
    pile.run(5000)
    assert pile.core.state != states.CHARGING
    pile.leave()
    pile.app.trade.till.step = step
    pile.run(3000)
    assert len(pile.records()) == 1


def test_a_trace_that_cannot_be_kept_leaves_its_session_archived():
    pile = Sold()
    write = pile.store.write

    def full(name, data):
        if name.startswith("trace"):
            raise OSError(28)
        write(name, data)

    pile.store.write = full
    for _ in range(10):
        pile.charge()
        pile.leave()
    pile.run(3000)
    assert len(pile.records()) == 10
    assert "not saved" in pile.app.trade.message


def test_a_journal_that_stops_to_answer_does_not_stop_the_start():
    from session.journal import Journal

    pile = Sold()
    pile.charge()
    pile.leave()
    records = Journal.records

    def broken(_journal, _since=0):
        raise OSError(5)

    Journal.records = broken
    try:
        pile.boot()
    finally:
        Journal.records = records
    assert "cannot be read" in pile.app.trade.message
    pile.charge()
    assert pile.core.state == states.CHARGING
    pile.leave()
    assert [record.number for record in pile.records()] == [1, 2]
