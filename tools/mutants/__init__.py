"""Mutation testing of firmware/core: does a test notice when the code is broken on purpose?

Our own, since mutmut leaves module-level tables and constants alone, which is where this core
keeps the standard's figures (and refuses a package that is imported from below firmware/), and
cosmic-ray rewrites the sources in place and starts pytest anew for each of its mutants.
"""
