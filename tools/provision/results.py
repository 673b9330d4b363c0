"""The results file: a CSV row for each finished unit, with its secret. Only its owner reads it."""

import csv
import fcntl
import io
import threading
from contextlib import contextmanager

from tools.provision import files

COLUMNS = (
    "serial",
    "secret",  # of the installer; the pile itself keeps a hash
    "public_key",  # x and y, hex: what `python -m tools.verify --key` takes
    "board",
    "board_rev",
    "board_id",
    "label",
    "firmware",
    "made",  # UTC
    "self_test",
    "seconds",
)


class Results:
    """The file at `path`; `folder` beside it holds what is not finished, and the labels."""

    def __init__(self, path):
        self.path = path
        self.folder = path.with_name(path.name + ".units")
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = threading.Lock()

    @contextmanager
    def alone(self):
        """Keep other runs away. Raises ValueError when one is at work."""
        with open(self.folder / "lock", "w", encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise ValueError(
                    f"{self.path}: another run works with it; wait for its end, or name "
                    "another --out"
                ) from None
            yield

    def serials(self):
        """Return the serials that are in it. Raises ValueError when it is another file."""
        return {row["serial"] for row in self._rows()}

    def tidy(self):
        """Remove what a run left behind that was cut after its last step."""
        for serial in self.serials():
            (self.folder / f"{serial}.json").unlink(missing_ok=True)

    def append(self, row):
        """Add a unit's row, whole or not at all. Whoever is in it was not taken (Batch.take)."""
        with self._lock:
            rows = self._rows()
            text = io.StringIO()
            writer = csv.DictWriter(text, COLUMNS)
            writer.writeheader()
            writer.writerows([*rows, row])
            files.replace(self.path, text.getvalue())

    def _rows(self):
        if not self.path.exists():
            return []
        with open(self.path, newline="", encoding="utf-8") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise ValueError(
                f"{self.path}: not a results file of this tool (its first row must be "
                f"{','.join(COLUMNS)}). It stays as it is; name another --out"
            )
        return rows
