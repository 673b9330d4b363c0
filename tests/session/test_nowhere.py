"""A pile without a place for its sessions is asked like any other."""

from session import export
from session.nowhere import NoArchive


def test_it_forgets_sessions_and_exports_none():
    archive = NoArchive()
    assert archive.add(1, b"record", "SDM630")
    assert archive.last() == 0
    assert list(archive.entries(20)) == []
    assert list(export.rows(archive)) == [",".join(export.COLUMNS) + "\r\n"]
