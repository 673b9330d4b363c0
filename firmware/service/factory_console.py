"""The command factory(): who this pile is; and how a factory writes it (S22, REQ-SEC-1).

Loaded for a command, then dropped. Secrets go in here and never come out.
"""

import binascii
from hashlib import sha256

from service import factory
from shell.on_demand import borrow, forget

_KEYS = (("key", 96), ("update_key", 64))  # records of the store and their bytes
_PUBLIC = 32  # the first byte of the public half in `key`
_NAME_BYTES = 8
_ABOUT = ("serial", "board", "board_rev", "label", "made")


def run(app, lang, what, value):
    """Return (lines, data) of who the pile is, after writing `value` where `what` says which.

    Raises ValueError naming the field and what is allowed; then nothing was written.
    """
    try:
        if what is not None:
            _may_write(app)
            _write(app, what, value)
        return _told(app, lang)
    finally:
        forget("service", "factory", "factory_check", "event_codes")


def _told(app, lang):
    record = factory.read(app.ports, app.store)
    data = {name: record.get(name, "") for name in _ABOUT}
    data["provisioned"] = "serial" in record
    data["problem"] = record.get("problem", "")
    data["calibrated"] = sorted(record.get("cal", {}))
    key = app.store.read(_KEYS[0][0])
    data["key"] = _name(key[_PUBLIC:]) if key else ""
    key = app.store.read(_KEYS[1][0])
    data["update_key"] = _name(key) if key else ""
    data["up_s"] = app.trade.clock.up_s
    return _lines(data, lang), data


def _lines(data, lang):
    if data["problem"]:
        return [data["problem"]]
    if not data["provisioned"]:
        return [
            (
                "not provisioned: no serial, no installer's secret",
                "未写入出厂信息：无序列号，无安装密码",
            )[lang]
        ]
    calibrated = ", ".join(data["calibrated"]) or ("nothing", "无")[lang]
    none = ("none", "无")[lang]
    return [
        ("serial: ", "序列号：")[lang] + data["serial"],
        ("board: ", "主板：")[lang] + ("%s %s" % (data["board"], data["board_rev"])).strip(),
        ("label: ", "标签：")[lang] + data["label"],
        ("calibrated: ", "已校准：")[lang] + calibrated,
        ("key that signs sessions: ", "交易签名密钥：")[lang] + (data["key"] or none),
        ("key of updates: ", "升级密钥：")[lang] + (data["update_key"] or none),
    ]


def _may_write(app):
    # erases flash: the tick stands still meanwhile
    snapshot = app.snapshot
    if snapshot.plugged or snapshot.coils or snapshot.closed:
        raise ValueError("a car is plugged in: unplug it, then again")
    if app.outlet.residual.active:
        raise ValueError("the residual-current device is tested: again in a few seconds")


def _write(app, what, value):
    if what == "identity":
        _put_identity(app, value)
        return
    for name, size in _KEYS:
        if what == name:
            _put_key(app.store, name, size, value)
            return
    raise ValueError('factory("%s"): must be identity, key or update_key' % what)


def _put_identity(app, value):
    if type(value) is not dict or not value.get("serial"):
        raise ValueError("identity: must be a table with a serial and what else is to be written")
    there = factory.read(app.ports, app.store).get("serial")
    if there not in (None, value["serial"]):
        raise ValueError("serial: this pile is %s already, and stays it" % there)
    factory.write(app.ports, app.store, value)
    borrow("service", "roles").renew(app)
    from service.event_codes import PROVISIONED

    app.note(PROVISIONED, text=value["serial"])


def _put_key(store, name, size, value):
    try:
        data = binascii.unhexlify(value)
    except (TypeError, ValueError):
        data = b""
    if len(data) != size:
        raise ValueError("%s: must be %d hex digits" % (name, 2 * size))
    there = store.read(name)
    if there == data:
        return
    if there is not None and name == _KEYS[0][0]:
        raise ValueError("key: this pile has one, and signs with it: it keeps it")
    store.write(name, data)


def _name(point):
    return binascii.hexlify(sha256(point).digest()[:_NAME_BYTES]).decode()
