"""Where tests put files that both interpreters may make at once."""

import os
import sys


def own(name):
    """Return a name in the current folder that git leaves alone; each interpreter has its own."""
    return "build_%s_%s" % (name, sys.implementation.name)


def remove(folder):
    """Remove a folder and all in it; it need not be there."""
    try:
        rows = list(os.listdir(folder))
    except OSError:
        return
    for name in rows:
        path = folder + "/" + name
        try:
            os.remove(path)
        except OSError:
            remove(path)
    os.rmdir(folder)
