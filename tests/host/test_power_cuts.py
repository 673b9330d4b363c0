"""The power-cut campaign: every flash operation of a day, random lives, and what it notices."""

import pytest

from session import journal
from session import record as records
from session.archive import Archive
from session.authorise import Authorise
from session.journal import Journal
from session.till import Till
from shell.store import FileStore
from tools.broken import Broken
from tools.powercut import day, judge, life
from tools.powercut.pile import Pile
from tools.powercut.world import FIRST_MWH, World
from tools.world.nor import PowerCut


@pytest.mark.parametrize("metered", (True, False))
@pytest.mark.parametrize("part", range(4))
def test_a_cut_in_every_flash_operation_of_a_day(part, metered):
    cuts, met, worst_wh = day.exhaust(metered, every=4, first=part)
    assert cuts > 120
    assert met > 50
    assert worst_wh == 0 if metered else 0 < worst_wh < 250


@pytest.mark.parametrize("metered", (True, False))
def test_cuts_of_a_day_on_a_stock_image(metered):
    cuts, met, worst_wh = day.exhaust(metered, stock=True, every=9)
    assert cuts > 120
    assert met > 50
    assert worst_wh == 0 if metered else 0 < worst_wh < 1000


@pytest.mark.parametrize("seed", (1, 2))
def test_lives_with_random_cuts(seed):
    met, worst_wh = life.life(seed, cuts=60)
    assert met > 5
    assert worst_wh < 1000


def days_of_one_session(cut_after):
    """Charge a truck that stays for more records than the journal holds; cut in a pause."""
    world = World(metered=False)
    flash = day.flash_of(world)
    pile = Pile(flash, world)
    pile.write()
    world.plugged, world.watts = 1, 11000
    pile.live(3)
    for _ in range(cut_after):
        pile.charge(True)
        pile.live(3600)
        pile.charge(False)
        pile.live(5)
    return judge.at_rest(day.again(flash, world, 0))


def test_the_next_car_goes_on_where_no_stop_is_written_and_no_clock_runs():
    world = World(metered=True, stock=True, clock=False)
    flash = day.flash_of(world)
    pile = Pile(flash, world)
    world.plugged, world.watts = 1, 11000
    pile.live(3)
    pile.charge(True)
    pile.live(120)
    world.outage(20000, leaves=1)
    ended = Pile(flash, world)
    judge.after_start(ended)
    assert ended.trade.till.finished  # in no file yet
    world.plugged = 1
    world.outage(30, leaves=0)
    pile = Pile(flash, world)
    judge.after_start(pile)
    assert pile.number() == 1
    assert judge.at_rest(pile) == (1, 0)
    assert pile.archive.last() == 1


@pytest.mark.parametrize("clock", (True, False))
@pytest.mark.parametrize("stock", (True, False))
def test_a_meter_counts_on_through_hours_without_a_pause(stock, clock):
    world = World(metered=True, stock=stock, clock=clock)
    flash = day.flash_of(world)
    pile = Pile(flash, world)
    world.plugged, world.watts = 1, 11000
    pile.live(3)
    pile.charge(True)
    pile.live(4 * 3600)
    assert judge.at_rest(day.again(flash, world, 0)) == (1, 0)


def test_a_jump_of_the_meter_across_a_cut_is_on_nobodys_bill():
    for stock, jump_kwh in ((True, 500), (False, 20)):  # a day, an hour, of 16 A and a fault
        world = World(metered=True, stock=stock)
        flash = day.flash_of(world)
        pile = Pile(flash, world)
        world.plugged, world.watts = 1, 11000
        pile.live(3)
        pile.charge(True)
        pile.live(600)
        counted_wh = world.energy_wh()
        world.mwh += jump_kwh * 1000000
        with pytest.raises(Broken, match="Wh wrong"):
            judge.at_rest(day.again(flash, world, 0))
        pile = Pile(flash, world)
        record = next(iter(pile.archive.entries())).record
        found = records.unpack(record)
        assert found.flags & records.METER_GAP
        assert found.energy_mwh() // 1000 <= counted_wh - FIRST_MWH // 1000


def test_a_session_longer_than_the_journal_survives_a_cut():
    for hours in (1, 16, 17, 18, 19, 40):
        assert days_of_one_session(hours)[1] <= 120, hours


def test_it_notices_starts_that_share_a_page_with_progress(monkeypatch):
    monkeypatch.setattr(journal, "PASSING", 0)
    with pytest.raises(Broken, match="the last session is"):
        day.exhaust(metered=True)


def test_it_notices_progress_that_stays_in_one_page(monkeypatch):
    place = Journal._place

    def one(self, passing, size):
        self._turn = 0
        return place(self, passing, size)

    monkeypatch.setattr(Journal, "_place", one)
    with pytest.raises(Broken, match="Wh wrong"):
        day.exhaust(metered=False)


def test_it_notices_settings_that_are_gone(monkeypatch):
    def write(self, name, data):
        try:
            self._system.remove(self._file(name, ""))
        except OSError:
            pass
        self._fill(self._file(name, ""), data)

    monkeypatch.setattr(FileStore, "write", write)
    with pytest.raises(Broken, match=r"settings|tariff"):
        day.exhaust(metered=True)


def test_it_notices_a_session_that_is_archived_twice(monkeypatch):
    newest = Archive._newest
    monkeypatch.setattr(Archive, "_newest", lambda self: (0, newest(self)[1]))
    with pytest.raises(Broken, match="archive"):
        day.exhaust(metered=True)


def test_it_notices_flash_that_is_erased_too_early(monkeypatch):
    keep_from = Journal.keep_from
    monkeypatch.setattr(Journal, "keep_from", lambda self, _: keep_from(self, self.sequence))
    with pytest.raises(Broken):
        days_of_one_session(40)


def test_nothing_in_the_firmware_survives_a_cut():
    assert not issubclass(PowerCut, Exception)


def test_it_notices_a_session_that_another_driver_may_stop(monkeypatch):
    take_up = Authorise.take_up
    monkeypatch.setattr(
        Authorise, "take_up", lambda self, *row: self._given or take_up(self, *row)
    )
    with pytest.raises(Broken, match="somebody else may stop"):
        life.life(6, cuts=60)


def test_it_notices_a_session_that_goes_on_for_anybody(monkeypatch):
    monkeypatch.setattr(Till, "_proof", lambda *_: True)
    with pytest.raises(Broken, match="goes on for somebody else"):
        life.life(5, cuts=60)
