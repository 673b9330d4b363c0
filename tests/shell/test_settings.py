from core.config import PROFILES
from shell import settings
from shell.check import CHOICE, NUMBER, PHASES, SWITCH, TEXT, WHOLE
from shell.memory_store import MemoryStore
from shell.schema import ALLOWED, DEFAULT, KEY, KIND, ROWS


def test_defaults_are_good_in_every_profile():
    for profile in PROFILES:
        values = settings.defaults()
        values["profile"] = profile
        assert settings.check(values) == []


def test_nothing_said_is_good_and_means_the_defaults():
    assert settings.check({}) == []
    assert settings.complete({}) == settings.defaults()


def test_defaults_of_the_scenario_format():
    values = settings.defaults()
    wanted = (
        ("profile", "iec"),
        ("max_current_a", 32),
        ("phases", 3),
        ("authorise", "plug_and_charge"),
        ("ventilation", False),
        ("random_delay_s", 0),
        ("ramp_a_per_min", 0),
        ("min_off_s", 1),
        ("claim_policy", "release"),
        ("schedule", "off"),
    )
    for key, value in wanted:
        assert values[key] == value, key


def test_every_row_takes_its_edges_and_refuses_what_lies_beyond():
    for row in ROWS:
        allowed = row[ALLOWED]
        if row[KIND] in (WHOLE, NUMBER):
            good = (row[DEFAULT],) + allowed
            bad = (allowed[0] - 0.01, allowed[1] + 1, -1, None, True, [], "many")
        elif row[KIND] == CHOICE:
            good = allowed
            bad = ("other", None, 7, True, [])
        elif row[KIND] == PHASES:
            good = (allowed[0], [allowed[0], allowed[1], row[DEFAULT]])
            bad = (allowed[0] - 1, [40, 40], [40, 40, 5], [40, 40, 40.0], None, True, "many")
        elif row[KIND] == SWITCH:
            good = (True, False)
            bad = (0, 1, "true", None)
        else:
            assert row[KIND] == TEXT
            good = ("", "x" * allowed[0])
            if row[KEY] in [text[0] for text in settings._TEXTS]:  # has a grammar of its own
                good = (row[DEFAULT],)
            bad = ("x" * (allowed[0] + 1), 1, None, False)
        for value in good:
            assert not [
                e
                for e in settings.check({row[KEY]: value})
                if "must be " in e and "above" not in e
            ]
        for value in bad:
            errors = settings.check({row[KEY]: value})
            assert len(errors) == 1, (row[KEY], value)
            assert errors[0].startswith(row[KEY] + " = "), errors
            assert "must be " in errors[0]


def test_an_error_names_key_value_and_what_is_allowed():
    assert settings.check({"max_current_a": 5}) == [
        "max_current_a = 5: must be a whole number from 6 to 80 A"
    ]
    assert settings.check({"fallback_a": 3}) == [
        "fallback_a = 3: must be a whole number from 6 to 80 A, or 0"
    ]
    assert settings.check({"profile": "uk"}) == ['profile = "uk": must be one of: iec, gbt, j1772']
    assert settings.check({"ventilation": 1}) == ["ventilation = 1: must be true or false"]


def test_true_is_not_a_number_and_a_fraction_is_not_whole():
    assert settings.check({"phases": True})
    assert settings.check({"wake_tries": True})
    assert settings.check({"max_current_a": 16.0})
    assert settings.check({"under_voltage_v": 190.5}) == []


def test_unknown_key_lists_those_there_are():
    errors = settings.check({"max_curent_a": 16})
    assert len(errors) == 1
    assert errors[0].startswith("max_curent_a: no such key; there are: at_limit, authorise, claim")


def test_every_error_is_reported_at_once():
    assert len(settings.check({"phases": 2, "wake": "hard", "nothing": 0})) == 3


def test_windows_must_be_in_order_with_the_profile_s_other_edge():
    assert settings.check({"under_voltage_v": 210}) == [
        "under_voltage_v = 210: must not be above recover_low_v = 207.0"
    ]
    assert settings.check({"under_voltage_v": 207, "recover_low_v": 210}) == []
    assert settings.check({"derate_c": 80, "hot_c": 70})
    assert settings.check({"fallback_a": 16, "max_current_a": 10})
    assert settings.check({"profile": "gbt", "under_voltage_v": 199})


def test_something_else_than_a_table_is_an_error():
    assert settings.check([]) == ["settings: must be a table of keys and values"]


def test_saved_settings_come_back():
    store = MemoryStore()
    settings.save(store, {"max_current_a": 16, "profile": "gbt"})
    values, message = settings.load(store)
    assert message == ""
    assert values["max_current_a"] == 16
    assert values["profile"] == "gbt"
    assert values["phases"] == 3
    assert settings.usable(values)


def test_bad_settings_are_not_saved():
    store = MemoryStore()
    try:
        settings.save(store, {"max_current_a": 5})
    except ValueError as error:
        assert "max_current_a = 5" in str(error)
    else:
        raise AssertionError("saved")
    assert store.read(settings.NAME) is None


def test_a_fresh_board_offers_nothing_and_says_what_to_do():
    values, message = settings.load(MemoryStore())
    assert values["max_current_a"] == 0
    assert not settings.usable(values)
    assert message == "no settings yet: nothing is offered; do set(max_current_a=...)"


def test_damaged_settings_give_way_to_the_previous_ones():
    for damage in (b"", b"{", b"\x00\xff", b"[]", b'{"max_current_a": 500}'):
        store = MemoryStore()
        settings.save(store, {"max_current_a": 10})
        store.write(settings.NAME, damage)
        values, message = settings.load(store)
        assert values["max_current_a"] == 10, damage
        assert "damaged" in message
        assert "previous" in message


def test_two_damaged_generations_offer_nothing():
    store = MemoryStore()
    store.write(settings.NAME, b"junk")
    store.write(settings.NAME, b"{}junk")
    values, message = settings.load(store)
    assert not settings.usable(values)
    assert "damaged" in message
    assert "set(max_current_a=" in message


def test_a_zone_is_read_before_it_is_taken():
    assert settings.check({"zone": "CET-1CEST,M3.5.0,M10.5.0/3"}) == []
    for text in ("", "Europe/Berlin", "CET-1CEST"):
        assert settings.check({"zone": text})[0].startswith("zone = %s: must be a POSIX" % text)


def test_windows_are_checked():
    assert settings.check({"windows": "owner mon-fri 18:00-08:00; rest community"}) == []
    (error,) = settings.check({"windows": "owner mon-fri 18:00-28:00"})
    assert error.startswith("windows[0]: to 28:00: must be a time")
