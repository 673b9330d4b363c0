"""An edit of one source file that fails loudly when the source is not what it was written for."""

import re
from pathlib import Path


class Mismatch(Exception):
    """The installed package is not the version an edit was written for."""


class Edit:
    """Replace one text by another, wherever it stands; `times` is how often it must stand there.

    `text` is a regular expression if `regex` is true; it then must match at least `times` times.
    """

    def __init__(self, file, text, new, times=1, regex=False):
        self.file = file
        self._text = text
        self._new = new
        self._times = times
        self._regex = regex

    def apply(self, source):
        """Return the edited source, or raise Mismatch."""
        if self._regex:
            edited, count = re.subn(self._text, self._new, source, flags=re.MULTILINE)
            fits = count >= self._times
        else:
            count = source.count(self._text)
            edited = source.replace(self._text, self._new)
            fits = count == self._times
        if not fits:
            raise Mismatch(
                f"{self.file}: found {count} times, not {self._times}: {self._text.strip()!r}"
            )
        return edited


def part(name):
    """Return our own Cython code from a file beside this one, to be inserted."""
    return (Path(__file__).parent / name).read_text() + "\n"


def after(file, text, new):
    """Insert new text behind a text that stands once in a file."""
    return Edit(file, text, text + new)


def before(file, text, new):
    """Insert new text in front of a text that stands once in a file."""
    return Edit(file, text, new + text)


def apply_all(folder, edits):
    """Apply edits to the files of a folder, in order."""
    for edit in edits:
        path = folder / edit.file
        path.write_text(edit.apply(path.read_text()))
