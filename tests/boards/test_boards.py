import json
import os
import sys

from shell import board as boards
from shell import board_roles, board_scales
from shell.check import CHOICE, SWITCH, TEXT, WHOLE

FOLDER = __file__[: -len("tests/boards/test_boards.py")] + "boards/"


def read(name):
    with open(FOLDER + name) as file:
        return json.load(file)


def virtual():
    return read("virtual/board.json")


def schema_of(rows, optional=()):
    """Return the JSON schema of one table of rows."""
    properties = {}
    for key, kind, allowed, _unit in rows + optional:
        if kind == TEXT:
            properties[key] = {"type": "string", "maxLength": allowed[0]}
        elif kind == CHOICE:
            properties[key] = {"enum": list(allowed)}
        elif kind == SWITCH:
            properties[key] = {"type": "boolean"}
        else:
            assert kind == WHOLE
            properties[key] = {"type": "integer", "minimum": allowed[0], "maximum": allowed[1]}
    return {
        "type": "object",
        "properties": properties,
        "required": [row[0] for row in rows],
        "additionalProperties": False,
    }


def schema_of_pins():
    pin = {"type": "integer", "minimum": 0, "maximum": boards.PIN_MAX}
    roles = board_roles.OUTPUTS + board_roles.INPUTS + board_roles.ANALOGUE
    return {
        "type": "object",
        "properties": dict.fromkeys(roles, pin),
        "additionalProperties": False,
    }


def schema_of_scales():
    properties = {}
    for name, role, form, limits in board_scales.SCALES:
        properties[name] = {
            "description": "of %s: %s" % (role, form),
            "type": "array",
            "prefixItems": [
                {"type": "integer", "minimum": low, "maximum": high} for low, high in limits
            ],
            "minItems": 3,
            "maxItems": 3,
        }
    return {"type": "object", "properties": properties, "additionalProperties": False}


def wanted_schema():
    schema = schema_of(boards.TOP, boards.OPTIONAL)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "board.json of a charging pile"
    schema["required"] += list(boards.TABLES)
    schema["properties"].update(
        {
            "fitted": schema_of(boards.FITTED),
            "pins": schema_of_pins(),
            "scales": schema_of_scales(),
        }
    )
    return schema


def test_every_board_of_the_project_is_good():
    names = [name for name in os.listdir(FOLDER) if "." not in name]
    assert len(names) >= 8
    for name in names:
        assert boards.load(FOLDER + name + "/board.json")["name"] == name


def test_the_schema_file_says_what_the_device_checks():
    assert read("schema.json") == wanted_schema()


def test_two_contactors_and_the_switch_are_on_virtual_two():
    one, two = virtual(), read("virtual_two/board.json")
    assert (one["fitted"]["contactors"], one["fitted"]["cp_switch"]) == (1, False)
    assert (two["fitted"]["contactors"], two["fitted"]["cp_switch"]) == (2, True)


def test_every_error_names_key_value_and_what_is_allowed():
    table = (
        ("max_current_a", 5, "max_current_a = 5: must be a whole number from 6 to 80 A"),
        ("max_current_a", True, "max_current_a = True: must be a whole number from 6 to 80 A"),
        ("port", "avr", 'port = "avr": must be one of: virtual, rp2, esp32'),
        ("heap_kb", "big", 'heap_kb = "big": must be a whole number from 64 to 8192 KB'),
        ("name", 7, "name = 7: must be a text of 32 characters at most"),
        ("pins", [], "pins: must be there, a table"),
    )
    for key, value, error in table:
        board = virtual()
        board[key] = value
        assert boards.check(board) == [error]


def test_every_key_must_be_there_and_none_beside():
    for key in virtual():
        board = virtual()
        del board[key]
        assert [e for e in boards.check(board) if e.startswith(key + ": must be there")], key
    for key in virtual()["fitted"]:
        board = virtual()
        del board["fitted"][key]
        errors = boards.check(board)
        assert len(errors) == 1
        assert errors[0].startswith("fitted.%s: must be there, " % key)
    board = virtual()
    board["colour"] = "red"
    board["fitted"]["rcm"] = "dc6"
    errors = boards.check(board)
    assert errors[0].startswith("colour: no such key; there are: cp_inverted, fitted, ")
    assert errors[1].startswith("fitted.rcm: no such key; there are: board_sensor")


def test_fitted_parts_have_their_kinds():
    for key, value in (("rcd", "dc30"), ("lock", 1), ("contactors", 3), ("contactors", True)):
        board = virtual()
        board["fitted"][key] = value
        errors = boards.check(board)
        assert len(errors) == 1, key
        assert errors[0].startswith("fitted.%s = " % key)


def test_pins_are_numbers_and_no_two_roles_share_one():
    board = read("pico/board.json")
    board["pins"]["pe"] = 2
    assert boards.check(board) == ["pins.pe = 2: is taken by coil already"]
    board["pins"]["pe"] = 49
    assert boards.check(board) == ["pins.pe = 49: must be a whole number from 0 to 48"]
    board["pins"]["pe"] = True
    assert boards.check(board) == ["pins.pe = True: must be a whole number from 0 to 48"]


def test_the_module_is_one_of_its_port():
    board = virtual()
    board["module"] = "pico"
    assert boards.check(board) == ['module = "pico": must be one of: pc on port virtual']
    board["module"] = "uno"
    assert boards.check(board) == [
        'module = "uno": must be one of: pc, pico, pico_w, esp32_wroom, esp32_s3_wroom'
    ]


def test_the_virtual_board_has_no_pins_and_no_scales():
    for name, value in (("pins", {"coil": 1}), ("scales", {"cp": [1, 1, 0]})):
        board = virtual()
        board[name] = value
        assert boards.check(board) == [name + ": must be empty on port virtual"]


def test_what_has_a_default_may_be_left_out():
    board = virtual()
    board["rcd_filter_us"] = 0
    board["cp_inverted"] = False
    assert boards.check(board) == []
    board["rcd_filter_us"] = 1001
    assert boards.check(board) == [
        "rcd_filter_us = 1001: must be a whole number from 0 to 1000 us"
    ]


def test_the_tables_of_a_check_do_not_stay_in_memory():
    assert boards.check(read("pico/board.json")) == []
    for name in ("roles", "scales", "rp2", "esp32"):
        assert "shell.board_" + name not in sys.modules


def test_something_else_than_a_table_is_an_error():
    assert boards.check([]) == ["board: must be a table of keys and values"]


def failed(function, *arguments):
    try:
        function(*arguments)
    except ValueError as error:
        return str(error)
    return ""


def test_load_says_what_is_wrong_with_a_file():
    assert "cannot be read" in failed(boards.load, FOLDER + "nothing.json")
    assert failed(boards.load, FOLDER + "virtual/README.md").endswith("README.md: not JSON")
    assert "name: must be there" in failed(boards.load, FOLDER + "schema.json")


def test_fit_replaces_parts_in_a_copy():
    board = virtual()
    other = boards.fit(board, {"rcd": "none", "tethered": True})
    assert other["fitted"]["rcd"] == "none"
    assert board["fitted"]["rcd"] == "dc6_ac30"
    assert "fitted.rcd = " in failed(boards.fit, board, {"rcd": "x"})
