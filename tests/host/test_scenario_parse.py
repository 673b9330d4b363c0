"""Scenario files: every form of a key is read, and what is wrong is said with what is allowed."""

import tomllib

import pytest

from core import faults, states
from shell import settings
from tools.scenario import names, schema
from tools.scenario.parse import Malformed, load, normalise
from tools.world import keys


def read(text):
    return normalise(tomllib.loads(text))


def errors(text):
    with pytest.raises(Malformed) as caught:
        read(text)
    return "\n".join(caught.value.errors)


def at(*lines):
    return "end_ms = 1000\n[[at]]\nms = 10\n" + "\n".join(lines)


def expect(*lines):
    return "end_ms = 1000\n[[expect]]\n" + "\n".join(lines)


# A bad file: its text, and what the message must contain.
BAD = (
    ("", ("end_ms", "missing", "number from")),
    ("end_ms = 0", ("end_ms", "out of range", "allowed")),
    ('end_ms = "long"', ("end_ms", "'long'", "not a number")),
    ("end_ms = nan", ("end_ms", "out of range")),
    ("end_ms = 1000\ntiltle = 'x'", ("tiltle", "unknown key", "title")),
    ("end_ms = 1000\ntitle = 5", ("title", "5", "a string")),
    ("end_ms = 1000\nseed = 1.5", ("seed", "1.5", "whole number")),
    ("end_ms = 1000\nseed = true", ("seed", "not a number")),
    ("end_ms = 1000\nbench = ['hots']", ("bench", "hots", '"host"', '"vm"', '"chip"')),
    ("end_ms = 1000\nbench = []", ("bench", "nowhere", "host")),
    ("end_ms = 1000\nbench = 'host'", ("bench", "not a list")),
    ("end_ms = 1000\nboard = 'breadboard'", ("board", "breadboard", "virtual")),
    ("end_ms = 1000\nboard = 5", ("board", "5", "a string")),
    ("end_ms = 1000\n[settings]\nmax_amps = 5", ("settings.max_amps", "max_current_a")),
    ("end_ms = 1000\n[settings]\nprofile = 'uk'", ("settings.profile", "uk", "iec, gbt, j1772")),
    ("end_ms = 1000\n[settings]\nmax_current_a = 5", ("settings.max_current_a", "5", "6 to 80")),
    ("end_ms = 1000\nsettings = 5", ("settings", "5", "[settings]")),
    ("end_ms = 1000\n[settings]\nauthorise = 'all'", ("authorise", "all", "plug_and_charge")),
    ("end_ms = 1000\n[settings]\nschedule = '22-6'", ("settings.schedule", "off, limit, wish")),
    ("end_ms = 1000\n[settings]\nschedule = [1]", ("settings.schedule", "off, limit, wish")),
    ("end_ms = 1000\n[hardware]\nrcd = 'dc30'", ("hardware.rcd", "dc30", '"dc6_ac30"')),
    ("end_ms = 1000\n[hardware]\nlock = 1", ("hardware.lock", "1", "true or false")),
    ("end_ms = 1000\n[hardware]\nlocks = true", ("hardware.locks", "unknown key", "lock")),
    ("end_ms = 1000\nat = 5", ("at", "5", "[[at]]")),
    ("end_ms = 1000\n[[at]]\nestop = true", ("at[1].ms", "missing")),
    ("end_ms = 1000\n[[at]]\nms = -1", ("at[1].ms", "-1", "from 0")),
    (at('ev.state = "E"'), ("at[1].ev.state", "'E'", '"A"', '"short"')),
    (at('ev.stat = "B"'), ("at[1].ev.stat", "unknown key", "ev.state")),
    (at("ev = 5"), ("at[1].ev", "5", "unknown key")),
    (at('ev.model = "tank"'), ("at[1].ev.model", "tank", '"plain"')),
    (at("ev.draws_a = [16]"), ("at[1].ev.draws_a", "1 items", "3 items")),
    (at("ev.draws_a = 16"), ("at[1].ev.draws_a", "not a list")),
    (at('ev.draws_a = [1, 2, "x"]'), ("at[1].ev.draws_a", "item 'x'", "not a number")),
    (at("ev.obeys = 'no'"), ("at[1].ev.obeys", "true or false")),
    (at("ev.resistance_ohm = -1"), ("at[1].ev.resistance_ohm", "-1", "from 0")),
    (at('contactor.welded = ["L4"]'), ("at[1].contactor.welded", "L4", '"L1"', '"N"')),
    (at('contactor.welded = ["N", "N"]'), ("at[1].contactor.welded", "twice")),
    (at("contactor.mirror = true"), ("at[1].contactor.mirror", '"true"', '"open"')),
    (at("temperature_c = 20"), ("at[1].temperature_c", "not a table", "board", "socket")),
    (at("temperature_c = { coil = 20 }"), ("at[1].temperature_c", "coil", "socket")),
    (at('temperature_c = { board = "hot" }'), ("at[1].temperature_c", "hot", '"short"')),
    (at('claim = { source = "ems", amps = 10 }'), ("at[1].claim", "lifetime_s", "missing")),
    (at('claim = { amps = -1, source = "e", lifetime_s = 1 }'), ("at[1].claim", "amps", "-1")),
    (at('claim = "ems"'), ("at[1].claim", "not a table", "source", "lifetime_s")),
    (at('cpu.raise = "shell"'), ("at[1].cpu.raise", "shell", '"main"', '"meter"')),
    (at('cpu.reset = "cold"'), ("at[1].cpu.reset", "cold", '"watchdog"')),
    (at('rcd.output = "off"'), ("at[1].rcd.output", '"stuck_off"')),
    (at("card = 4"), ("at[1].card", "a string")),
    (at("card = '04A2B3'"), ("at[1].card", "04A2B3", "8 to 20 hex digits")),
    (at("clock = 7"), ("at[1].clock", "not a string", "lost")),
    (at('clock = "2026-02-29T00:00:00Z"'), ("at[1].clock", "not a time", "2026-03-29T00:59:00Z")),
    (at('clock = "2026-3-9T00:00:00Z"'), ("at[1].clock", "2026-3-9", "2025 to 2099")),
    (at('clock = "2024-12-31T23:59:59Z"'), ("at[1].clock", "out of range", "2025 to 2099")),
    (at("console = 7"), ("at[1].console", "not a string", "limit(10)")),
    (at('console = "print(1)"'), ("at[1].console", "no such command")),
    (at('console = "limit"'), ("at[1].console", "no such command")),
    ("end_ms = 1000\nexpect = [5]", ("expect", "[[expect]]")),
    (expect('contactor = "open"'), ("expect[1]", "after_ms", "from_ms", "never")),
    (expect("from_ms = 1", "until_ms = 2"), ("expect[1]", "expects nothing", "pilot.state")),
    (expect("after_ms = 1", 'coil = "on"'), ("expect[1].within_ms", "missing")),
    (expect("after_ms = 1", "until_ms = 2", 'coil = "on"'), ("expect[1]", "within_ms", "holds")),
    (expect("from_ms = 3", "until_ms = 2", 'coil = "on"'), ("expect[1].from_ms", "3")),
    (expect("after_ms = 2000", "within_ms = 2", 'coil = "on"'), ("expect[1].after_ms", "2000")),
    (expect("after_ms = -1", "within_ms = 2", 'coil = "on"'), ("expect[1].after_ms", "-1")),
    (expect("within_ms = 2", 'contacts = "open"'), ("expect[1].contacts", "contactor")),
    (expect("within_ms = 2", 'contactor = "shut"'), ("expect[1].contactor", '"closed"')),
    (expect("within_ms = 2", 'pilot.state = "B"'), ("expect[1].pilot.state", '"B1"', '"E"')),
    (expect("within_ms = 2", 'fault = "meteor"'), ("expect[1].fault", "meteor", '"cp_short"')),
    (expect("within_ms = 2", 'faults = "welded"'), ("expect[1].faults", "not a list")),
    (expect("within_ms = 2", 'why = "moody"'), ("expect[1].why", "moody", '"paused"')),
    (expect("within_ms = 2", 'state = "busy"'), ("expect[1].state", "busy", '"charging"')),
    (expect("within_ms = 2", 'led = "pink"'), ("expect[1].led", "pink", '"charging"')),
    (expect("within_ms = 2", "pilot.duty = 10001"), ("expect[1].pilot.duty", "10000")),
    (expect("within_ms = 2", "limit_ma = '16'"), ("expect[1].limit_ma", "not a number")),
    (expect("within_ms = 2", "limit_ma = { mx = 1 }"), ("expect[1].limit_ma", "mx", "max")),
    (expect("within_ms = 2", "limit_ma = { min = 2, max = 1 }"), ("limit_ma", "above max")),
    (expect("within_ms = 2", "limit_ma = {}"), ("expect[1].limit_ma", "not a table")),
    (expect("never = 5"), ("expect[1].never", "not a table")),
    (expect("never = {}"), ("expect[1].never", "expects nothing")),
    (expect('never = { coil = "up" }'), ("expect[1].never.coil", '"off"')),
    (expect('never = { coil = "on" }', 'coil = "off"'), ("expect[1].coil", "beside never")),
    (expect("after_ms = 1", "within_ms = 1", 'never.coil = "on"'), ("expect[1]", "never")),
    (expect("within_ms = 2", "any_of = []"), ("expect[1].any_of", "not a list of tables")),
    (expect("within_ms = 2", 'any_of = [{ coil = "up" }]'), ("expect[1].any_of.coil", '"off"')),
    (expect("within_ms = 2", 'coil = "on"', 'any_of = [{ coil = "off" }]'), ("beside any_of",)),
)


