"""Where tests put files that both interpreters may make at once."""

import sys


def own(name):
    """Return a name in the current folder that git leaves alone; each interpreter has its own."""
    return "build_%s_%s" % (name, sys.implementation.name)
