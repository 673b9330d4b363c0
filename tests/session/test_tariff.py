import json

from session import tariff, tariff_check
from session.tariff import UNSET, Tariff
from shell.memory_store import MemoryStore

NOON_S = 1767268800  # 2026-01-01 12:00:00 UTC
FOUR = {
    "version": 7,
    "currency": "CNY",
    "slot_min": 30,
    "zone_min": 480,
    "prices": [[30000, 10000], [60000, 10000], [90000, 10000], [20000, 40000]],
    "slots": "0" * 14 + "1" * 10 + "2" * 12 + "3" * 12,
    "grace_min": 15,
    "overstay_e5": 50000,
    "cap_e5": 2000000,
}


def changed(**words):
    data = dict(FOUR)
    data.update(words)
    return data


def test_the_price_of_each_slot_of_the_local_day():
    prices = Tariff(FOUR)
    midnight_s = NOON_S - 12 * 3600 - 480 * 60  # in China
    for hour, tier in ((0, 0), (6.99, 0), (7, 1), (11.99, 1), (12, 2), (18, 3), (23.99, 3)):
        rate = prices.rate(midnight_s + int(hour * 3600))
        assert rate == (7, tier, FOUR["prices"][tier][0], FOUR["prices"][tier][1]), hour
    assert prices.rate(midnight_s + 86400)[1] == 0


def test_slots_of_15_and_60_minutes():
    for slot_min, count in ((15, 96), (60, 24)):
        data = changed(slot_min=slot_min, slots="0" * (count - 1) + "3", zone_min=0)
        assert tariff_check.check(data) == []
        midnight_s = NOON_S + 12 * 3600
        assert Tariff(data).rate(midnight_s - 1)[1] == 3
        assert Tariff(data).rate(midnight_s - slot_min * 60 - 1)[1] == 0


def test_without_a_clock_the_cheapest_price_holds_and_is_marked():
    assert Tariff(FOUR).rate(0) == (7, 0 | UNSET, 30000, 10000)
    cheap = changed(prices=[[9, 9], [5, 9], [5, 9]], slots="")
    assert Tariff(cheap).rate(0) == (7, 1 | UNSET, 5, 9)


def test_the_flat_price_is_a_tariff_of_version_0():
    assert Tariff(tariff.flat(30000)).rate(NOON_S) == (0, 0, 30000, 0)
    assert Tariff(tariff.flat(30000)).terms == (0, 0, 0)


def test_each_error_names_its_key():
    assert tariff_check.check(FOUR) == []
    for key, value in (
        ("version", 0),
        ("version", 65536),
        ("version", True),
        ("zone_min", 900),
        ("grace_min", "15"),
        ("overstay_e5", -1),
        ("cap_e5", 0.5),
        ("currency", "EURO"),
        ("slot_min", 20),
        ("slot_min", 30.0),
        ("prices", []),
        ("prices", [[1, 2]] * 5),
        ("prices", [[1]]),
        ("prices", [[1, 2**32]]),
        ("slots", "0" * 47),
        ("slots", "0" * 47 + "4"),
        ("slots", 5),
    ):
        errors = tariff_check.check(changed(**{key: value}))
        assert errors and errors[0].startswith(key + ": "), (key, errors)
    assert "colour: no such key" in tariff_check.check(changed(colour=1))[0]
    del FOUR["cap_e5"]
    assert tariff_check.check(FOUR) == ["cap_e5: missing"]
    FOUR["cap_e5"] = 2000000


def test_what_a_person_types_becomes_a_tariff():
    data = tariff_check.typed(3, {"price": "0.35", "service": 0.1, "currency": "EUR"})
    assert data["prices"] == [[35000, 10000]]
    assert (data["version"], data["slots"], data["currency"]) == (3, "", "EUR")
    data = tariff_check.typed(3, {"prices": [[1, 0], ["0.5", 0]], "slots": "01" * 24, "cap": 20})
    assert data["prices"] == [[100000, 0], [50000, 0]]
    assert data["cap_e5"] == 2000000
    for words, error in (
        ({"price": -1}, "prices: -1: must be"),
        ({"cap": "x"}, "cap: x: must be"),
        ({"colour": 1}, "colour: no such key"),
    ):
        try:
            tariff_check.typed(1, words)
        except ValueError as found:
            assert error in str(found)
        else:
            raise AssertionError(words)


def test_a_damaged_tariff_gives_way_to_the_one_before():
    store = MemoryStore()
    assert tariff_check.load(store) is None
    store.write(tariff.NAME, json.dumps(FOUR).encode())
    for damaged in (b"{", b"{}", b"[1]", b"\xff\xfe"):
        store.write(tariff.NAME, json.dumps(FOUR).encode())
        store.write(tariff.NAME, damaged)
        assert tariff_check.load(store) == FOUR