@pytest.mark.parametrize(("text", "said"), BAD)
def test_a_bad_file_is_told_what_is_allowed(text, said):
    message = errors(text)
    assert all(word in message for word in said), message


def test_every_error_of_a_file_is_said_at_once():
    message = errors(at("ev.stat = 1", "cable.ohm = 2") + '\n[[expect]]\nnever = { coil = "up" }')
    assert len(message.splitlines()) == 3


def test_files_that_cannot_be_read(tmp_path):
    broken = tmp_path / "broken.toml"
    broken.write_text("end_ms = = 5")
    with pytest.raises(Malformed, match="not TOML"):
        load(broken)
    with pytest.raises(Malformed, match="cannot be read"):
        load(tmp_path / "missing.toml")


def test_dotted_keys_and_tables_are_the_same():
    dotted = at('ev.state = "B"', "ev.diode = false", "mains.volts = [1, 2.5, 3]")
    tables = (
        'end_ms = 1000\n[[at]]\nms = 10\n[at.ev]\nstate = "B"\ndiode = false\n'
        "[at.mains]\nvolts = [1, 2.5, 3]"
    )
    quoted = at('"ev.state" = "B"', '"ev.diode" = false', '"mains.volts" = [1, 2.5, 3]')
    wanted = [[10000, [["ev.state", "B"], ["ev.diode", False], ["mains.volts", [1, 2.5, 3]]]]]
    assert [read(text).world["at"] for text in (dotted, tables, quoted)] == [wanted] * 3


