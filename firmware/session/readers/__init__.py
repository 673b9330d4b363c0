"""Card readers. Each has `poll()` -> the id of a card, 8 to 20 upper-case hex digits, or None.

It never blocks and never raises. `failed` says that the reader does not answer (OP-030);
`notes()` gives lines of (what, number). `factory.make` makes the one that is set.
"""
