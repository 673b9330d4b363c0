"""The forms of the emulator a test runs on, and the image it may need."""

import pytest

from tools.emulator import image, variant
from tools.emulator.rebuild import build


@pytest.fixture(params=["fast", "stock"])
def form(request):
    """Both forms, one after the other."""
    if request.param == "stock":
        return variant.STOCK
    return request.getfixturevalue("fast")


@pytest.fixture
def fast():
    """Only the fast form."""
    form = variant.fast()
    if form is None:
        pytest.skip(f"the fast form cannot be built here: {build.ensure()[1]}")
    return form


@pytest.fixture
def firmware():
    """A MicroPython image."""
    if image.find() is None:
        pytest.skip(image.need())
    return image.find()
