import json

from service import bundle, heap
from shell import console, schema
from tests.shell.desk import charging

CARD = b"\x04\xa1\xb2\xc3"


def pages(desk, part):
    """Return the data of every page of a part."""
    found = []
    page = 0
    while page is not None:
        row = desk.data("bundle", part, page)
        assert row["part"] == part and len(desk.said[0]) < 4000, part
        found.append(row["data"])
        page = row["next"]
    return found


def test_every_part_is_a_few_short_lines():
    desk = charging()
    for part in desk.data("bundle")["parts"]:
        assert pages(desk, part), part
    settings = {}
    for page in pages(desk, "settings"):
        settings.update(page)
    assert settings == desk.pile.app.values
    rows = []
    for page in pages(desk, "trace"):
        rows += page["rows"]
    assert len(rows) == 150
    assert pages(desk, "unit")[0]["up_s"] == desk.pile.app.trade.clock.up_s


def test_what_is_wrong_with_a_request_is_told():
    desk = charging()
    for arguments in (("wings",), ("log", -1), ("log", "x")):
        row = desk.data("bundle", *arguments)
        assert not row["ok"] and "must be" in row["errors"][0]
    assert "python -m tools.report" in desk.ask("bundle")


def test_no_setting_that_sounds_secret_is_told():
    words = ("key", "secret", "password", "token")
    secrets = [row[0] for row in schema.ROWS if any(word in row[0] for word in words)]
    assert all(bundle.secret(name) for name in secrets)
    for name in ("wifi_password", "api_key", "token", "ocpp_Secret"):
        assert bundle.secret(name)
    assert not bundle.secret("meter_baud")
    desk = charging()
    desk.pile.app.values["wifi_password"] = "hunter22"
    told = json.dumps(pages(desk, "settings"))
    assert "hunter22" not in told and '"wifi_password": "(removed)"' in told


def test_a_card_is_told_by_its_ends():
    desk = charging()
    desk.pile.app.session.record.who = CARD
    console.bundle("sessions", json=True)
    assert "04a1b2c3" not in desk.said[-1] and '"04..c3"' in desk.said[-1]


def test_the_log_goes_back_page_by_page_and_misses_nothing():
    desk = charging()
    clock = desk.pile.app.trade.clock
    events = desk.pile.app.watch.events
    events.journal = None
    for number in range(60):
        events.waiting.append((128 + 2, bytes(9) + number.to_bytes(4, "little") + bytes(4)))
    assert clock.quality == 0
    numbers = []
    for page in pages(desk, "log"):
        numbers = [row[5] for row in page if row[4] == "fault"] + numbers
    assert numbers == list(range(60))


def test_memory_is_told_hour_by_hour_for_a_day():
    watch = charging().pile.app.watch
    for hour in range(30):
        for second, free in ((0, 5000 + hour), (60, 90000 - hour), (120, 4000 + hour)):
            watch.sample(hour * 3600 + second, free)
        assert len(heap.rows(watch)) == min(hour + 1, 24)
    rows = heap.rows(watch)
    assert [row[0] for row in rows] == list(range(6, 30))
    assert rows[-1] == [29, 4029, 89971] and rows[0] == [6, 4006, 89994]
