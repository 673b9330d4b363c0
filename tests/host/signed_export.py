"""The export of a provisioned pile with five signed sessions, to check or to change."""

import csv
import io

import pytest

from session import export
from session.archive import Archive
from session.signer import Signer
from shell.store import FileStore
from tests.session.sold import archived, failed
from tests.session.test_signer import sign_all
from tools.provision import key as provision
from tools.verify import keys
from tools.verify.check import check

COUNT = 5


@pytest.fixture(scope="module", name="pile")
def provisioned(tmp_path_factory):
    """Return the folder of a provisioned pile with five signed sessions."""
    folder = tmp_path_factory.mktemp("store")
    assert provision.main([str(folder)]) == 0
    archive = Archive(str(folder))
    archived(archive, COUNT - 1)
    archive.add(COUNT, failed(COUNT).pack())
    assert sign_all(Signer(FileStore(str(folder)), str(folder))) == COUNT
    return folder


@pytest.fixture(scope="module", name="key")
def public_key(pile):
    return keys.load(str(pile / "public.pem"))


def exported(folder):
    return "".join(export.rows(Archive(str(folder))))


@pytest.fixture(name="rows")
def rows_to_change(pile):
    """Return the rows of the export, dicts, to change."""
    return list(csv.DictReader(io.StringIO(exported(pile), newline="")))


def text(rows):
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, export.COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def checked(rows, key=None):
    return check(io.StringIO(text(rows), newline=""), key)
