"""The console of orderly charging on a whole world: what is planned against what comes."""

import json

from tests.shell.desk import Desk
from tests.shell.test_texts import check_pair
from tools.world.bench import World
from tools.world.clock import micros

START = 1767225600  # 2026-01-01 00:00 UTC, 8:00 in China: 0 ms of a world
PLAN = {
    "id": "A-1",
    "needed_kwh": 2,
    "departure": "09:00",
    "slots": [
        {"start": "2026-01-01T08:00", "stop": "2026-01-01T08:02", "kw": 11.04},
        {"start": "2026-01-01T08:04", "stop": "2026-01-01T08:10", "kw": 22.08},
    ],
}


def world(car=True, **values):
    """A desk on a pile that charges by plans."""
    there = World({"settings": dict({"orderly": True, "default_kwh": 0}, **values)})
    if car:
        there.step_until(micros(2000))
        there.put("ev.state", "B")
        there.step_until(micros(4000))
        there.put("ev.state", "C")
    there.step_until(micros(8000))
    return Desk(there)


def until(desk, seconds):
    desk.pile.step_until(micros(seconds * 1000))


def test_no_plan_is_said():
    desk = world()
    assert desk.ask("plan") == "no plan"
    assert desk.ask("plan", lang="zh") == "无计划"
    assert desk.data("plan") == {"origin": None, "charges_at_once": False, "waits": False}


def test_without_the_setting_it_says_how_to_turn_it_on():
    desk = world(orderly=False)
    assert "set(orderly=True)" in desk.ask("plan")
    assert desk.pile.app.rounds is None


def test_a_platforms_plan_against_what_came_of_it():
    desk = world()
    assert desk.ask("plan", json.dumps(PLAN)).startswith("the plan holds from now on\nplan A-1 of")
    until(desk, 130)
    lines = desk.ask("plan").split("\n")
    assert lines[0].startswith("plan A-1 of the platform: 0.3")
    assert lines[0].endswith(" of 2.00 kWh, by 01-01 09:00")
    assert lines[1] == "pause until 01-01 08:04"
    assert lines[2].startswith("  01-01 08:00 - 08:02  11.04 kW  0.34 kWh  got 0.3")
    assert lines[3] == "  01-01 08:04 - 08:10  22.08 kW  2.20 kWh"
    found = desk.data("plan")
    assert found["origin"] == "platform" and found["live"] and not found["failed"]
    assert found["slots"][0]["start"] == START + 8
    assert found["slots"][0]["stop"] == START + 120
    assert found["slots"][1]["planned_mwh"] == 22080000 // 10
    assert found["delivered_mwh"] == found["slots"][0]["delivered_mwh"]
    until(desk, 605)
    assert "all that was needed is there" in desk.ask("plan")
    desk.pile.put("ev.state", "A")
    until(desk, 610)
    assert "the last plan:" in desk.ask("plan")


def test_what_a_car_leaves_is_said_and_that_the_plan_cannot_be_met():
    desk = world()
    desk.pile.put("ev.draws_a", [6, 6, 6])
    desk.ask("plan", json.dumps(PLAN))
    until(desk, 130)
    lines = desk.ask("plan").split("\n")
    assert lines[2].startswith("it cannot be met: 1.") and lines[2].endswith(
        " kWh will be missing"
    )
    assert lines[3].endswith("the car did not take it")
    assert desk.data("plan")["failed"]


def test_a_bad_plan_is_refused_with_the_field_and_changes_nothing():
    desk = world()
    desk.ask("plan", json.dumps(PLAN))
    before = desk.data("plan")
    for wrong in (
        dict(PLAN, needed_kwh=0),
        dict(PLAN, slots=PLAN["slots"][::-1]),
        dict(PLAN, departure="2025-01-01T08:00"),
        {},
    ):
        said = desk.ask("plan", json.dumps(wrong))
        assert said.startswith("nothing was done: "), wrong
    assert desk.ask("plan", "{").startswith("nothing was done: plan: is no JSON")
    assert desk.ask("plan", "need").startswith("nothing was done: needed_kwh: must be more than 0")
    assert "departure: noon: must be" in desk.ask("plan", "need", 5, "noon")
    assert desk.ask("plan", 7).startswith("nothing was done: the first word must be")
    assert desk.data("plan") == before


def test_need_and_now():
    desk = world(departure="08:30")
    assert desk.ask("plan", "need", 3).startswith("charges at the best price until then")
    until(desk, 10)
    assert desk.ask("plan").startswith("what was asked for: 0.0")
    assert desk.data("plan")["departure"] == START + 1800
    assert desk.ask("plan", "now").startswith("the car charges at once\nno plan holds")
    assert desk.data("plan")["charges_at_once"]


def test_an_unset_clock_is_said():
    there = World({"settings": {"orderly": True}})
    there.put("clock", "lost")
    there.step_until(micros(5000))
    desk = Desk(there)
    assert desk.ask("plan") == "the clock is not set: a car charges at once"
    assert "the clock is not set" in desk.ask("plan", "need", 5)


def test_its_texts_are_in_both_languages():
    from plan.plan_words import _CAUSES, _ORIGINS
    from shell.plan_console import _DONE

    for pair in list(_CAUSES.values()) + list(_ORIGINS) + list(_DONE.values()):
        check_pair(*pair)
