"""Trials, each in a forked process: the tests on the real code once, then one mutant at a time."""

import importlib
import importlib.abc
import importlib.util
import os
import pickle
import resource
import sys
import time
import traceback
from pathlib import Path
from typing import NamedTuple

SURVIVED = 0
KILLED = 255  # by a test further back than an exit status can say
_MEMORY_BYTES = 2 << 30  # a loop that appends for ever is killed, not the PC
_CORE = Path("firmware/core").resolve()


class Case(NamedTuple):
    """One plain test function, and what it took on the real code."""

    module: str
    name: str
    seconds: float
    lines: frozenset  # of (file, line) of the core that ran in it

    def run(self):
        getattr(importlib.import_module(self.module), self.name)()


class _Impostor(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Finds one module, and gives it the mutated source."""

    def __init__(self, mutant):
        self._name = mutant.file.removeprefix("firmware/").removesuffix(".py").replace("/", ".")
        self._source = mutant.source

    def find_spec(self, name, _path, _target=None):
        return importlib.util.spec_from_loader(name, self) if name == self._name else None

    def get_source(self, _name):
        return self._source


def _silence():
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)


def _measured(files):
    """Yield a Case for every test function in the files, run under coverage."""
    import coverage

    meter = coverage.Coverage(data_file=None, source=[str(_CORE)], config_file=False)
    meter.set_option("run:disable_warnings", ["no-data-collected"])
    for file in files:
        module = file.removesuffix(".py").replace("/", ".")
        for name in vars(importlib.import_module(module)):
            if name.startswith("test_"):
                meter.erase()
                started = time.process_time()
                try:
                    with meter.collect():
                        Case(module, name, 0, frozenset()).run()
                except Exception:
                    print(f"left out, it fails without a mutant: {file}::{name}", file=sys.stderr)
                    continue
                seconds = time.process_time() - started
                data = meter.get_data()
                lines = frozenset(
                    (Path(path).relative_to(_CORE.parent.parent).as_posix(), line)
                    for path in data.measured_files()
                    for line in data.lines(path)
                )
                yield Case(module, name, seconds, lines)


def measure(files):
    """Return the Cases of the files that pass on the real code; None when a file is broken."""
    reader, writer = os.pipe()
    process = os.fork()
    if not process:
        os.close(reader)
        try:
            with os.fdopen(writer, "wb") as pipe:
                pickle.dump(list(_measured(files)), pipe)
        except BaseException:
            traceback.print_exc()
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        data = pipe.read()
    os.waitpid(process, 0)
    return pickle.loads(data) if data else None


def start(mutant, tests, limit_s):
    """Fork a trial and return its process id; `killer` reads its wait status."""
    process = os.fork()
    if process:
        return process
    _silence()
    # processor time, not the clock's: other programs may be at work; its end is a signal
    resource.setrlimit(resource.RLIMIT_CPU, (limit_s, limit_s))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    for name in [name for name in sys.modules if name.split(".")[0] == "core"]:
        del sys.modules[name]
    sys.meta_path.insert(0, _Impostor(mutant))
    passed = 0
    try:
        for test in tests:
            test.run()
            passed += 1
    except BaseException:
        os._exit(min(passed + 1, KILLED))
    os._exit(SURVIVED)


def killer(status, tests):
    """Return (True when a test noticed, which one or None) of a trial's wait status."""
    code = os.waitstatus_to_exitcode(status)
    return code != SURVIVED, tests[code - 1] if 0 < code < KILLED else None
