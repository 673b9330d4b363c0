"""What the tests on the emulated chip need."""

import pytest

from tools.emulator import image, variant
from tools.emulator.rebuild import build


@pytest.fixture
def firmware():
    """A MicroPython image, and the form of the emulator that knows time."""
    if image.find() is None:
        pytest.skip(image.need())
    if variant.fast() is None:
        pytest.skip(f"the fast form of the emulator cannot be built here: {build.ensure()[1]}")
