"""Modules that are needed now and then: imported inside functions, forgotten afterwards."""

import sys


def borrow(folder, name):
    """Return a module of a package, forgotten already: it is gone with whoever asked for it."""
    try:
        return getattr(__import__(folder + "." + name), name)
    finally:  # half of it stays where memory runs out meanwhile
        forget(folder, name)


def forget(folder, *names):
    """Give the code of these modules of a package back; what somebody still holds of it stays."""
    package = sys.modules.get(folder)
    for name in names:
        sys.modules.pop(folder + "." + name, None)
        if hasattr(package, name):
            delattr(package, name)
