import json

from shell import console
from shell.clock import NTP
from tests.shell.desk import Desk
from tests.shell.fakes import Pile

START = 1767225600  # 2026-01-01 00:00 UTC, 8:00 in China
PLAN = {
    "id": "A-1",
    "needed_kwh": 2,
    "departure": "09:00",
    "slots": [
        {"start": "2026-01-01T08:00", "stop": "2026-01-01T08:02", "kw": 11.04},
        {"start": "2026-01-01T08:04", "stop": "2026-01-01T08:10", "kw": 22.08},
    ],
}


def desk(orderly=True, **values):
    """A desk on a small pile that knows the time."""
    console.attach(None)  # two piles at a time leave a small heap no room
    values.update({"orderly": orderly, "default_kwh": 0})
    pile = Pile(json.dumps(values).encode())
    pile.run(2000)
    pile.app.trade.clock.set(START, NTP)
    return Desk(pile)


def test_no_plan_is_said_and_how_to_turn_plans_on():
    there = desk()
    assert there.ask("plan") == "no plan"
    assert there.ask("plan", lang="zh") == "无计划"
    assert there.data("plan") == {"origin": None, "charges_at_once": False, "waits": False}
    there = desk(False)
    assert "set(orderly=True)" in there.ask("plan")
    assert there.pile.app.rounds is None


def test_a_plan_is_taken_shown_and_set_aside():
    there = desk()
    said = there.ask("plan", json.dumps(PLAN)).split("\n")
    assert said == [
        "the plan holds from now on",
        "plan A-1 of the platform: 0.00 of 2.00 kWh, by 01-01 09:00",
        "it waits for a car",
        "11.04 kW until 01-01 08:02",
        "  01-01 08:00 - 08:02  11.04 kW  0.36 kWh",
        "  01-01 08:04 - 08:10  22.08 kW  2.20 kWh",
    ]
    there.pile.run(3000)
    assert there.pile.live.limit_ma == 16000
    assert "平台计划 A-1" in there.ask("plan", lang="zh")
    assert "no plan holds" in there.ask("plan", "now")
    there.pile.run(3000)
    assert there.pile.live.limit_ma == 32000


def test_who_cannot_wait_waits_for_no_dice_either():
    there = desk(random_delay_s=600)
    there.ask("plan", json.dumps(PLAN))
    there.pile.run(2000)
    there.ask("plan", "now")
    there.pile.run(2000)
    assert there.pile.live.limit_ma == 32000


def test_a_bad_plan_is_refused_and_changes_nothing():
    there = desk()
    there.ask("plan", json.dumps(PLAN))
    before = there.data("plan")
    said = there.data("plan", json.dumps(dict(PLAN, needed_kwh=0)))
    assert said["ok"] is False and said["errors"][0].startswith("needed_kwh: must be")
    assert "plan: is no JSON" in there.ask("plan", "{")
    assert there.data("plan") == before
