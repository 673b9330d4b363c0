"""profile(): what it says, takes and refuses, and what comes of it."""

import json

from power.claims import INNER
from shell import console
from shell.memory_store import MemoryStore
from tests.plan.profile_kit import NOW_S, sent
from tests.shell.desk import Desk
from tests.shell.fakes import Pile

MAX = "ChargePointMaxProfile"
ON = b'{"zone": "UTC0", "profiles": true}'


def desk(text=ON, store=None, clock_s=NOW_S):
    console.attach(None)  # two piles at a time leave a small heap no room
    pile = Pile(text, store=store)
    if clock_s:
        pile.app.trade.clock.set(clock_s, 2)
    return Desk(pile)


def request(data, connector=1):
    return json.dumps({"connectorId": connector, "csChargingProfiles": data})


def limit_a(one):
    one.pile.run(2000)
    return one.pile.live.limit_ma / 1000


def test_a_pile_without_the_setting_says_how_to_turn_it_on():
    one = desk(b"{}")
    assert "set(profiles=True)" in one.ask("profile")
    assert one.pile.app.rounds is None


def test_nothing_is_installed_at_first():
    assert desk().ask("profile").split("\n") == [
        "no charging profile",
        "what they allow in the next 24 h:",
        "  01-01 12:00  no limit",
    ]


def test_one_is_installed_shown_and_in_force():
    one = desk()
    data = sent([(0, 16), (3600, 7.5)], number=5, stack=2, duration=7200)
    assert one.ask("profile", request(data)).split("\n") == [
        "profile 5 is installed",
        "5: TxDefaultProfile, connector 1, level 2, Absolute from 01-01 12:00, for 7200 s",
        "  0 s: 16.0 A x3, 3600 s: 7.5 A x3",
        "what they allow in the next 24 h:",
        "  01-01 12:00  16.0 A x3",
        "  01-01 13:00  7.5 A x3",
        "  01-01 14:00  no limit",
    ]
    assert limit_a(one) == 16
    claim = one.pile.app.claims.find("ocpp")
    assert (claim.rank, claim.kind, claim.whose) == (1050, 0, INNER)
    assert "16" in one.ask("why")


def test_in_chinese_and_as_json():
    one = desk()
    weekly = sent([(0, 6)], kind="Recurring", recurrencyKind="Weekly", purpose=MAX, unit="W")
    weekly["validTo"] = "2027-01-01T00:00:00Z"
    assert "计划 1 已安装" in one.ask("profile", request(weekly, 0), lang="zh")
    assert "每 7 天" in one.ask("profile", lang="zh")
    one.ask("profile", json=True)
    row, day = [json.loads(line) for line in one.said]
    assert day == {"message": "", "composite": [[0, 0, 3]], "covers_s": 86400}
    assert (row["id"], row["purpose"], row["unit"], row["every_s"]) == (1, MAX, "W", 604800)
    assert (row["starts"], row["limits"], row["phases"]) == ([0], [60], [3])


def test_as_many_as_there_may_be():
    one = desk()
    last = []  # a small heap has no room for all the lines together

    def take(line):
        last[:] = [line]

    console.attach(one.pile.app, take)
    for number in range(8):
        periods = [(60 * place, 6 + (place + number) % 26) for place in range(50)]
        begin = "2026-01-01T%02d:00:00Z" % (12 + number)
        data = sent(periods, number, number, duration=3600, startSchedule=begin)
        console.profile(request(data))
        assert len(one.pile.app.rounds.fitted[0].source.installed) == number + 1, last
    assert last == ["cut: more than 50 periods"]
    console.profile(json=True)
    assert json.loads(last[0])["covers_s"] == 3600
    assert limit_a(one) == 6


def test_what_is_wrong_is_named_and_changes_nothing():
    one = desk()
    one.ask("profile", request(sent([(0, 16)])))
    for text, words in (
        ("{", "payload of SetChargingProfile"),
        ("[]", "payload of SetChargingProfile"),
        ('{"connectorId": 1}', "payload of SetChargingProfile"),
        (5, "payload of SetChargingProfile"),
        ("clean", "payload of SetChargingProfile"),
        (request(sent([(0, 6)]), 2), "connectorId: must be 0 or 1"),
        (request(sent([(0, -6)])), "chargingSchedulePeriod[0].limit: must be"),
        (request(sent([(0, 6)], purpose="TxProfile")), "no session runs"),
    ):
        said = one.ask("profile", text)
        assert "nothing was done" in said and words in said, said
    assert limit_a(one) == 16
    assert "one of: ChargePoint" in one.ask("profile", "clear", purpose="Tx")
    assert "profile(" in one.ask("profile", "clear", colour=1)


def test_clear_removes_what_is_named_at_once():
    one = desk()
    one.ask("profile", request(sent([(0, 16)])))
    one.ask("profile", request(sent([(0, 10)], purpose=MAX, number=2), 0))
    assert limit_a(one) == 10
    assert "no charging profile was there to clear" in one.ask("profile", "clear", id=3)
    assert "level must be a whole number" in one.ask("profile", "clear", level="x")
    assert "1 charging profile is gone" in one.ask("profile", "clear", purpose=MAX)
    one.pile.run(100)
    assert one.pile.live.limit_ma == 16000
    assert "1 charging profile is gone" in one.ask("profile", "clear")
    assert limit_a(one) == 32


def test_they_outlive_a_restart():
    store = MemoryStore()
    one = desk(store=store)
    one.ask("profile", request(sent([(0, 16)])))
    one.pile.run(4000)
    assert store.read("profiles") is not None
    del one  # two piles at a time leave a small heap no room
    one = desk(store=store)
    assert limit_a(one) == 16
    one.ask("profile", "clear")
    one.pile.run(4000)
    del one
    assert "no charging profile" in desk(store=store).ask("profile")


def test_what_is_damaged_is_told():
    store = MemoryStore()
    store.write("profiles", b"rubbish")
    one = desk(store=store)
    assert "install them again" in one.ask("profile")
    assert "install them again" in one.ask("status")
    assert limit_a(one) == 32


def test_without_a_clock_it_says_what_holds():
    one = desk(clock_s=0)
    one.ask("profile", request(sent([(0, 16)])))
    said = one.ask("profile", request(sent([(0, 20), (60, 10)], number=2, purpose=MAX), 0))
    assert "the clock is not set" in said
    assert "  +0 s  10.0 A x3" in said
    assert limit_a(one) == 10
    one.pile.app.trade.clock.set(NOW_S, 2)
    assert limit_a(one) == 16


def test_one_phase_is_claimed_where_the_pile_can_switch():
    one = desk()
    one.pile.app.rounds.fitted[0].source._switches = True  # the fake pile has one contactor
    one.ask("profile", request(sent([(0, 16, 1)])))
    assert limit_a(one) == 16
    assert one.pile.app.claims.find("ocpp").phases == one.pile.live.phases == 1
    one.ask("profile", request(sent([(0, 16, 3)])))
    one.pile.run(2000)
    assert one.pile.live.phases == 3


def test_a_session_has_its_own():
    one = desk()
    one.pile.charge()
    own = sent([(0, 8)], kind="Relative", purpose="TxProfile")
    assert "is installed" in one.ask("profile", request(own))
    assert limit_a(one) == 8
    one.pile.hal.car = "A"
    one.pile.run(3000)
    assert "no charging profile" in one.ask("profile")
    assert one.pile.store.read("profiles") is None
