"""Inside MicroPython: run every test of one file. Called by tests.run_micropython."""

import gc
import sys

gc.threshold(65536)  # as boot.py: what is loaded leaves no room in one piece else
_DEF = "def test_"


def _names(path):
    """Return the names of the tests in the order of the file: module dicts have none."""
    names = []
    with open(path) as file:
        for line in file:
            if line.startswith(_DEF):
                names.append(line[len("def ") : line.index("(")])
    return names


def _run(path):
    """Run the file's tests, print each failure with its traceback; return the exit status."""
    module = path[: -len(".py")].replace("/", ".")
    __import__(module)
    tests = sys.modules[module]
    failed = 0
    names = _names(path)
    for name in names:
        gc.collect()
        try:
            getattr(tests, name)()
        except Exception as error:
            failed += 1
            print("FAILED " + path + "::" + name)
            sys.print_exception(error)
    print("{} passed, {} failed".format(len(names) - failed, failed))
    return 1 if failed else 0


# Not the folder of this file: tests/core would hide core. .frozen is where asyncio is.
sys.path[:] = ["", "firmware", ".frozen"]
sys.exit(_run(sys.argv[1]))
