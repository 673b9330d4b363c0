"""Commands of the console that change something. Loaded for a command, then dropped."""

from core import mailbox, states
from shell import desk
from shell.desk import uses

CHANGES = "changes"  # service.roles
_LOCAL = 1  # session.authorise: stopped here


@uses("set(key=value, ...)", installer=True)
def set(**changes):
    """Check, apply and save settings; say what needs a restart."""
    from shell import setting_list

    if not changes:
        raise ValueError("no setting given; settings() lists them")
    errors, later = desk.app.change(changes)
    lines = errors + [("nothing was changed", "未做任何修改")[desk.lang()]]
    if not errors:
        lines = setting_list.change_lines(desk.app, changes, later, desk.lang())
    desk.answer(lines, ok=not errors, errors=errors, after_restart=later)


@uses("tariff(price=0.35, service=0, slots='', ...)", installer=CHANGES)
def tariff(**words):
    """Say the tariff, or put another one in force now."""
    from shell import till_console

    if words:
        till_console.set_tariff(desk.app, words)
    desk.answer(till_console.tariff_lines(desk.app, desk.lang()), **desk.app.trade.tariff())


@uses("clock('2026-01-01 12:00:00')", installer=CHANGES)
def clock(time=None):
    """Say the time, or set it: UTC, or unix seconds."""
    from shell import dates_console

    lines, data = dates_console.clock(desk.app, desk.lang(), time)
    desk.answer(lines, **data)


@uses("schedule('add', days='mon-fri', hours='22:00-06:00', amps=16)", installer=CHANGES)
def schedule(what=None, value=None, place=None, **slot):
    """Say the weekly schedule; 'add' a slot, 'remove' one by its number, 'replace' all by JSON."""
    from shell import dates_console

    row = (desk.app, desk.lang(), what, value, place, slot)
    lines, data = dates_console.schedule(*row)
    desk.answer(lines, **data)


@uses("cards('add', '04A1B2C3', group='', expires=0)", installer=CHANGES)
def cards(what=None, uid=None, group="", expires=0):
    """Say the card list, or 'add', 'remove', 'import' (a file), 'learn', 'master'."""
    from shell import card_console

    lines, data = card_console.run(desk.app, desk.lang(), what, uid, group, expires)
    desk.answer(lines, **data)


@uses("plan('need', 20, '07:00')")
def plan(what=None, kwh=None, departure=None):
    """Say the plan, its slots and what came of them; 'need', 'now', or a plan as JSON (S7)."""
    from shell import plan_console

    lines, data = plan_console.run(desk.app, desk.lang(), what, kwh, departure)
    desk.answer(lines, **data)


@uses("factory(what=None, value=None)", installer=CHANGES)
def factory(what=None, value=None):
    """Say who this pile is; a factory writes 'identity', 'key' and 'update_key' (S22)."""
    from service import factory_console

    lines, data = factory_console.run(desk.app, desk.lang(), what, value)
    desk.answer(lines, **data)


@uses("group('pile', 3, weight=2, priority=5)", installer=CHANGES)
def group(what=None, value=None, **fields):
    """Say who shares and how much; 'key' (a text) of the group, 'pile' (number) of the leader."""
    from shell import group_console

    lines, data = group_console.run(desk.app, desk.lang(), what, value, fields)
    desk.answer(lines, **data)


@uses("profile('clear', id=None, connector=None, purpose=None, level=None)", installer=CHANGES)
def profile(what=None, id=None, connector=None, purpose=None, level=None):
    """Say the charging profiles and the next 24 h, 'clear' some, or install one of OCPP's JSON."""
    from shell import profile_console

    named = (id, connector, purpose, level)
    desk.lines(profile_console.run(desk.app, desk.lang(), desk.as_json, what, named))


@uses("start()")
def start():
    """Authorise the car that is there, or the next one."""
    if not desk.app.trade.authorise.start(b"console", None, desk.app.ports.ticks_ms()):
        raise ValueError("a session runs, or somebody else has the outlet: why()")
    desk.done("the car may charge", "已授权充电")


@uses("stop()")
def stop():
    """End the session's energy; it is paid for until the unplug."""
    if not desk.app.trade.authorise.stop(_LOCAL):
        raise ValueError("no session runs, and nobody is authorised")
    desk.done("no more energy for this car; sessions() lists it", "已停止充电；见 sessions()")


@uses("limit(amps, seconds=None, watts=None, kind='cap', policy=None, ...)")
def limit(amps=None, seconds=None, **terms):
    """Limit the current; 0 pauses. Without seconds until clear('console')."""
    from shell import claim_console

    desk.done(*claim_console.put(desk.app, amps, seconds, terms))


