from core import states
from shell import console
from tests.shell.desk import Desk
from tools.world.bench import World

MONDAY_S = 1772380800  # 2026-03-02 00:00 in Shanghai
HOUR = 3600
HOME = "home"
WINDOWS = "owner mon-fri 18:00-08:00; blocked daily 12:00-13:00"
GUEST, OTHER = "04AAAAAA", "04BBBBBB"
OWNER = "040F0001"  # the bench's list knows it as of the group home


class Space:
    """A pile in its world at a local time of Monday 2 March 2026; `run` in seconds.

    One at a time: a small heap has no room for two.
    """

    latest = None

    def __init__(self, hour=10, clock=True, **settings):
        if Space.latest:
            console.attach(None)
            Space.latest.world = None
        Space.latest = self
        values = {
            "time_sharing": True,
            "authorise": "list",
            "windows": WINDOWS,
            "owner_group": HOME,
            "price_kwh": 1,
            "guest_warn_min": 1,
            "max_current_a": 16,
        }
        values.update(settings)
        self.world = World({"settings": values})
        self.world._ports.put_clock(MONDAY_S + int(hour * HOUR) if clock else 0)
        self.us = 0
        self.run(3)

    @property
    def app(self):
        return self.world.app

    @property
    def source(self):
        return self.app.rounds.fitted[0].source

    @property
    def reasons(self):
        return [states.REASONS[bit] for bit in range(20) if self.app.snapshot.reasons >> bit & 1]

    @property
    def charging(self):
        return bool(self.world.plant.poles)

    @property
    def lamp(self):
        return self.world.lamp.pattern

    def run(self, seconds):
        self.us += int(seconds * 1000000)
        self.world.step_until(self.us)

    def wait(self, minutes, steps=2):
        """Let the clock on the wall go on, and few seconds with it."""
        clock = self.app.trade.clock
        clock.set(clock.now_s() + int(minutes * 60) - steps, 3)
        self.run(steps)

    def card(self, uid, state="C"):
        self.world.put("card", uid)
        self.run(1)
        if state:
            self.world.put("ev.state", "B")
            self.run(1)
            self.world.put("ev.state", state)
            self.run(5)

    def unplug(self):
        self.world.put("ev.state", "A")
        self.run(4)

    def amps(self):
        return (self.app.snapshot.limit_ma + 500) // 1000


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


def reserved(user=GUEST, hour=10, start=0, hours=1, **words):
    space = Space(hour)
    desk = Desk(space.world)
    now_s = space.app.trade.clock.now_s()
    told = desk.data(
        "reserve", 5, user, start and now_s + start, now_s + start + hours * HOUR, **words
    )
    assert told == {"ok": True, "result": "Accepted", "why": ""}, told
    space.run(2)
    return space, desk


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


def test_words_that_are_wrong_are_named_and_change_nothing():
    space = Space(10)
    desk = Desk(space.world)
    for words, part in (
        ((1, "xyz", 0, "2026-03-02 11:00"), "a card id must be"),
        ((1, "", 0, "2026-03-02 11:00"), "user: must be a card"),
        ((1, GUEST, "tomorrow", "2026-03-02 11:00"), "start: must be unix seconds, or local"),
        ((1, GUEST, 0, "2026-02-30 11:00"), "expiry: must be unix seconds, or local"),
        ((1, GUEST, 0, "2026-03-02 09:00"), "expiry: must be after start"),
        (("1", GUEST, 0, "2026-03-02 11:00"), "id: must be a whole number"),
        ((1, GUEST, 0, "2026-03-02 11:00", 1.5), "grace_min: must be"),
    ):
        assert part in desk.ask("reserve", *words), words
    assert "there is no reservation 9" in desk.ask("unreserve", 9)
    assert "windows[0]: kind tenant" in desk.ask("windows", "tenant mon 08:00-09:00")
    assert space.app.values["windows"] == WINDOWS
    assert space.source.reservations.entries == []


def test_windows_are_put_in_force_at_once():
    space = Space(10)
    desk = Desk(space.world)
    assert "owner mon-fri 18:00-08:00\nblocked" in desk.ask("windows")
    desk.ask("windows", "rest owner")
    space.run(2)
    space.card(GUEST)
    assert not space.charging
    assert desk.data("space")["kind"] == "owner"
    assert "均为共享" in desk.ask("windows", "", lang="zh")


def test_without_time_sharing_it_says_how_to_have_it():
    world = World({"settings": {}})
    world.step_until(3000000)
    desk = Desk(world)
    for command, words in (
        ("space", ()),
        ("reserve", (1, GUEST, 0, 1772420400)),
        ("unreserve", (1,)),
    ):
        assert "set(time_sharing=True), then restart()" in desk.ask(command, *words)
    assert "not in force" in desk.ask("windows", "rest owner")
    assert world.app.rounds is None


def test_the_lines_of_the_space():
    desk = reserved(grace_min=20)[1]
    said = desk.ask("space")
    assert "reservation 5: 2026-03-02 10:00 to 2026-03-02 11:00, waits 20 min; in force" in said
    assert "these hours are the community's, until 2026-03-02 12:00" in said
    assert "生效中" in desk.ask("space", lang="zh")
    found = desk.data("space")
    assert found["reserved"] == 5 and found["kind"] == "community"
    assert found["until_s"] == MONDAY_S + 12 * HOUR


def test_damaged_reservations_are_told_and_the_pile_starts():
    space = Space(10)
    space.world.store.write("reservations", b"{")
    space.world.put("cpu.reset", "hard")
    space.run(3)
    assert "reservations are damaged" in Desk(space.world).data("status")["message"]
    space.card(GUEST)
    assert space.charging
