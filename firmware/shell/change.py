"""Changes of settings while the pile runs. Loaded for one, then dropped."""

from shell import schema, settings
from shell.on_demand import borrow, forget

_NOT_SAVED = "settings not saved (%s): tried again each minute, lost at a restart before"


def change(app, changes):
    """Check, apply and keep for saving; return (errors, keys that need a restart)."""
    values = dict(app.values)
    values.update(changes)
    errors = settings.check(values) or _of_map(changes) or _of_role(app, changes)
    if errors:
        return errors, []
    later = _later(app, changes)
    app.values = values
    app.message = ""
    app.unsaved = True
    app.save_from_s = 0
    _apply(app, values)
    _note(app, changes)
    return [], later


def _later(app, changes):
    # those that differ from what the pile was started with
    later = []
    for key in sorted(changes):
        if schema.row(key)[schema.LIVE]:
            continue
        started = app.started.setdefault(key, app.values[key])
        if changes[key] == started:
            app.started.pop(key)
        else:
            later.append(key)
    return later


def _note(app, changes):
    from service.event_codes import SETTING

    forget("service", "event_codes")
    for key in sorted(changes):
        app.note(SETTING, text=key)


def _of_map(changes):
    # a map of one's own is read at the next start: better to say now what is wrong with it
    if changes.get("meter") != "custom":
        return []
    from meter import check_map, fit

    errors = check_map.check_file(fit.CUSTOM)[1]
    forget("meter", "fit", "check_map", "plan")
    return ["meter = custom: " + error for error in errors]


def _of_role(app, changes):
    if not changes.get("production"):
        return []
    return borrow("service", "roles").no_production(app)


def _apply(app, values):
    app.outlet.config.install_ma = values["max_current_a"] * 1000
    app.outlet.config.fallback_ma = values["fallback_a"] * 1000
    app.offer.apply(values)
    app.delay.longest_s = values["random_delay_s"]
    app.trade.apply(values)


def save(app):
    """Write the settings; `unsaved` stays where that fails. Contactor open, nothing offered."""
    try:
        settings.save(app.store, app.values)
    except (OSError, MemoryError) as error:
        app.message = _NOT_SAVED % error
        return
    app.unsaved = False
    if app.message.startswith(_NOT_SAVED[:18]):
        app.message = ""
