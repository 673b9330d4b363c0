"""What the pile's own register has to say of itself. Loaded on demand."""


def notes(register):
    """Return lines of (what, number)."""
    return (
        ("energy of the pile, Wh", register.mwh // 1000),
        ("of it estimated since the start, Wh", register.estimated_mwh // 1000),
        ("meter register jumped", register.jumps),
        ("by so much in all, Wh", register.jumped_mwh // 1000),
    )