@uses("clear(what='faults')")
def clear(what="faults"):
    """Clear faults, one fault, 'limits', the limit of one source, or what waits: 'delay'."""
    from shell import texts

    number = texts.fault_number(what)
    if what == "faults" or number >= 0:
        desk.app.command(mailbox.CLEAR, mailbox.ALL if what == "faults" else number)
        lines = (
            "asked to clear %s; what is still there stays: faults()",
            "已请求清除 %s；见 faults()",
        )
        lines = [line % what for line in lines]
    else:
        from shell import claim_console

        lines = claim_console.clear(desk.app, what)
    desk.app.publish(desk.app.ports.ticks_ms())
    desk.done(*lines)


@uses("reserve(id, user, start, expiry, grace_min=0, group='')")
def reserve(id, user, start, expiry, grace_min=0, group=""):
    """Keep the space for a card or a group; start 0 = now; one of the same id is replaced."""
    from shell import space_console

    words = (id, user, start, expiry, grace_min, group)
    lines, data = space_console.reserve(desk.app, desk.lang(), words)
    desk.answer(lines, ok=not data["why"], **data)


@uses("unreserve(id)")
def unreserve(id):
    """Cancel a reservation."""
    from shell import space_console

    desk.answer(space_console.unreserve(desk.app, desk.lang(), id), ok=True)


@uses("windows('owner mon-fri 18:00-08:00; rest community')", installer=CHANGES)
def windows(text=None):
    """Say whose the space is at which hours, or put other windows in force."""
    from shell import space_console

    lines, data = space_console.windows(desk.app, desk.lang(), text)
    desk.answer(lines, **data)


@uses("bringup('cp B', mains=None)", installer="changes")
def bringup(step=None, mains=None):
    """Check a new pile step by step; 'sign' makes a report of it, 'report' says it."""
    from service import bringup

    lines, data = bringup.run(desk.app, desk.lang(), step, mains)
    desk.answer(lines, **data)


@uses("selftest()")
def selftest():
    """Test the residual-current device as soon as the contactor is open."""
    desk.app.command(mailbox.SELFTEST)
    en = "tests run as soon as the contactor is open: events(), faults()"
    desk.done(en, "接触器断开后即开始自检：events()、faults()")


@uses("login('secret')")
def login(secret):
    """Become the installer, until logout() or 15 minutes without a command."""
    from service import roles

    roles.login(desk.app, secret)
    en = "installer, until logout() or 15 minutes without a command"
    desk.done(en, "安装人员已登录，logout() 或 15 分钟无命令后退出")


@uses("logout()")
def logout():
    """Be the operator again."""
    from service import roles

    was = roles.logout(desk.app)
    if was:
        desk.done("logged out", "已退出登录")
    else:
        desk.done("nobody was logged in", "当前无人登录")


@uses("update()", installer="changes")
def update(what=None, value=None, data=None, older=False):
    """Say which version runs and what comes; the rest is typed by `python -m tools.update`."""
    from shell import update_console

    lines, found = update_console.run(desk.app, desk.lang(), what, value, data, older)
    desk.answer(lines, **found)


@uses("calibrate('cp', 12010)", installer=CHANGES)
def calibrate(what=None, value=None):
    """Say what the inputs read; take a known level of 'cp' (mV), 'pp' (ohm), 'temp' (C)."""
    from service import calibration

    lines, data = calibration.run(desk.app, desk.lang(), what, value)
    desk.answer(lines, **data)


@uses("service()", installer=True)
def service():
    """Open the raw console of production mode: until logout(), or 15 minutes without a command."""
    from service import roles

    roles.open_raw(desk.app)
    en = "the raw console, until logout() or 15 minutes without a command"
    desk.done(en, "原始控制台已打开，logout() 或 15 分钟无命令后关闭")


@uses("unlock()")
def unlock():
    """Stop gracefully, then release the plug."""
    desk.app.command(mailbox.UNLOCK)
    en = "stops, then releases the plug; charges again after an unplug"
    desk.done(en, "正在停止并解锁；拔枪后可再次充电")


@uses("wake()")
def wake():
    """Run one wake-up sequence."""
    from shell.report import snapshot_of

    if snapshot_of(desk.app).state != states.OFFERING:
        raise ValueError("only a car that is offered energy and does not ask can be woken")
    desk.app.command(mailbox.WAKE)
    desk.done("waking the car: events()", "正在唤醒车辆：events()")


@uses("restart()", installer=True)
def restart():
    """Stop gracefully, then restart the pile."""
    desk.app.leaving = True
    desk.done("restarts as soon as the contactor is open", "接触器断开后重启")
