"""The till in the app: what it does to a pile, and what a pile does to it."""

from core import states
from session import record as r
from tests.shell.sold import Sold


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


def test_a_reset_without_a_power_cut_asks_for_no_card():
    for warm in (True, False):
        pile = Sold(b'{"authorise": "list"}')
        pile.run(2000)
        pile.ports.reader.present("04112233")
        pile.charge()
        pile.ports.time_s = lambda: 0
        pile.ports.warm = warm
        pile.boot()
        pile.run(8000)
        assert (pile.core.state == states.CHARGING) == warm


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
