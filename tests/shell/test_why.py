from core.proximity import NO_CABLE
from power.claims import CAP, HOLD
from tests.shell.desk import Desk, charging
from tests.shell.fakes import Pile

NOON_S = 1790049600  # 2026-09-22 12:00 in CST-8


def limits(desk, lang=None):
    """Return the lines of limits."""
    lines = desk.ask("why", lang=lang).split("\n")
    head = "limits, the one that wins first:" if lang is None else "电流限制（第一项生效）："
    return [line.strip() for line in lines[lines.index(head) + 1 :]]


def test_wishes_that_are_outranked_come_last():
    desk = charging()
    desk.ask("limit", 20, kind="wish", source="boost", priority="boost")
    desk.ask("limit", 7, kind="wish", source="sun", priority="divert")
    desk.ask("limit", 10, source="feeder", priority="limit")
    found = limits(desk)
    assert found[0] == "10.0 A: set-point of feeder (limit 1100)"
    assert found[1] == "20.0 A: wish of boost (boost 200)"
    assert found[-1] == "7.0 A: wish of sun (divert 50), outranked"
    assert limits(desk, "zh")[-1] == "7.0 A: sun 的期望（divert 50），优先级较低，未生效"
    rows = desk.data("why")["limits"]
    assert (rows[0]["source"], rows[0]["wins"]) == ("feeder", True)
    assert (rows[-1]["source"], rows[-1]["kind"], rows[-1]["wins"]) == ("sun", "wish", False)


def test_watts_and_phases_are_told_as_they_were_said():
    desk = charging()
    desk.ask("limit", watts=6900, source="dso")
    desk.ask("limit", [8, 9.5, 12], source="site")
    desk.ask("limit", watts=[2300, 2530, 4600], source="feeder")
    assert limits(desk)[:3] == [
        "8.0 A: set-point of site (manual 1000), R 8.0 A S 9.5 A T 12.0 A",
        "10.0 A: set-point of dso (manual 1000), 6900 W",
        "10.0 A: set-point of feeder (manual 1000), R 2300 W S 2530 W T 4600 W",
    ]
    rows = desk.data("why")["limits"]
    assert (rows[0]["ma"], rows[0]["wants"], rows[0]["unit"]) == (8000, [8000, 9500, 12000], "mA")
    assert (rows[1]["ma"], rows[1]["wants"], rows[1]["unit"]) == (10000, 6900, "W")


def test_the_claim_of_a_part_of_the_pile_has_the_local_time_of_its_end():
    desk = charging()
    app = desk.pile.app
    app.trade.clock.set(NOON_S, 3)
    claim = app.claims.put(
        desk.pile.ports.now_ms, "plan", 9000, 5000, HOLD, terms=(CAP, 100, -1, True)
    )
    for ahead_s, said in ((7200, "14:00"), (86400, "2026-09-23 12:00")):
        claim.until_s = NOON_S + ahead_s
        assert limits(desk)[0] == "9.0 A: set-point of plan (timer 100), until " + said
    assert limits(desk, "zh")[0] == "9.0 A: plan 的限流（timer 100），至 2026-09-23 12:00"
    row = desk.data("why")["limits"][0]
    assert (row["until"], row["left_s"]) == ("2026-09-23 12:00", None)


def test_a_fallback_of_its_own_is_told():
    desk = charging()
    desk.ask("limit", 10, 60, policy="fallback", fallback=6)
    text = "10.0 A: set-point of console (manual 1000), for 60 s more, then it becomes 6.0 A"
    assert limits(desk)[0] == text


def test_a_rank_without_a_name_is_a_number():
    desk = charging()
    desk.ask("limit", 10, priority=70)
    assert limits(desk)[0] == "10.0 A: set-point of console (70)"


