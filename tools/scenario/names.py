"""The names a scenario may use, out of the tables of the firmware and of the EV library."""

from core import faults, states
from tools.world import models

NONE = "none"  # a name in each of them


def fault_names():
    """Codes of `fault` and `faults`, worst first."""
    return (NONE,) + tuple(row[0] for row in faults.FAULTS)


def reason_names():
    """Codes of `why`, most important first."""
    return (NONE,) + states.REASONS


def state_names():
    """Names of the pile's own states."""
    return (NONE,) + states.STATES


def led_names():
    """Names of the LED patterns."""
    from shell import lamp

    return (NONE,) + tuple([row[0] for row in lamp.TABLE])


def model_names():
    """Names of the behaviours a car may have (`ev.model`)."""
    return tuple(models.names())


_CHAPTERS = (
    ("States of the pile (`state`)", state_names),
    ("Reasons for not charging (`why`), most important first", reason_names),
    ("Faults (`fault`, `faults`), worst first", fault_names),
    ("LED patterns (`led`)", led_names),
    ("Cars (`ev.model`)", model_names),
)


def page():
    """Return the chapter of names, generated, as it closes the project's copy of the format."""
    lines = ["## Names"]
    for title, names in _CHAPTERS:
        lines += ["", f"{title}:", ", ".join(f"`{name}`" for name in names()) + "."]
    return "\n".join(lines)
