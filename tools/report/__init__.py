"""A pile's diagnostics in one file, and that file, or a bring-up's report, for people."""
