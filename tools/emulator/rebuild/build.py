"""Make the fast copy once, into a cache that processes share; say why where it cannot be made."""

import contextlib
import fcntl
import hashlib
import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from tools.emulator.rebuild import edits_bus, edits_core, edits_loop, edits_pio
from tools.emulator.rebuild.edit import Mismatch, apply_all

STOCK = "rp2040py"
FAST = "rp2040py_fast"  # a name of its own: both can be imported side by side
_HERE = Path(__file__).resolve().parent
_EDITS = edits_bus.EDITS + edits_core.EDITS + edits_loop.EDITS + edits_pio.EDITS
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.so", "*.c", "*.pyd", "cli")
_FAILED = "failed"
_SETUP = """
from pathlib import Path
from Cython.Build import cythonize
from setuptools import Extension, setup
modules = [
    Extension("{name}.native." + path.stem, [str(path)], extra_compile_args=["-O3"])
    for path in sorted(Path("{name}/native").glob("*.pyx"))
]
directives = {{"boundscheck": False, "wraparound": False}}
setup(name="{name}", packages=[], ext_modules=cythonize(
    modules, language_level=3, compiler_directives=directives))
"""


def _key():
    """Return what the copy depends on: the package, our patch, the interpreter."""
    digest = hashlib.sha256()
    for path in sorted(_HERE.glob("*")):
        if path.suffix in {".py", ".pxi", ".pyx", ".pxd"}:
            digest.update(path.read_bytes())
    version = importlib.metadata.version(STOCK)
    return f"{version}-{digest.hexdigest()[:12]}{sysconfig.get_config_var('EXT_SUFFIX')}"


def folder():
    """Return where the copy of this package and patch belongs."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "charging-pile" / "emulator" / _key()


def missing():
    """Return what this machine lacks to build it, or None."""
    compiler = (sysconfig.get_config_var("CC") or "cc").split()[0]
    if shutil.which(compiler) is None:
        return f"no C compiler ('{compiler}'): sudo apt-get install gcc"
    if not Path(sysconfig.get_path("include"), "Python.h").is_file():
        return "no headers of Python: sudo apt-get install python3-dev"
    return None


def _copy(target):
    source = Path(importlib.util.find_spec(STOCK).origin).parent
    shutil.copytree(source, target / FAST, ignore=_LEFT_OUT)
    native = target / FAST / "native"
    apply_all(target / FAST, _EDITS)
    for path in _HERE.iterdir():
        if path.suffix in {".pyx", ".pxd"}:
            shutil.copy(path, native)
    for path in (target / FAST).rglob("*.p*"):
        if path.suffix in {".py", ".pyx", ".pxd"}:
            path.write_text(path.read_text().replace(STOCK, FAST))
    (target / "setup.py").write_text(_SETUP.format(name=FAST))


def _compile(target):
    command = [sys.executable, "setup.py", "build_ext", "--inplace", "--parallel=2"]
    with (target / "build.log").open("w") as log:
        subprocess.run(command, cwd=target, check=True, stdout=log, stderr=subprocess.STDOUT)
    shutil.rmtree(target / "build")


def _make(target):
    work = target.with_name(target.name + ".new")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    try:
        _copy(work)
        _compile(work)
    except (Mismatch, subprocess.CalledProcessError) as problem:
        (work / _FAILED).write_text(f"{problem}; see {target / 'build.log'}")
    work.rename(target)


@contextlib.contextmanager
def _lock(target):
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.with_name(target.name + ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def ensure(retry=False):
    """Return (folder of the copy, None) or (None, why there is none); build it if need be.

    A build that failed is not tried again by itself: `retry` does that.
    """
    lacking = missing()
    if lacking:
        return None, lacking
    target = folder()
    with _lock(target):
        if retry and (target / _FAILED).exists():
            shutil.rmtree(target)
        if not target.exists():
            print("emulator: building its fast form, once, about a minute", file=sys.stderr)
            _make(target)
    failed = target / _FAILED
    return (None, failed.read_text()) if failed.exists() else (target, None)
