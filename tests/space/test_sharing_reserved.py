"""A reservation on a whole pile: for whom it is kept, and what ends it (S3)."""

from tests.shell.desk import Desk
from tests.space.pile import GUEST, HOME, HOUR, MONDAY_S, OTHER, OWNER, Space, reserved


def test_only_the_holder_charges_while_it_is_reserved():  # OP-121, OP-125, S3
    space, desk = reserved()
    assert space.lamp == "reserved"
    assert "reserved: number 5, kept until 2026-03-02 11:00" in desk.ask("status")
    space.card(OTHER)
    assert "   reserved: number 5" in desk.ask("why")  # F15
    assert not space.app.session.open and space.lamp == "reserved"
    assert "reserved for somebody else" in desk.ask("cards")
    space.card(GUEST, None)
    space.run(5)
    assert space.charging and space.lamp == "charging"
    assert space.source.reservations.used == (5, space.app.session.record.number)
    assert desk.data("space")["ended"] == [5, "used"]


def test_a_group_may_hold_it():  # OP-121
    space, _ = reserved("", group=HOME)
    space.card(GUEST)
    assert not space.charging
    space.card(OWNER, None)
    space.run(5)
    assert space.charging


def test_a_remote_start_of_somebody_else_is_refused():  # MO#163
    space, _ = reserved()
    authorise, now_ms = space.app.trade.authorise, space.world.clock.ticks_ms()
    assert not authorise.start(b"somebody", None, now_ms)
    assert authorise.start(space.app.trade.cards.hash(GUEST), None, now_ms)


def test_it_survives_a_reboot_and_can_be_cancelled_then():  # S3, MO#233
    space, _ = reserved()
    space.world.put("cpu.reset", "hard")
    space.run(4)
    space.card(OTHER)
    assert not space.charging and space.lamp == "reserved"
    assert "cancelled" in Desk(space.world).ask("unreserve", 5)
    space.run(3)
    space.card(OTHER, None)
    space.run(5)
    assert space.charging


def test_who_charged_before_the_reset_charges_on_in_somebody_else_s_time():
    space = Space(10)
    space.card(OTHER)
    now_s = space.app.trade.clock.now_s()
    Desk(space.world).ask("reserve", 5, GUEST, now_s + 5, now_s + 3600)
    space.app.change({"guest_policy": "keep"})
    space.run(6)
    space.world.put("cpu.reset", "hard")
    space.run(12)
    assert space.app.session.open and space.charging
    assert space.app.trade.authorise.who() == space.app.trade.cards.hash(OTHER)


def test_a_guest_leaves_for_a_reservation_too():  # S3
    space = Space(10)
    space.card(OTHER)
    now_s = space.app.trade.clock.now_s()
    Desk(space.world).ask("reserve", 5, GUEST, now_s + 20 * 60, now_s + 7200)
    space.wait(19)
    assert space.lamp == "guest" and space.charging
    space.run(70)
    assert not space.charging and space.app.session.record.reason == 11


def test_what_the_pile_has_against_a_reservation():  # OP-120, OP-124
    space = Space(10)
    desk = Desk(space.world)
    now_s = space.app.trade.clock.now_s()

    def result(start=0, user=GUEST):
        start_s = start or now_s
        return desk.data("reserve", 1, user, start_s, start_s + 600)["result"]

    assert result(MONDAY_S + 12 * HOUR) == "Unavailable"  # blocked
    assert result(MONDAY_S + 20 * HOUR) == "Unavailable"  # the owner's
    assert result(MONDAY_S + 20 * HOUR, OWNER) == "Accepted"
    space.world.put("estop", True)
    space.run(1)
    assert result() == "Faulted"
    space.world.put("estop", False)
    desk.ask("clear")
    space.run(3)
    space.card(GUEST)
    assert result() == "Occupied"
    assert result(now_s + 900) == "Accepted"
    assert len(space.source.reservations.entries) == 1


def test_blocked_hours_end_a_reservation():  # OP-124
    space, desk = reserved(hour=11.5, hours=2)
    space.wait(40)
    assert desk.data("space")["ended"] == [5, "unavailable"]
    assert space.lamp == "standby"


def test_damaged_reservations_are_told_and_the_pile_starts():
    space = Space(10)
    space.world.store.write("reservations", b"{")
    space.world.put("cpu.reset", "hard")
    space.run(3)
    assert "reservations are damaged" in Desk(space.world).data("status")["message"]
    space.card(GUEST)
    assert space.charging
