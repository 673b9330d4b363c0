"""Maps for tests: the shipped ones, and a small one to break."""

import json

FOLDER = __file__[: -len("tests/meter/maps.py")] + "firmware/meter/maps/"
NAMES = (
    "abb_b23",
    "ddsu666",
    "dtsu666",
    "em24",
    "em340",
    "iem3155",
    "pzem004t",
    "sdm120",
    "sdm630",
    "sdm72",
)


def shipped(name):
    """Return the map in a file of meter/maps."""
    with open(FOLDER + name + ".json") as file:
        return json.load(file)


def small():
    """Return a good map of one phase."""
    return {
        "about": "for tests",
        "function": 3,
        "type": "u16",
        "rows": [
            {"field": "voltage", "phase": 1, "at": 0, "scale": [1, 10], "unit": "V"},
            {"field": "current", "phase": 1, "at": "0x0001", "unit": "mA"},
            {"field": "energy", "at": 2, "type": "u32", "unit": "Wh"},
        ],
    }