def test_a_contactor_that_rests_is_told_and_how_long():
    desk = charging()
    for _ in range(6):
        desk.pile.app.claims.put(desk.pile.ports.now_ms, "sun", 0)
        desk.pile.run(500)
        desk.pile.app.claims.put(desk.pile.ports.now_ms, "sun", 6000)
        desk.pile.run(4000)
    found = limits(desk)
    assert found[0].startswith("0.0 A: it was paused too often lately, for ")
    assert desk.data("why")["reasons"] == ["paused"]
    row = desk.data("why")["limits"][0]
    assert (row["source"], row["wins"]) == ("swings", True)
    assert 0 < row["left_s"] <= 600
    desk.ask("clear", "delay")
    desk.pile.run(6000)
    assert desk.data("status")["limit_ma"] == 6000


def test_enabled_allowed_offered_and_drawn_are_told_apart():  # REQ-ST-1
    desk = charging(b'{"max_current_a": 16}')
    desk.pile.ports.meter.current_ma = [9000, 9000, 9000]
    desk.pile.run(1000)
    data = desk.data("status")
    assert (data["enabled"], data["allowed_ma"], data["limit_ma"]) == (True, 16000, 15996)
    assert data["current_ma"] == [9000, 9000, 9000]
    desk.pile.hal.car = "A"
    desk.ask("limit", 10)
    desk.pile.run(1000)
    data = desk.data("status")
    assert (data["enabled"], data["allowed_ma"], data["limit_ma"]) == (True, 10000, 0)
    assert "allowed: 10.0 A\noffered: 0.0 A\nmeasured: " in desk.ask("status")


def test_what_is_asked_for_is_refused_with_what_is_allowed():
    desk = Desk(Pile())
    desk.pile.run(100)
    for arguments, terms, words in (
        ((), {}, "amps or watts must be given"),
        ((10,), {"watts": 4200}, "amps or watts must be given"),
        ((10,), {"colour": 1}, "colour: no such term; there are: source, watts, kind"),
        ((10,), {"kind": "hope"}, "kind must be one of: cap, wish"),
        ((10,), {"policy": "maybe"}, "policy must be one of: release, hold, fallback, stop"),
        ((10,), {"priority": "king"}, "priority king: one of default 10"),
        ((10,), {"phases": 2}, "phases must be 1 or 3"),
        ((10,), {"source": ""}, "source must be a text of 1 to 20"),
        ((10,), {"source": 5}, "source must be a text of 1 to 20"),
        ((10,), {"fallback": -1}, "fallback must be a number, 0 or more"),
        (([10, 11],), {}, "amps must be a number, or 3 of them"),
        (([10, 11, "x"],), {}, "amps must be a number, 0 or more"),
        ((10, -1), {}, "seconds must be a number, 0 or more"),
        ((), {"watts": 100001}, "0 to 100000 W"),
    ):
        assert words in desk.ask("limit", *arguments, **terms), (arguments, terms)
    assert desk.pile.live.limit_ma == 32000
    assert desk.pile.app.claims.explain(0) == []


def test_nobody_clears_a_part_of_the_pile():
    desk = charging()
    desk.pile.app.claims.put(0, "group", 9000, terms=(CAP, 1100, -1, True))
    assert "group is a part of this pile: its settings end it" in desk.ask("clear", "group")
    assert "part of this pile" in desk.ask("limit", 32, source="group")
    assert desk.ask("clear", "limits") == "every limit from outside is gone"
    assert limits(desk)[0] == "9.0 A: set-point of group (limit 1100)"


def test_without_a_car_no_cable_is_no_limit():
    desk = Desk(Pile())
    proximity = desk.pile.app.outlet.proximity
    proximity._tethered, proximity.cable_ma = 0, NO_CABLE  # a socket, nothing in it
    desk.pile.run(1000)
    assert desk.data("why")["reasons"] == desk.data("watch")["reasons"] == ["no_car"]
    assert "a limit" not in desk.ask("why")
    desk.ask("limit", 0)
    desk.pile.run(1000)
    assert desk.data("why")["reasons"] == desk.data("watch")["reasons"] == ["no_car", "paused"]
    assert "   0.0 A: set-point of console" in desk.ask("why")
