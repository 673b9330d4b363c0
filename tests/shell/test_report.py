from core import faults, states
from core.clock import LONG_AGO
from shell import listing
from tests.shell.desk import Desk, charging
from tests.shell.fakes import TURNS_MS, Pile


def test_status_for_people_and_for_tools():
    desk = charging(b'{"max_current_a": 16}')
    text = desk.ask("status")
    assert "state: charging" in text
    assert "offered: 16.0 A" in text
    assert "充电中" in desk.ask("status", lang="zh")
    data = desk.data("status")
    assert data["state"] == "charging"
    assert data["limit_ma"] == 15996
    assert data["contactor"] == "closed"
    assert data["fault"] == "none"
    assert data["session"] == "open"


def test_why_lists_every_reason_in_order():
    desk = Desk(Pile(settings=None))
    desk.pile.run(2000)
    lines = desk.ask("why").split("\n")
    assert lines[0] == "not charging:"
    assert lines[1] == "1. no car is plugged"
    assert lines[2].startswith("2. the settings are missing")
    assert "set(max_current_a=" in lines[3]
    assert desk.data("why")["reasons"] == ["no_car", "settings"]
    assert desk.ask("why", lang="zh").startswith("未充电：\n1. 未插枪\n2. 设置缺失")


def test_why_says_who_wins_and_until_when():
    desk = charging(b'{"max_current_a": 16, "claim_policy": "stop"}')
    desk.pile.ports.link.claims = [("pv", 12, 90), ("ems", 10, 60)]
    desk.pile.run(1000)
    lines = desk.ask("why").split("\n")
    assert lines[0] == "charging, 10.0 A on offer"
    assert lines[1] == "limits, the one that wins first:"
    assert lines[2] == "  10.0 A: set-point of ems (api 500), for 60 s more, then it becomes 0 A"
    assert lines[3] == "  12.0 A: set-point of pv (api 500), for 90 s more, then it becomes 0 A"
    assert lines[4] == "  16.0 A: setting max_current_a"
    text = desk.ask("why", lang="zh")
    assert "10.0 A: ems 的限流（api 500），剩余 60 秒，到期后变为 0 A" in text
    data = desk.data("why")
    assert data["charging"]
    assert data["limits"][0] == {
        "source": "ems",
        "kind": "cap",
        "priority": 500,
        "ma": 10000,
        "wants": 10000,
        "unit": "mA",
        "left_s": 60,
        "until": None,
        "policy": "stop",
        "wins": True,
    }
    assert [limit["wins"] for limit in data["limits"]].count(True) == 1


def test_why_of_a_pause_names_the_limit():
    desk = charging()
    desk.ask("limit", 0)
    desk.pile.hal.car = "B"
    desk.pile.run(1000)
    lines = desk.ask("why").split("\n")
    assert lines[1] == "1. a limit leaves less than 6 A"
    assert lines[2] == "   0.0 A: set-point of console (manual 1000)"


def test_why_of_an_expired_claim_says_so():
    desk = charging(b'{"claim_policy": "hold"}')
    desk.ask("limit", 8, 1)
    desk.pile.run(2000)
    text = "8.0 A: set-point of console (manual 1000), its lifetime is over (hold)"
    assert text in desk.ask("why")


def test_why_of_a_fault_explains_it():
    desk = charging()
    desk.pile.app.outlet.latch.trip(faults.WELDED)
    desk.pile.run(TURNS_MS)
    text = desk.ask("why")
    for part in ("welded: Contactor does not open", "cause: ", "do: ", "clear('welded')"):
        assert part in text
    assert "接触器粘连" in desk.ask("faults", lang="zh")
    assert desk.data("faults") == [{"fault": "welded", "ocpp": "PowerSwitchFailure", "number": 1}]


def test_why_of_the_random_wait_counts_down():
    pile = Pile(b'{"random_delay_s": 100}')
    pile.hal.car = "B"
    pile.run(5000)
    desk = Desk(pile)
    text = desk.ask("why")
    assert "random wait" in text
    assert "s more; clear('delay') ends it" in text
    desk.ask("clear", "delay")
    pile.run(5000)
    assert pile.core.state == states.OFFERING


def test_every_way_a_fault_clears_is_told():
    desk = Desk(Pile())
    latch = desk.pile.app.outlet.latch
    for fault, words in (
        (faults.WELDED, "clear('welded') once the cause is gone"),
        (faults.RCD_TRIP, "clears on unplug"),
        (faults.FREQUENCY, "clears by itself"),
        (faults.PE_LOST, "clears by itself, 3 times a plug-in at most"),
    ):
        latch.bits = 1 << fault
        desk.pile.app.outlet.journal.live().faults = 1 << fault
        assert desk.ask("faults").split("\n")[3] == "  then: " + words


def test_no_fault_is_said_too():
    desk = Desk(Pile())
    assert desk.ask("faults") == "no fault"
    assert desk.data("faults") == []


def test_a_crash_of_a_job_is_shown():
    desk = Desk(Pile())
    desk.pile.ports.meter.error = ValueError("bad register")
    desk.pile.run(100)
    assert "last crash of a job: ValueError: bad register" in desk.ask("status")
    desk.pile.ports.meter.error = None
    desk.pile.ports.meter.online = False
    desk.pile.run(100)
    assert "the meter does not answer" in desk.ask("status")


def test_every_kind_of_limit_has_its_line():
    desk = charging(b'{"ramp_a_per_min": 6}')
    app = desk.pile.app
    app.outlet.thermal.limit_ma = 9000
    app.outlet.charger.seen_b = False
    codes = [limit["source"] for limit in desk.data("why")["limits"]]
    assert codes[:3] == ["ramp", "heat", "simplified"]
    assert sorted(codes[3:]) == ["board", "cable", "install", "profile"]
    text = desk.ask("why")
    for line in (
        "  9.0 A: temperature",
        "  10.0 A: a car that never showed state B",
        "  32.0 A: setting max_current_a\n  32.0 A: what the board can carry",
        "  80.0 A: the cable",
    ):
        assert line in text, line


def test_status_tells_faults_and_what_is_wrong_with_the_settings():
    desk = Desk(Pile(settings=None))
    desk.pile.app.outlet.latch.trip(faults.WELDED)
    desk.pile.run(1000)
    lines = desk.ask("status").split("\n")
    assert "fault: Contactor does not open" in lines
    assert desk.pile.app.message in lines


def test_events_long_ago_have_no_age():
    assert listing.ago(1500, 0) == "1.5 s"
    assert listing.ago(200, 0x3FFFFF00) == "0.4 s"
    assert listing.ago(LONG_AGO + 5, 0) == "?"
