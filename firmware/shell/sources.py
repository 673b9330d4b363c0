"""The parts of this pile that claim current: fitted at the start where the settings ask for them.

A source is an object with `name` and `second(now_ms, utc_s, pile)`, called once a second by the
main job (utc_s 0: the clock is not set; pile: shell.pile_view). It returns None (no claim now) or
(limit_ma, until_s): mA a phase, or 3 of them for the site's R, S and T; the unix time at which
that will change, 0 = not known. It may have
    news      True: something came; it is asked again within 50 ms, and sets it back itself
    phases    1: the claim is for one phase, 0: for as many as there are
    unsaved   True: `save()` is due; it is called once, with the contactor open and nothing offered
    message   what is wrong with what it had stored, "" = nothing
    lifetime_ms  of its claims, where they must not outlive its failure for LIFETIME_MS
    kind      CAP or WISH of power.claims, where a setting decides
    notes(lang)   lines for the console, 0 English, 1 Chinese
    brief(lang)   of these what status() says: what whoever stands there must know
Loaded at the start, then dropped.
"""

from micropython import const

from power.claims import INNER, KINDS, POLICIES
from power.priorities import rank
from shell.on_demand import forget

# columns
_SETTING = const(0)  # any value but these asks for the source: False, 0, "", "off", "none"
_MODULE = const(1)
_FUNCTION = const(2)  # called with the app; returns the source
_RANK = const(3)  # name of power.priorities
_KIND = const(4)  # of power.claims
_POLICY = const(5)  # of its claim, once it failed for LIFETIME_MS; "setting": claim_policy
_DELAYED = const(6)  # its increases wait a random time (NA-001, S9)

ROWS = (
    ("schedule", "dates.week_source", "Schedule", "timer", "cap", "setting", True),
    ("orderly", "plan.plan_source", "Plan", "timer", "cap", "release", True),
    ("profiles", "plan.profile_source", "fit", "ocpp", "cap", "setting", True),
    ("modbus", "comms.fit", "source", "api", "cap", "setting", False),
    ("group", "group.fit", "source", "limit", "cap", "stop", False),
    ("time_sharing", "space.fit", "sharing", "limit", "cap", "release", False),
    ("parking_lock_s", "space.fit", "parking_lock", "limit", "cap", "release", False),
)

_OFF = (None, False, 0, "", "off", "none")


def fit(app, feed, rows=ROWS):
    """Give `app` its sources. One that cannot be built is told, and its claim has ended.

    Together they take seconds on a Pico: `feed()` feeds the watchdog.
    """
    wanted = [row for row in rows if app.values.get(row[_SETTING]) not in _OFF]
    if wanted:
        from shell.rounds import Rounds

        app.rounds = Rounds(app)
        for row in wanted:
            _fit(app, row)
            feed()
    forget("power", "priorities")


def _fit(app, row):
    kind, place = KINDS.index(row[_KIND]), rank(row[_RANK])
    policy = -1 if row[_POLICY] == "setting" else POLICIES.index(row[_POLICY])
    try:
        module = __import__(row[_MODULE], None, None, (row[_FUNCTION],))
        source = getattr(module, row[_FUNCTION])(app)
    except Exception as error:  # the others, and the pile itself, go on
        app.rounds.lack(row[_SETTING], policy, (kind, place, -1, INNER), error)
        return
    fitted = app.rounds.add(source, policy, (getattr(source, "kind", kind), place, -1, INNER))
    if row[_DELAYED]:
        from power.later import Later

        fitted.later = Later(app.delay)
