"""The same test files, in the real MicroPython: one test here for each."""

import pytest

from tests import run_micropython


@pytest.mark.parametrize("path", run_micropython.files(), ids=str)
def test_passes_in_micropython(path):
    status, output = run_micropython.run(path)
    assert status == 0, output


def test_a_failure_is_reported(tmp_path, monkeypatch):
    (tmp_path / "tests").symlink_to(run_micropython.ROOT / "tests")
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad/test_bad.py").write_text(
        "from tests.no_alloc import no_alloc\n"
        "def test_allocates():\n"
        "    with no_alloc():\n"
        "        str(1)\n"
        "def test_good():\n"
        "    pass\n"
    )
    monkeypatch.setattr(run_micropython, "ROOT", tmp_path)
    (tmp_path / "firmware").mkdir()
    status, output = run_micropython.run((tmp_path / "bad/test_bad.py").relative_to(tmp_path))
    assert status == 1
    assert "FAILED bad/test_bad.py::test_allocates" in output
    assert "MemoryError" in output
    assert "1 passed, 1 failed" in output
