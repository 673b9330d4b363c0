"""Whose hours it is: who charges, pays, is warned and has to leave (S2)."""

from tests.shell.desk import Desk
from tests.space.pile import GUEST, HOUR, MONDAY_S, OWNER, Space


def test_the_community_s_hours_are_everybody_s_and_the_owner_s_his():  # S2
    space = Space(10)
    space.card(GUEST)
    assert space.charging
    space.unplug()
    night = Space(20)
    night.card(GUEST)
    assert not night.charging
    assert not night.app.session.open
    assert night.app.trade.authorise.answer == "reserved"
    night.card(OWNER, None)
    night.run(5)
    assert night.charging


def test_in_blocked_hours_nobody_begins_and_who_charges_pauses():  # S2
    noon = Space(12.5)
    noon.card(OWNER)
    assert not noon.charging and not noon.app.session.open
    late = Space(11.9)
    late.card(OWNER)
    assert late.charging
    late.wait(10, 12)
    assert not late.charging and late.app.session.open
    assert late.reasons[0] == "paused"
    assert late.app.session.record.reason == 0
    late.wait(60, 12)
    assert late.charging
    assert late.app.session.record.overstay_s < 5  # until the car takes up the offer again


def test_a_guest_is_warned_and_stopped_and_billed_until_the_unplug():  # S2, S4
    space = Space(17)
    desk = Desk(space.world)
    desk.ask("tariff", price=1, overstay="0.5", grace_min=10)
    space.card(GUEST)
    space.run(20)
    space.wait(58)
    assert space.lamp == "charging" and not space.source.warned
    space.wait(1)
    assert space.charging and space.lamp == "guest"
    assert "somebody else's from 2026-03-02 18:00: then the charge ends" in desk.ask("status")
    assert "起归他人使用：届时停止充电" in desk.ask("status", lang="zh")
    space.run(65)
    assert not space.charging
    session = space.app.session
    assert session.open and session.record.reason == 11
    assert space.app.outlet.journal.live().loaded == 0  # it was asked first
    space.run(630)
    assert session.record.overstay_s in range(50, 75)
    space.unplug()
    assert not session.open and session.record.overstay_e5() == 50000


def test_a_guest_may_be_reduced_or_kept():  # S2
    space = Space(17.9, guest_policy="reduce", guest_a=8)
    space.card(GUEST)
    assert space.amps() == 16
    space.wait(10, 65)
    assert space.charging and space.amps() == 8
    assert space.app.session.open
    limits = Desk(space.world).data("why")["limits"]
    assert [row["ma"] for row in limits if row["source"] == "space"] == [8000]
    kept = Space(17.9, guest_policy="keep")
    kept.card(GUEST)
    kept.wait(10, 65)
    assert kept.charging and kept.amps() == 16
    assert kept.lamp == "guest"


def test_the_owner_charges_on_and_pays_nothing_in_his_hours():  # S2
    space = Space(17.9)
    space.card(OWNER)
    space.run(10)
    paid_e5 = space.app.session.cost_e5
    assert paid_e5 > 0
    space.wait(10, 20)
    assert space.charging and space.lamp == "charging"
    lines = space.app.session.record.lines
    assert [line[2] for line in lines] == [100000, 0]
    assert lines[1][4] > 0


def test_with_plug_and_charge_who_plugs_in_is_the_owner():  # S1, S2
    space = Space(20, authorise="plug_and_charge")
    space.world.put("ev.state", "C")
    space.run(5)
    assert space.charging and space.app.session.free
    noon = Space(12.5, authorise="plug_and_charge")
    noon.world.put("ev.state", "C")
    noon.run(5)
    assert not noon.app.session.open


def test_without_a_time_the_setting_says_whose_it_is():
    for kind, who, charges in (
        ("community", GUEST, True),
        ("owner", GUEST, False),
        ("owner", OWNER, True),
    ):
        space = Space(clock=False, space_no_time=kind)
        space.card(who)
        assert space.charging == charges, (kind, who)
        assert "clock is not set" in Desk(space.world).ask("space")
    space = Space(clock=False)
    space.card(GUEST)
    space.app.trade.clock.set(MONDAY_S + 20 * HOUR, 3)  # only now it is known: he has to leave
    space.run(50)
    assert space.charging and space.source.warned
    space.run(20)
    assert not space.charging and space.app.session.open


def test_a_clock_that_is_put_forward_and_back_stops_nobody():  # REQ-T-2
    space = Space(17)
    space.card(GUEST)
    space.wait(120)
    assert space.charging and space.lamp == "guest"
    assert space.source.leaves_s - space.app.trade.clock.now_s() in range(50, 61)
    space.run(30)
    space.wait(-120)
    assert space.charging and space.lamp == "charging"
    space.run(90)
    assert space.charging and space.source.leaves_s == MONDAY_S + 18 * HOUR


def test_a_pile_whose_owner_has_no_group_says_so():
    space = Space(20, owner_group="")
    space.card(OWNER)
    assert not space.charging
    assert "set(owner_group=...)" in Desk(space.world).ask("space")
