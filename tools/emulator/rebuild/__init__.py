"""The fast copy of the installed rp2040py: its own sources, patched and compiled once.

The patches are named edits (`edits_*.py`) that put our own code (`*.pxi`, `_loop.pyx`) into the
package's Cython sources; nothing of the package is kept here.
"""
