"""A recording: a file with one record of tools.monitor.source a line, as JSON."""

import json


class Recorder:
    """Appends records; each is in the file before the next is asked for."""

    def __init__(self, path):
        self._file = open(path, "a", encoding="utf-8")
        self._lost = False

    def add(self, record):
        """Append one; of those while nobody answers, the first."""
        lost, self._lost = self._lost, "lost" in record
        if lost and self._lost:
            return
        self._file.write(json.dumps(record) + "\n")
        self._file.flush()

    def close(self):
        """End it."""
        self._file.close()


def read(path):
    """Return the records of a file; a last line that was cut is left out. Raises ValueError."""
    records = []
    with open(path, encoding="utf-8") as file:
        lines = file.read().splitlines()
    for number, line in enumerate(lines, 1):
        try:
            record = json.loads(line)
            if "at" not in record:
                raise ValueError("no record")
        except (TypeError, ValueError):
            if number == len(lines) and records:
                break
            raise ValueError(
                f"{path}, line {number}: no recording of this monitor; "
                "make one with `python -m tools.monitor PORT --record FILE`"
            ) from None
        records.append(record)
    if not any(record.get("pile") for record in records):
        raise ValueError(f"{path}: nothing was recorded, no pile answered")
    return records
