"""What every run of the tests pays once, so that no test pays it again.

Coverage of the core counts what the tests of its parts reach, not what plays or other parts'
tests do. That is the stronger claim, and all others run without the tracer.
"""

import gc
import importlib

import pytest

COVERED_BY = "core"


def pytest_collection_modifyitems(items):
    """Keep coverage out of all but the core's own tests."""
    # loaded to build a core: what it loads would be covered only if a core's test were the first
    importlib.import_module("core.parts")
    for item in items:
        if item.path.parent.name != COVERED_BY:
            item.add_marker(pytest.mark.no_cover)


def pytest_collection_finish():
    """Leave what stays until the end out of every later collection of garbage."""
    gc.collect()
    gc.freeze()
