import json

from tests.shell.desk import Desk, charging
from tests.shell.fakes import Pile
from tests.shell.test_texts import check_pair
from tools.world.bench import World
from tools.world.clock import micros


def sold():
    """A desk on a world after two sessions; the second was stopped and its car is still there."""
    world = World({"settings": {"price_kwh": 0.35}})
    for ms, state in ((2000, "B"), (5000, "C"), (200000, "A"), (205000, "C"), (290000, "C")):
        world.step_until(micros(ms))
        world.put("ev.state", state)
    desk = Desk(world)
    desk.ask("stop")
    world.step_until(micros(330000))
    return desk


def test_sessions_says_a_line_each_and_one_in_full():
    desk = sold()
    first, second = desk.ask("sessions").split("\n")
    assert first.startswith("1  2026-01-01T00:00:02  3:1")
    assert " kWh  0." in first and first.endswith("the plug was pulled")
    assert second.startswith("2  2026-01-01T00:03:2") and second.endswith("stopped here")
    text = desk.ask("sessions", 1)
    for part in (
        "register: 0.000 to 1.",
        " kWh x (0.35 + 0.00) = 0.4",
        "  in all 0.4",
        "W of each",
    ):
        assert part in text, part
    minutes = text.split("W of each minute: ")[1].split()
    assert len(minutes) == 3 and 21000 < int(minutes[1]) < 23000
    assert "W of each minute: " in desk.ask("sessions", 2)
    assert "已拔枪" in desk.ask("sessions", lang="zh")
    assert "there is no session 3" in desk.ask("sessions", 3)
    assert "sessions(number=None" in desk.ask("sessions", "x", 1, 2, 3)


def test_sessions_as_data_add_up():
    desk = sold()
    row = desk.data("sessions", 1)
    assert row["reason"] == "EVDisconnected"
    assert row["stop_mwh"] - row["start_mwh"] == sum([line["mwh"] for line in row["lines"]])
    assert row["total_e5"] == sum([line["energy_e5"] for line in row["lines"]])
    assert len(row["minutes_w"]) == 3
    desk.ask("sessions", json=True)
    assert [json.loads(line)["number"] for line in desk.said] == [1, 2]


def test_without_a_session_it_says_so():
    assert Desk(Pile()).ask("sessions") == "no session yet"
    assert "no session runs" in Desk(Pile()).ask("stop")


def test_stop_and_start():
    desk = charging()
    assert "no more energy" in desk.ask("stop")
    desk.pile.run(1500)
    assert desk.pile.app.session.refuses()
    assert "somebody else" in desk.ask("start")
    pile = Pile(b'{"authorise": "remote"}')
    desk = Desk(pile)
    pile.run(2000)
    pile.hal.car = "B"
    pile.run(2000)
    assert not pile.app.session.open
    assert desk.data("why")["reasons"] == ["not_authorised"]
    assert "may charge" in desk.ask("start")
    pile.run(1500)
    assert pile.app.session.open
    assert pile.app.session.record.who == b"console"


def test_tariff_is_shown_and_set():
    desk = charging()
    assert "version 0" in desk.ask("tariff")
    text = desk.ask("tariff", price="0.30", service=0.1, currency="EUR", overstay="0.5", cap=20)
    assert "version 1, EUR" in text
    assert "price 0: 0.30 + service 0.10 a kWh" in text
    assert "overstay: 0.50 a minute after 0 min, at most 20.00" in text
    assert desk.data("tariff")["prices"] == [[30000, 10000]]
    desk.pile.run(1500)
    assert desk.pile.app.session.record.lines[-1][:4] == [1, 0x80, 30000, 10000]
    assert "prices: -1: must be an amount" in desk.ask("tariff", price=-1)
    assert "版本 1" in desk.ask("tariff", lang="zh")
    assert desk.pile.store.read("tariff") is None  # the contactor is closed
    desk.pile.hal.car = "A"
    desk.pile.run(3000)
    assert json.loads(desk.pile.store.read("tariff"))["version"] == 1
    again = Pile(store=desk.pile.store)
    assert again.app.trade.tariff()["currency"] == "EUR"


def test_price_kwh_is_the_tariff_until_there_is_one():
    pile = Pile(b'{"price_kwh": 0.35}')
    assert pile.app.trade.tariff()["prices"] == [[35000, 0]]
    pile.app.change({"price_kwh": 0.4})
    assert pile.app.trade.tariff()["prices"] == [[40000, 0]]
    Desk(pile).ask("tariff", price=1)
    pile.app.change({"price_kwh": 0.5})
    assert pile.app.trade.tariff()["prices"] == [[100000, 0]]


def test_a_full_car_is_announced():
    pile = Pile()
    desk = Desk(pile)
    desk.ask("tariff", price=0.3, overstay="0.5", grace_min=1)
    pile.charge()
    for _ in range(3):
        pile.ports.meter.energy_wh += 5
        pile.run(1000)
    pile.hal.car = "B"
    pile.run(10000)
    assert "the car is full for 0:1" in desk.ask("status")
    assert "each minute costs 0.50" in desk.ask("status")
    assert "每分钟收费" in desk.ask("status", lang="zh")
    pile.run(60000)
    assert "so far 0.00" in desk.ask("status")
    assert desk.data("status")["parked_s"] > 60


def test_every_reason_and_flag_has_its_texts():
    from session.record_words import FLAGS, REASONS
    from shell import till_console

    assert len(till_console._STOPS) == len(REASONS)
    assert len(till_console._FLAG_TEXTS) == len(FLAGS)
    for en, zh in till_console._STOPS[1:] + till_console._FLAG_TEXTS:
        check_pair(en, zh)


def test_the_pile_lives_on_while_sessions_are_exported():
    desk = sold()
    app = desk.pile.app
    runs = []
    main = app.jobs[0][2]
    app.jobs = (("main", 50, lambda now_ms: (runs.append(now_ms), main(now_ms))),) + app.jobs[1:]
    desk.ask("export")
    assert len(runs) == len(desk.said) == 2  # the head, and the session that is archived