def test_entries_come_in_order_of_time_then_of_the_file():
    text = (
        'end_ms = 1000\n[[at]]\nms = 20\nev.state = "C"\n[[at]]\nms = 0.5\nestop = true\n'
        "[[at]]\nms = 20\nestop = false\n[[at]]\nms = 20.0005\n"
    )
    assert read(text).world["at"] == [
        [500, [["estop", True]]],
        [20000, [["ev.state", "C"]]],
        [20000, [["estop", False]]],
        [20000, []],
    ]


def test_tables_as_values_stay_whole():
    claim = 'claim = { source = "ems", amps = 10.5, lifetime_s = 60 }'
    actions = read(at(claim, "temperature_c.socket = 80")).world["at"][0][1]
    assert actions == [
        ["claim", {"source": "ems", "amps": 10.5, "lifetime_s": 60}],
        ["temperature_c", {"socket": 80}],
    ]


def test_what_a_file_does_not_say():
    scenario = read("end_ms = 1.5")
    assert scenario.benches == ("host", "vm", "chip")
    assert scenario.world == {
        "board": "virtual",
        "seed": 1,
        "end_us": 1500,
        "start_ticks_ms": 0,
        "settings": {},
        "hardware": {
            "rcd": "dc6_ac30",
            "lock": True,
            "mirror_contact": True,
            "pe_monitor": True,
            "voltage_sense": True,
            "tethered": False,
        },
        "at": [],
    }


def test_settings_a_file_does_not_say_are_those_of_the_format():
    device = settings.defaults()
    wanted = {
        "profile": "iec",
        "max_current_a": 32,
        "phases": 3,
        "authorise": "plug_and_charge",
        "ventilation": False,
        "schedule": "off",
        "random_delay_s": 0,
        "ramp_a_per_min": 0,
        "min_off_s": 1,
        "claim_policy": "release",
    }
    assert {key: device[key] for key in wanted} == wanted


def test_a_fixed_cable_has_no_lock():
    hardware = read("end_ms = 1000\n[hardware]\ntethered = true\nlock = true").world["hardware"]
    assert hardware["tethered"] and not hardware["lock"]


def test_the_stretch_of_each_form():
    text = (
        "end_ms = 1000\n"
        '[[expect]]\nafter_ms = 100\nwithin_ms = 50.5\ncoil = "on"\n'
        '[[expect]]\nwithin_ms = 5000\ncoil = "on"\n'
        '[[expect]]\nfrom_ms = 100\nuntil_ms = 200\ncoil = "on"\n'
        '[[expect]]\nfrom_ms = 100\ncoil = "on"\n'
        '[[expect]]\nuntil_ms = 2000\ncoil = "on"\n'
        '[[expect]]\nnever = { coil = "on" }\n'
        '[[expect]]\nfrom_ms = 100\nnever.pilot.state = "E"\n'
    )
    found = [(one.form, one.from_us, one.until_us) for one in read(text).expectations]
    assert found == [
        ("reaches", 100000, 150500),
        ("reaches", 0, 1000000),
        ("holds", 100000, 200000),
        ("holds", 100000, 1000000),
        ("holds", 0, 1000000),
        ("never", 0, 1000000),
        ("never", 100000, 1000000),
    ]


def test_none_is_a_name_everywhere():
    for signal in ("fault", "why", "state", "led"):
        assert read(expect("within_ms = 1", f'{signal} = "none"')).expectations
    faults_none = read(expect("within_ms = 1", 'faults = ["none"]')).expectations[0]
    assert faults_none.alternatives == [[("faults", [])]]


def test_names_are_the_firmware_s():
    page = names.page()
    wanted = [row[0] for row in faults.FAULTS] + list(states.STATES + states.REASONS)
    assert all(f"`{name}`" in page for name in (*wanted, "none", "plain"))


def test_the_plant_knows_every_key_of_the_world():
    bench_s_own = {"card", "claim", "clock", "console", "cpu.stall_ms", "cpu.raise", "cpu.reset"}
    bench_s_own |= {"modbus", "neighbour"}
    assert {row[0] for row in schema.WORLD} - set(keys._KEYS) == bench_s_own
