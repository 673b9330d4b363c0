"""Coverage of the core counts what the tests of its parts reach, not the plays in tests/host.

That is the stronger claim, and the plays run twice as fast.
"""

import pytest


def pytest_collection_modifyitems(items):
    """Keep coverage out of tests/host."""
    for item in items:
        if item.path.parent.name == "host":
            item.add_marker(pytest.mark.no_cover)
