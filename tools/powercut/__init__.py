"""The power fails in every flash operation of a pile: is all left that was promised? REQ-TX-1."""
