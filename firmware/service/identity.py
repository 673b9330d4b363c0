"""Which unit, board and version this is. Loaded on demand; anyone but the tick."""

import json
import sys


def version():
    """Return what runs: the first line of the file `version`, "" on a bench."""
    try:
        with open("version") as file:
            return file.readline().strip()
    except OSError:
        return ""


def board():
    """Return the name of the board, "" on a bench."""
    try:
        with open("board.json") as file:
            return json.load(file)["name"]
    except (OSError, ValueError, KeyError):
        return ""


def serial(app):
    """Return the serial that the factory wrote, "" where none was."""
    if not hasattr(app.ports, "open_flash"):
        return ""
    from service import factory

    return factory.read(app.ports, app.store).get("serial", "")


def identity(app):
    """Return all of it as a dict."""
    return {
        "serial": serial(app),
        "board": board(),
        "version": version(),
        "micropython": sys.version,
    }
