"""Sessions and tariff for people and tools, English and Chinese. Loaded on demand."""

import json

from session import money, trace
from session import record as r
from session.record import unpack
from session.record_words import FLAGS, REASONS
from session.stamp import utc
from shell import texts

_LAST = 20
_CHARGING = ("goes on", "进行中")
_STOPS = (  # of session.record_words.REASONS
    ("", ""),
    ("the plug was pulled", "已拔枪"),
    ("stopped here", "本地停止"),
    ("stopped from afar", "远程停止"),
    ("the authorisation was withdrawn", "授权已撤销"),
    ("emergency stop", "急停"),
    ("power cut", "断电"),
    ("restart", "重启"),
    ("soft reset", "软复位"),
    ("hard reset", "硬复位"),
    ("unlock", "解锁命令"),
    ("a limit, a fault, or somebody else's hours", "达到限值、故障或他人时段"),
)
_FLAG_TEXTS = (
    ("went on after a power cut", "断电后继续"),
    ("the clock was set later", "时钟后来才校准"),
    ("energy estimated, no meter", "无电表，电量为估算"),
    ("failed start, free", "启动失败，免费"),
    ("too many prices, the last one went on", "电价变更过多，沿用最后电价"),
    ("the meter was lost, its last word counts", "电表失联，按最后读数计"),
    ("the meter's register jumped, energy is missing", "电表读数跳变，电量不全"),
)


def records(app, newest):
    """Yield (Record, whether it is open) of the newest ones, oldest first."""
    till = app.trade.till
    last = 0
    for entry in app.trade.open_archive().entries(newest):
        try:
            record = unpack(entry.record)
        except ValueError:
            continue
        last = record.number
        yield record, False
    app.trade.forget_archive()
    for _, record, _ in till.finished:
        if record.number > last:
            yield record, False
    if till.session.open:
        yield till.session.record, True


def data(record, is_open):
    """Return a record as plain values."""
    return {
        "number": record.number,
        "open": is_open,
        "who": "".join(["%02x" % byte for byte in record.who]),
        "start": utc(record.start_s) if record.start_s else None,
        "stop": utc(record.stop_s()) if record.start_s else None,
        "seconds": record.seconds,
        "start_mwh": record.start_mwh,
        "stop_mwh": record.stop_mwh(),
        "energy_mwh": record.energy_mwh(),
        "lines": [
            {
                "version": line[0],
                "price": line[1] & 0x7F,
                "clock_unset": line[1] > 0x7F,
                "energy_e5_kwh": line[2],
                "service_e5_kwh": line[3],
                "mwh": line[4],
                "energy_e5": record.line_e5(line)[0],
                "service_e5": record.line_e5(line)[1],
            }
            for line in record.lines
        ],
        "overstay_s": record.overstay_s,
        "overstay_e5": record.overstay_e5(),
        "total_e5": record.total_e5(),
        "reason": REASONS[record.reason],
        "fault": None if record.fault == r.NO_FAULT else texts.fault_name(record.fault),
        "flags": [name for bit, name in enumerate(FLAGS) if record.flags >> bit & 1],
    }


def sessions(app, say, number, as_json, lang):
    """Say the last sessions, a line each; one of them in full."""
    found = False
    newest = _LAST
    if type(number) is int:  # numbers only rise: it is not among older slots, and seldom in newer
        newest = max(app.trade.till.number - number + 1, 1)
    for record, is_open in records(app, newest):
        if number is None:
            say(json.dumps(data(record, is_open)) if as_json else _line(record, is_open, lang))
            found = True
        elif record.number == number:
            _whole(app, say, record, is_open, as_json, lang)
            return
    if number is not None:
        raise ValueError("there is no session %s; sessions() lists the last" % number)
    if not found and not as_json:
        say(("no session yet", "尚无充电记录")[lang])


def _line(record, is_open, lang):
    when = utc(record.start_s) if record.start_s else ("time unknown", "时间未知")[lang]
    parts = [
        "%d" % record.number,
        when,
        duration(record.seconds),
        "%s kWh" % _kwh(record.energy_mwh()),
        money.shown(record.total_e5()),
        _CHARGING[lang] if is_open and not record.reason else _STOPS[record.reason][lang],
    ]
    return "  ".join(parts + flag_texts(record, lang))


