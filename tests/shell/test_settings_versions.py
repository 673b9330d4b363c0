"""Settings that another version wrote: on the way forward and back nothing is lost (F17)."""

import json

from shell import settings
from shell.memory_store import MemoryStore


def stored(text):
    store = MemoryStore()
    store.write("settings", text)
    return store


def test_keys_of_a_newer_version_are_no_damage_and_stay():
    store = stored(b'{"max_current_a": 16, "cloud": {"url": "x"}, "colour": 7}')
    values, message = settings.load(store)
    assert message == ""
    assert values["max_current_a"] == 16
    assert "colour" not in values
    values["max_current_a"] = 10
    settings.save(store, values)
    values["max_current_a"] = 12
    settings.save(store, values)
    kept = json.loads(store.read("settings"))
    assert kept["cloud"] == {"url": "x"} and kept["colour"] == 7
    assert kept["max_current_a"] == 12
    assert settings.load(store)[0]["max_current_a"] == 12


def test_a_migration_takes_over_and_leaves_the_old_key_for_the_way_back():
    store = stored(b'{"amps_times_ten": 160}')
    settings.MIGRATIONS = (("amps_times_ten", "max_current_a", lambda value: value // 10),)
    try:
        values, message = settings.load(store)
        assert message == ""
        assert values["max_current_a"] == 16
        settings.save(store, values)
        kept = json.loads(store.read("settings"))
        assert kept["amps_times_ten"] == 160 and kept["max_current_a"] == 16
        values["max_current_a"] = 20  # set here: the old key does not win again
        settings.save(store, values)
        assert settings.load(store)[0]["max_current_a"] == 20
    finally:
        settings.MIGRATIONS = ()


def test_a_known_key_with_a_value_of_a_newer_version_offers_nothing_and_stays():
    store = stored(b'{"max_current_a": 16, "meter": "newest"}')
    values, message = settings.load(store)
    assert values["max_current_a"] == 0
    assert "meter" in message
    assert b"newest" in store.read("settings")


def test_what_is_no_table_is_damaged():
    for text in (b"[1]", b"7", b"{", b"\xff"):
        values, message = settings.load(stored(text))
        assert values["max_current_a"] == 0
        assert "damaged" in message


def test_a_typed_key_that_is_not_known_is_still_refused():
    assert "colour" in settings.check({"colour": 7})[0]
