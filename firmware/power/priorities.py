"""Who goes before whom: the published ranks of claims (REQ-ARB-1). Loaded when a name is read."""

# Of the wishes the one with the highest rank counts. Caps need no rank: the lowest holds.
RANKS = (
    ("default", 10),  # what holds when nobody says anything
    ("divert", 50),  # surplus of the sun
    ("timer", 100),  # schedules and plans of charging
    ("boost", 200),
    ("api", 500),  # set-points from outside that bring no rank
    ("manual", 1000),  # the console
    ("card", 1030),
    ("ocpp", 1050),
    ("limit", 1100),  # of the site: group, feeder
    ("safety", 5000),
)


def rank(name):
    """Return the rank of `name`, or of a number itself. Raises ValueError that lists them."""
    if type(name) is int and 0 <= name <= RANKS[-1][1]:
        return name
    for row in RANKS:
        if row[0] == name:
            return row[1]
    names = ", ".join(["%s %d" % row for row in RANKS])
    raise ValueError("priority %s: one of %s, or a whole number up to 5000" % (name, names))


def name_of(number):
    """Return the name of a rank, "" when it has none."""
    for row in RANKS:
        if row[1] == number:
            return row[0]
    return ""
