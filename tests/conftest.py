"""Coverage of the core counts what the tests of its parts reach, not plays or the emulator.

That is the stronger claim, and the plays run twice as fast.
"""

import pytest

from tests.run_micropython import PC_ONLY


def pytest_collection_modifyitems(items):
    """Keep coverage out of what only a PC can run."""
    for item in items:
        if item.path.parent.name in PC_ONLY:
            item.add_marker(pytest.mark.no_cover)
