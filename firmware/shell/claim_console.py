"""Limits that a person sets and clears. Loaded for a command, then dropped."""

from power.claims import CAP, ENDLESS, INNER, KINDS, OPERATOR, OUTER, POLICIES
from power.priorities import rank
from shell.check import is_number
from shell.on_demand import borrow

_NOT_YOURS = 'the limit of %s is not an operator\'s: login("secret") first%s'
_TOP = 1e9  # of any term: what the claim may be is checked with it
_NOTHING = "%s is neither a fault, 'limits' nor 'delay', nor a source that limits now: why()"
_TERMS = ("source", "watts", "kind", "priority", "policy", "fallback", "phases")


def put(app, amps, seconds, terms):
    """Put a claim; return what to say, (English, Chinese). Raises ValueError: nothing was done.

    `amps`: a number a phase, or 3 of them for the site's R, S and T. `terms`: any of _TERMS;
    watts instead of amps, W of all phases; fallback: A, for the policy of that name.
    """
    for key in terms:
        if key not in _TERMS:
            raise ValueError("%s: no such term; there are: %s" % (key, ", ".join(_TERMS)))
    watts = terms.get("watts")
    if (amps is None) == (watts is None):
        raise ValueError("amps or watts must be given, one of them; 0 pauses")
    source = terms.get("source", "console")
    if type(source) is not str or not 0 < len(source) <= 20:
        raise ValueError("source must be a text of 1 to 20 characters")
    wants = _each("amps", amps, 1000) if watts is None else _each("watts", watts, 1)
    lifetime_ms = ENDLESS if seconds is None else _whole("seconds", seconds, 1000)
    kind = _place("kind", terms.get("kind", KINDS[CAP]), KINDS)
    policy = terms.get("policy")
    fallback = terms.get("fallback")
    claim = app.claims.find(source)
    if claim is not None and not _may_end(app, claim):
        raise ValueError(_NOT_YOURS % (source, ", or give yours another source"))
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
            _whose(app),
        ),
    )
    app.offer.floor.skip()
    app.publish(now_ms)
    said = "%s A" % (amps,) if watts is None else "%s W" % (watts,)
    lines = "limit of %s: %s; clear('%s') ends it", "%s 限流：%s；clear('%s') 解除"
    return [line % (source, said, source) for line in lines]


def _each(name, value, scale):
    if type(value) not in (list, tuple):
        return _whole(name, value, scale)
    if len(value) != 3:
        raise ValueError("%s must be a number, or 3 of them for R, S and T" % name)
    return tuple([_whole(name, each, scale) for each in value])


def _whole(name, value, scale):
    if not is_number(value) or not 0 <= value <= _TOP:  # neither no number nor an endless one
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


def _whose(app):
    # what the installer set is no operator's to end; without a secret anybody is the installer
    logged_in = app.role is not None and app.role.installer(app.trade.clock.up_s)
    return OUTER if logged_in else OPERATOR


def _may_end(app, claim):
    # a part of this pile: Claims itself refuses, and says why
    return claim.whose in (INNER, OPERATOR) or borrow("service", "roles").present(app)


def clear(app, what):
    """Clear 'limits', one source's or 'delay'; return what to say, (English, Chinese).

    Raises ValueError. Only the installer ends what came from outside, or from the installer.
    """
    claim = app.claims.find(what)
    if what == "delay":
        app.delay.skip()
        if app.rounds is not None:
            app.rounds.skip()
        lines = ("the random wait is over", "随机等待已结束")
    elif what == "limits":
        lines = _clear_all(app)
    elif claim is None:
        raise ValueError(_NOTHING % (what,))
    elif not _may_end(app, claim):
        raise ValueError(_NOT_YOURS % (what, ""))
    elif app.claims.remove(what):
        lines = ("the limit of %s is gone" % what, "%s 的限流已解除" % what)
    else:
        raise ValueError("%s is a part of this pile: its settings end it" % what)
    app.offer.floor.skip()
    return lines


def _clear_all(app):
    kept = []
    for claim in app.claims.explain(app.ports.ticks_ms()):
        if claim.whose == INNER:
            continue
        if _may_end(app, claim):
            app.claims.remove(claim.source)
        else:
            kept.append(claim.source)
    if not kept:
        return "every limit from outside is gone", "外部限流已全部解除"
    names = ", ".join(kept)
    return (
        "the limits of operators are gone; only the installer may end: " + names,
        "操作员的限流已解除；仅安装人员可解除：" + names,
    )
