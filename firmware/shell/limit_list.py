"""Every limit on the current, the one that wins first. Loaded for a command, then dropped."""

from micropython import const

from core.duty import MIN_MA
from core.states import WHY_PAUSED
from power.claims import INNER, KINDS

SAFETY = const(5000)  # rank of what the pile itself never exceeds


class Limit:
    """One of all limits. `claim`: the claim it comes from, or None."""

    def __init__(self, ma, code, claim=None, left_ms=-1, counts=True):
        self.ma = ma  # that it leaves the pilot
        self.code = code  # of shell.why, or the source of the claim
        self.claim = claim
        self.left_ms = left_ms  # -1 = nothing will end it
        self.counts = counts  # False: a wish that is outranked


def limits(app, snapshot):
    """Return every Limit: those that count, lowest first; then the wishes that are outranked."""
    outlet, offer = app.outlet, app.offer
    config = outlet.config
    found = [
        Limit(app.values["max_current_a"] * 1000, "install"),
        Limit(config.board_ma, "board"),
        Limit(config.duty_cap_ma, "profile"),
    ]
    if snapshot.plugged:
        found.append(Limit(snapshot.cable_ma, "cable"))
        if not outlet.charger.seen_b:
            found.append(Limit(config.simplified_ma, "simplified"))
    if outlet.thermal.limit_ma < config.install_ma:
        found.append(Limit(outlet.thermal.limit_ma, "heat"))
    if offer.ramp.ma_per_min:
        found.append(Limit(offer.ramp.cap_ma, "ramp"))
    if offer.floor.left_ms:
        found.append(Limit(0, "swings", None, offer.floor.left_ms))
    _add_claims(found, app.claims, app.ports.ticks_ms())
    return _sorted(found)


def reasons(app, snapshot):
    """Return the WHY_* bits worth telling: without a car it is no limit that there is no cable."""
    bits = snapshot.reasons
    if not snapshot.plugged and bits >> WHY_PAUSED & 1 and limits(app, snapshot)[0].ma >= MIN_MA:
        bits ^= 1 << WHY_PAUSED
    return bits


def _add_claims(found, claims, now_ms):
    live = claims.explain(now_ms)
    wish = claims.wish()
    for claim in live:
        left_ms = -1 if claim.whose == INNER and not claim.expired else claim.left_ms(now_ms)
        counts = KINDS[claim.kind] == "cap" or claim is wish
        found.append(Limit(claims.leaves_ma(claim), claim.source, claim, left_ms, counts))


def _sorted(found):
    # those that count first, by mA, equal ones in their order: MicroPython's sort is not stable
    done = []
    for limit in found:
        at = len(done)
        while at and (limit.counts, -limit.ma) > (done[at - 1].counts, -done[at - 1].ma):
            at -= 1
        done.insert(at, limit)
    return done
