"""Limits that a person sets and clears. Loaded for a command, then dropped."""

from power.claims import CAP, ENDLESS, KINDS, POLICIES
from power.priorities import rank
from shell.check import is_number

_TERMS = ("source", "watts", "kind", "priority", "policy", "fallback", "phases")


def put(app, amps, seconds, terms):
    """Put a claim; return what to say. Raises ValueError: nothing was done.

    `amps`: a number a phase, or 3 of them for the site's R, S and T. `terms`: any of _TERMS;
    watts instead of amps, W of all phases; fallback: A, for the policy of that name.
    """
    for key in terms:
        if key not in _TERMS:
            raise ValueError("%s: no such term; there are: %s" % (key, ", ".join(_TERMS)))
    watts = terms.get("watts")
    if (amps is None) == (watts is None):
        raise ValueError("amps or watts must be given; 0 pauses")
    source = terms.get("source", "console")
    if type(source) is not str or not 0 < len(source) <= 20:
        raise ValueError("source must be a text of 1 to 20 characters")
    wants = _each("amps", amps, 1000) if watts is None else _each("watts", watts, 1)
    lifetime_ms = ENDLESS if seconds is None else _whole("seconds", seconds, 1000)
    kind = _place("kind", terms.get("kind", KINDS[CAP]), KINDS)
    policy = terms.get("policy")
    fallback = terms.get("fallback")
    now_ms = app.ports.ticks_ms()
    app.claims.put(
        now_ms,
        source,
        wants,
        lifetime_ms,
        -1 if policy is None else _place("policy", policy, POLICIES),
        _phases(terms.get("phases")),
        watts is not None,
        (
            kind,
            rank(terms.get("priority", "manual")),
            -1 if fallback is None else _whole("fallback", fallback, 1000),
            False,
        ),
    )
    app.offer.floor.skip()
    app.publish(now_ms)
    said = "%s A" % (amps,) if watts is None else "%s W" % (watts,)
    return "limit of %s: %s; clear('%s') ends it" % (source, said, source)


def _each(name, value, scale):
    if type(value) not in (list, tuple):
        return _whole(name, value, scale)
    if len(value) != 3:
        raise ValueError("%s must be a number, or 3 of them for R, S and T" % name)
    return tuple([_whole(name, each, scale) for each in value])


def _whole(name, value, scale):
    if not is_number(value) or value < 0:
        raise ValueError("%s must be a number, 0 or more" % name)
    return int(value * scale + 0.5)


def _place(name, value, names):
    if value not in names:
        raise ValueError("%s must be one of: %s" % (name, ", ".join(names)))
    return names.index(value)


def _phases(value):
    if value not in (None, 1, 3):
        raise ValueError("phases must be 1 or 3")
    return value or 0


def clear(app, what):
    """Clear 'limits', one source's or 'delay'; return what to say. Raises ValueError."""
    if what == "delay":
        app.delay.skip()
        if app.rounds is not None:
            app.rounds.skip()
        line = "the random wait is over"
    elif what == "limits":
        app.claims.clear()
        line = "every limit from outside is gone"
    elif app.claims.remove(what):
        line = "the limit of %s is gone" % what
    elif app.claims.find(what) is not None:
        raise ValueError("%s is a part of this pile: its settings end it" % what)
    else:
        raise ValueError("%s is neither a fault, a source, 'limits' nor 'delay'" % what)
    app.offer.floor.skip()
    return line
