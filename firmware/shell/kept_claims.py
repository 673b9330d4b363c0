"""Claims that outlive a reset: those without an end, and those whose policy is not release (F19).

Loaded to write or to read them, then dropped.
"""

import json

from micropython import const

from power.claims import ENDLESS, KINDS, LONGEST_MS, OPERATOR, OUTER, POLICIES, lasts

_NAME = "claims"
_MASK = const(0x3FFFFFFF)
_DAMAGED = (ValueError, KeyError, TypeError, AttributeError, IndexError)
_SAID = "claims of before the restart are damaged (%s): set them again"


def save(app):
    """Write what outlives a reset. Contactor open, nothing offered. Raises OSError."""
    now_ms = app.ports.ticks_ms()
    rows = [_row(claim, now_ms) for claim in app.claims.explain(now_ms) if lasts(claim)]
    data = {"utc_s": app.trade.clock.now_s(), "claims": rows}
    app.store.write(_NAME, json.dumps(data).encode())


def _row(claim, now_ms):
    return {
        "source": claim.source,
        "wants": claim.wants,
        "watts": claim.watts,
        "terms": [claim.kind, claim.rank, claim.fallback_ma, False],  # the last for older versions
        "operator": claim.whose == OPERATOR,
        "policy": claim.policy,
        "phases": claim.phases,
        "lifetime_ms": claim.lifetime_ms,
        "left_ms": claim.left_ms(now_ms),
        "expired": claim.expired,
    }


def restore(app):
    """Put the claims of before the reset. Their lives went on meanwhile, as far as is known."""
    data = app.store.read(_NAME)
    if data is None:
        return
    rows = ()
    try:
        kept = json.loads(data)
        passed_ms = _passed_ms(kept["utc_s"], app.trade.clock.now_s())
        rows = list(kept["claims"])
    except _DAMAGED as error:
        app.claims.message = _SAID % error
    for row in rows:
        try:
            _put(app.claims, row, passed_ms, app.ports.ticks_ms())
        except _DAMAGED as error:  # the others hold all the same
            app.claims.message = _SAID % error
    app.claims.changed = False


def _passed_ms(then_s, now_s):
    if not then_s or now_s < then_s:  # 0: not known
        return 0
    return min(now_s - then_s, LONGEST_MS // 1000) * 1000


def _check(row):
    # what Claims.put takes from our own code without a look
    kind, place, fallback_ma, _ = row["terms"]
    numbers = [kind, place, fallback_ma, row["policy"], row["phases"], row["left_ms"]]
    numbers = [type(number) for number in numbers + [row["lifetime_ms"]]]
    good = numbers == [int] * len(numbers) and type(row["source"]) is str
    if not good or not (0 <= kind < len(KINDS) and 0 <= row["policy"] < len(POLICIES)):
        raise ValueError("claim of %s" % row["source"])


def _put(claims, row, passed_ms, now_ms):
    _check(row)
    wants, lifetime_ms = row["wants"], row["lifetime_ms"]
    # a version before this one did not say whose: what the console put was the operator's
    whose = OPERATOR if row.get("operator", row["source"] == "console") else OUTER
    claim = claims.put(
        now_ms,
        row["source"],
        wants if type(wants) is int else tuple(wants),
        lifetime_ms,
        row["policy"],
        row["phases"],
        row["watts"],
        tuple(row["terms"][:3]) + (whose,),
    )
    claim.expired = row["expired"]
    if not claim.expired and lifetime_ms != ENDLESS:
        spent_ms = min(lifetime_ms - row["left_ms"] + passed_ms, lifetime_ms)
        claim.timer.start((now_ms - spent_ms) & _MASK)