def flag_texts(record, lang):
    """Return the texts of what is special about a record."""
    return [_FLAG_TEXTS[bit][lang] for bit in range(len(FLAGS)) if record.flags >> bit & 1]


def _whole(app, say, record, is_open, as_json, lang):
    if is_open:
        watts = trace.watts(app.trade.till.trace.rows)
    else:
        watts = trace.load(app.store, record.number)
    if as_json:
        found = data(record, is_open)
        found["minutes_w"] = watts
        say(json.dumps(found))
        return
    say(_line(record, is_open, lang))
    if record.who:
        say(("card: ", "卡：")[lang] + data(record, is_open)["who"])
    row = (_kwh(record.start_mwh), _kwh(record.stop_mwh()))
    say(("register: %s to %s kWh", "表底：%s 至 %s kWh")[lang] % row)
    for line in record.lines:
        energy_e5, service_e5 = record.line_e5(line)
        say(
            "  %s kWh x (%s + %s) = %s + %s%s"
            % (
                _kwh(line[4]),
                money.shown(line[2]),
                money.shown(line[3]),
                money.shown(energy_e5),
                money.shown(service_e5),
                ("; clock not set", "；时钟未校准")[lang] if line[1] > 0x7F else "",
            )
        )
    if record.overstay_s:
        row = (record.overstay_s // 60, money.shown(record.overstay_e5()))
        say(("  overstay of %d min = %s", "  占位 %d 分钟 = %s")[lang] % row)
    say(("  in all %s", "  合计 %s")[lang] % money.shown(record.total_e5()))
    if watts is None:
        say(("the power of its minutes is kept no longer", "每分钟功率已不再保存")[lang])
    else:
        say(("W of each minute: ", "每分钟功率（瓦）：")[lang] + " ".join([str(w) for w in watts]))


def parking_line(app, lang):
    """Return what is to be said of a car that is full, "" for nothing (S4)."""
    session = app.session
    if not session.open or not session.parked_s:
        return ""
    grace_min, price_e5, _ = session.record.terms
    text = ("the car is full for %s", "车辆已充满 %s")[lang] % duration(session.parked_s)
    left_s = grace_min * 60 - session.parked_s
    if not price_e5:
        return text
    price = money.shown(price_e5)
    if left_s > 0:
        row = (duration(left_s), price)
        return text + ("; in %s each minute costs %s", "；%s 后每分钟收费 %s")[lang] % row
    row = (price, money.shown(session.record.overstay_e5()))
    return text + ("; each minute costs %s, so far %s", "；每分钟收费 %s，累计 %s")[lang] % row


def tariff_lines(app, lang):
    """Return the tariff in force as lines."""
    found = app.trade.tariff()
    lines = [
        ("version %d, %s, slots of %d min", "版本 %d，%s，时段 %d 分钟")[lang]
        % (found["version"], found["currency"] or "-", found["slot_min"])
    ]
    for place, row in enumerate(found["prices"]):
        energy, service = money.shown(row[0]), money.shown(row[1])
        text = ("price %d: %s + service %s a kWh", "电价 %d：%s + 服务费 %s／kWh")[lang]
        lines.append(text % (place, energy, service))
    if found["slots"]:
        lines.append(("slots from 0:00: ", "自 0:00 起的时段：")[lang] + found["slots"])
    if found["overstay_e5"]:
        cap = money.shown(found["cap_e5"]) if found["cap_e5"] else "-"
        row = (money.shown(found["overstay_e5"]), found["grace_min"], cap)
        text = (
            "overstay: %s a minute after %d min, at most %s",
            "占位费：%s／分，宽限 %d 分，上限 %s",
        )
        lines.append(text[lang] % row)
    return lines


def set_tariff(app, words):
    """Check what a person typed and put it in force. Raises ValueError."""
    from session.tariff_check import typed

    version = app.trade.tariff()["version"] % 65535 + 1
    app.trade.set_tariff(typed(version, words))


def duration(seconds):
    """Return seconds as text."""
    if seconds < 3600:
        return "%d:%02d min" % (seconds // 60, seconds % 60)
    return "%d:%02d h" % (seconds // 3600, seconds % 3600 // 60)


def _kwh(mwh):
    return "%d.%03d" % (mwh // 1000000, mwh // 1000 % 1000)
