"""tests/meter/map_schema.json, for editors of maps, says what the device's checker says.

`python -m tests.host.test_meter_map_schema` writes it anew from the checker's tables.
"""

import copy
import json
import random
from pathlib import Path

import jsonschema
import pytest

from meter.check_map import ROW, TOP, check
from meter.plan import UNITS
from shell.check import CHOICE, TEXT
from tests.meter.maps import NAMES, shipped, small

PATH = Path(__file__).parents[1] / "meter/map_schema.json"
_REGISTER = {"type": "integer", "minimum": 0, "maximum": 65535}
_SCALE = {"type": "integer", "minimum": 1, "maximum": 1000000}


def properties(rows):
    """Return the JSON schema of a table of rows."""
    found = {}
    for key, kind, allowed, _unit in rows:
        if kind == CHOICE:
            found[key] = {"enum": list(allowed)}
        elif kind == TEXT:
            found[key] = {"type": "string", "maxLength": allowed[0]}
        else:
            found[key] = {"type": "integer", "minimum": allowed[0], "maximum": allowed[1]}
    return found


def wanted():
    row = properties(ROW)
    row["at"] = {"oneOf": [_REGISTER, {"type": "string", "pattern": "^0x[0-9A-Fa-f]{1,4}$"}]}
    row["unit"] = {"enum": sorted({unit for _, unit, _ in UNITS})}
    row["scale"] = {"type": "array", "items": _SCALE, "minItems": 2, "maxItems": 2}
    top = properties(TOP)
    top["rows"] = {
        "type": "array",
        "minItems": 1,
        "items": {
            "type": "object",
            "properties": row,
            "required": ["field", "at"],
            "additionalProperties": False,
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "map of a Modbus meter",
        "type": "object",
        "properties": top,
        "required": ["about", "function", "rows"],
        "additionalProperties": False,
    }


def schema():
    return json.loads(PATH.read_text(encoding="utf-8"))


def test_the_schema_is_what_the_checker_knows():
    assert schema() == wanted(), "python -m tests.host.test_meter_map_schema writes it anew"


@pytest.mark.parametrize("name", NAMES)
def test_the_shipped_maps_follow_it(name):
    jsonschema.Draft202012Validator(schema()).validate(shipped(name))


def test_there_is_no_map_that_is_not_tested():
    folder = Path(__file__).parents[2] / "firmware/meter/maps"
    assert sorted(path.stem for path in folder.iterdir()) == sorted(NAMES)


def test_what_the_schema_refuses_the_checker_refuses_too():
    validator = jsonschema.Draft202012Validator(schema())
    dice = random.Random(1)
    values = (None, True, -1, 0, 1, 3, 1.5, 70000, "", "V", "kWh", "0x10", "0x10000", [], [1, 10])
    keys = [row[0] for row in ROW + TOP] + ["at", "unit", "scale", "rows", "colour"]
    refused = 0
    for _ in range(1000):
        broken = copy.deepcopy(small())
        for _ in range(dice.randint(1, 2)):
            target = dice.choice([broken, *broken["rows"]]) if broken.get("rows") else broken
            if type(target) is dict:
                target[dice.choice(keys)] = dice.choice(values)
            if dice.random() < 0.2 and type(target) is dict and target:
                target.pop(dice.choice(sorted(target)))
            if type(broken.get("rows")) is not list:
                break
        if not validator.is_valid(broken):
            refused += 1
            assert check(broken), broken
    assert refused > 300


if __name__ == "__main__":
    PATH.write_text(json.dumps(wanted(), indent=1) + "\n", encoding="utf-8")
