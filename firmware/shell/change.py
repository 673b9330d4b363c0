"""Changes of settings while the pile runs. Loaded for one, then dropped."""

from power.claims import POLICIES
from shell import schema, settings


def change(app, changes):
    """Check, apply and keep for saving; return (errors, keys that need a restart)."""
    values = dict(app.values)
    values.update(changes)
    errors = settings.check(values) or schema.not_yet(values)
    if errors:
        return errors, []
    later = []
    for key in sorted(changes):
        if values[key] != app.values[key] and not schema.row(key)[schema.LIVE]:
            later.append(key)
    app.values = values
    app.message = ""
    app.unsaved = True
    _apply(app, values)
    return [], later


def _apply(app, values):
    fallback_ma = values["fallback_a"] * 1000
    app.outlet.config.install_ma = values["max_current_a"] * 1000
    app.outlet.config.fallback_ma = fallback_ma
    app.claims.policy = POLICIES.index(values["claim_policy"])
    app.claims.fallback_ma = fallback_ma
    app.delay.longest_s = values["random_delay_s"]
    app.ramp.ma_per_min = values["ramp_a_per_min"] * 1000
    app.trade.apply(values)


def save(app):
    """Write the settings. Contactor open, nothing offered."""
    app.unsaved = False
    try:
        settings.save(app.store, app.values)
    except OSError as error:
        app.message = "settings not saved (%s): they are lost at a restart" % error
