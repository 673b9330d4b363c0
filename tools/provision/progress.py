"""What has been done for a unit, and the secrets made for it: a file each, until it is a result.

Whatever is made for a unit stands here before it goes to the board: after a cut the board gets
the same once more, never a second key.
"""

import json

from tools.provision import files


class Progress:
    """The file of one unit; `data` is what is in it."""

    def __init__(self, folder, serial):
        self._path = folder / f"{serial}.json"
        self.data = {"serial": serial, "board_id": "", "done": {}}
        if self._path.exists():
            self.data = _read(self._path)

    @property
    def done(self):
        """Seconds each finished step took, by its name."""
        return self.data["done"]

    def keep(self, **values):
        """Add values to the file, unless they are there; return those of the file."""
        if any(key not in self.data for key in values):
            self.data = values | self.data
            self._save()
        return [self.data[key] for key in values]

    def note(self, **values):
        """Replace values of the file."""
        self.data |= values
        self._save()

    def finish(self, step, seconds):
        """Note that a step has been done."""
        self.done[step] = round(seconds, 1)
        self._save()

    def forget(self):
        """The unit is a result now."""
        self._path.unlink(missing_ok=True)

    def _save(self):
        files.replace(self._path, json.dumps(self.data, indent=1, ensure_ascii=False) + "\n")


def begun(folder):
    """Return {serial: id of its board} of the units that were begun."""
    found = {}
    for path in sorted(folder.glob("*.json")):
        data = _read(path)
        found[data["serial"]] = data["board_id"]
    return found


def _read(path):
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(
            f"{path}: damaged ({error}): what was done for this unit, and its secret, are lost. "
            "Remove the file and make the unit of another board"
        ) from error
