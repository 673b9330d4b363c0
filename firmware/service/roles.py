"""Which command only the installer may give, and how one becomes the installer (REQ-SEC-1).

Loaded for a command, then dropped. Secrets are in no text that is said or kept.
"""

import binascii

from service.event_codes import LOGIN, LOGOUT, SERVICE
from service.role import NAME, Role
from shell.on_demand import borrow

CHANGES = "changes"  # a command that tells without arguments, and changes something with them
_RESIDENT = (  # settings that an operator may change too
    "default_kwh",
    "departure",
    "language",
    "session_kwh",
    "session_min",
    "session_money",
)


def role_of(app):
    """Return the Role of the console of this App; the first time it is made."""
    if app.role is None:
        unit = borrow("service", "factory").read(app.ports, app.store)
        kept = app.store.read(NAME)
        app.role = Role(unit, max(kept[0] if kept else 0, _logged(app)))
    return app.role


def _logged(app):
    # wrong secrets in a row as the event log has them: it is written while a car is plugged too
    if app.watch is None:
        return 0
    try:
        found = borrow("service", "event_list").last(app.watch.events, LOGIN)
    except OSError:
        return 0
    return found[1] if found else 0


def renew(app):
    """The factory area was written: by whom knows its secret, who goes on as the installer."""
    app.role = None
    role_of(app).enter(app.trade.clock.up_s)


def need(app, mark, name, args, options):
    """Raise ValueError where the command is the installer's, and somebody else gives it.

    `mark`: what desk.uses says of it: True, CHANGES.
    """
    if mark == CHANGES and not args and not options:
        return
    if name == "set" and not [key for key in options if key not in _RESIDENT]:
        return
    if not present(app):
        raise ValueError('only the installer may: login("secret") first')


def present(app):
    """Return whether the installer is there; where nobody was given a secret anybody is it."""
    role, up_s = role_of(app), app.trade.clock.up_s
    if role.expired(up_s):
        app.note(LOGOUT, 1)
    return role.open() or role.installer(up_s)


def login(app, secret):
    """Let the installer in. Raises ValueError: a wrong one, or too soon after a wrong one."""
    role = role_of(app)
    up_s = app.trade.clock.up_s
    if role.damaged:
        raise ValueError("the factory area is damaged, nobody can log in: provision again")
    if role.open():
        raise ValueError("this unit was given no secret: anybody here is its installer")
    if type(secret) is not str or not secret:
        raise ValueError("the secret is a text in quotes")
    if up_s < role.next_s:
        raise ValueError("too soon after a wrong secret: wait %d s" % (role.next_s - up_s))
    good = _right(role, secret)
    role.tried(good, up_s)
    _log(app, int(good), role.wrong)
    if not good:
        role.leave()
        raise ValueError("a wrong secret; the next is looked at in %d s" % (role.next_s - up_s))
    role.enter(up_s)


def _log(app, good, wrong):
    # written before it is answered: no reset is quick enough to have a try forgotten
    app.note(LOGIN, good, wrong)
    if app.watch is not None:
        for _ in range(len(app.watch.events.waiting)):
            app.watch.events.flush()


def _right(role, secret):
    from service import secret as secrets

    if len(secret) > secrets.MOST:
        return False
    return secrets.same(secrets.digest(binascii.unhexlify(role.salt), secret), role.secret)


def logout(app):
    """Be the operator again; return whether the installer was there."""
    role = role_of(app)
    if not role.installer(app.trade.clock.up_s):
        return False
    app.note(LOGOUT, 0)
    return role.leave()


def open_raw(app):
    """Have the raw console of production mode opened. The installer's."""
    if not app.values["production"]:
        raise ValueError("this console is the raw one: production = False")
    role = role_of(app)
    role.enter(app.trade.clock.up_s)  # on a unit without a secret too
    role.raw = True
    app.note(SERVICE, 1)


def shut(app):
    """Note that the raw console is closed."""
    role = role_of(app)
    if role.expired(app.trade.clock.up_s):
        app.note(LOGOUT, 1)
    role.leave()
    app.note(SERVICE, 0)


def no_production(app):
    """Return the errors of production mode: a unit without a secret must not have it."""
    if role_of(app).secret is None:
        return ["production = true: nobody could log in, provision the unit with a secret first"]
    return []
