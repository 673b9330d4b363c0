"""Orderly charging for people, tools and platforms. Loaded on demand."""

from plan import plan_words
from shell.on_demand import borrow, forget

_WHAT = "'need', 'now', or a plan as JSON"
_DONE = {
    "plan": ("the plan holds from now on", "计划已生效"),
    "need": ("charges at the best price until then", "将在最低价时段充电"),
    "now": ("the car charges at once", "立即充电"),
}


def run(app, lang, what, kwh, departure):
    """Do `what`, if anything; return (lines, data). Raises ValueError: nothing was done."""
    try:
        plan = _source(app)
        said = []
        if what is not None:
            said = [_DONE[_act(app, plan, what, kwh, departure)][lang]]
        return said + _lines(app, plan, lang), plan_words.data(plan)
    finally:
        forget("plan", "plan_words", "plan_time")
        forget("shell", "plan_console")


def _source(app):
    fitted = app.rounds.fitted if app.rounds is not None else ()
    for one in fitted:
        if one.source.name == "plan":
            return one.source
    raise ValueError("orderly charging is off: set(orderly=True), then restart()")


def _act(app, plan, what, kwh, departure):
    clock = app.trade.clock
    now_s = clock.now_s()
    if what == "now":
        plan.at_once()
        app.rounds.skip()
    elif what == "need":
        if departure is None:
            departure = app.values["departure"]
        goal = borrow("plan", "orderly_check").goal
        plan.wish(now_s, *goal(kwh, departure, clock.zone(), now_s))
    elif type(what) is str and what[:1] == "{":
        checks = borrow("plan", "orderly_check")
        found = checks.check(
            checks.parse(what),
            clock.zone(),
            now_s,
            app.values["max_current_a"],
            app.claims.used,
        )
        plan.accept(now_s, *found)
        return "plan"
    else:
        raise ValueError("the first word must be " + _WHAT)
    return what


def _lines(app, plan, lang):
    clock = app.trade.clock
    said = plan_words.notes(plan, clock.now_s(), clock.zone(), lang)
    if plan.run is None:
        return said or [("no plan", "无计划")[lang]]
    if not plan.bound:
        said.append(("the last plan:", "上一计划：")[lang])
    return said + plan_words.slot_lines(plan.run, clock.zone(), lang)
