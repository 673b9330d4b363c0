"""The report of a bring-up: fixed as text, signed with the pile's key where it has one.

The text is JSON in record `bringup_report`; its SHA-256 is signed as a session's is (ECDSA
P-256), into record `bringup_seal`: 64 bytes and 8 that name the key. Each names the hash of the
one before. `python -m tools.report` prints and checks it. Loaded on demand.
"""

import json
from binascii import hexlify
from hashlib import sha256

from service import bringup
from service.identity import identity

REPORT = "bringup_report"
SEAL = "bringup_seal"
_SIGNATURE = 64
_OUTCOMES = {
    "incomplete": ("not every step is done: bringup()", "尚有未完成步骤：bringup()"),
    "fail": ("a step failed: the report says so", "有步骤未通过，见报告"),
    "pass": ("every step passed", "全部通过"),
}
_NO_KEY = ("this pile has no key: the report is not signed", "无密钥：报告未签名")
_SOON = ("it is signed within a minute, while no car charges", "不充电时一分钟内完成签名")


def sign(app, lang, results):
    """Fix the report of what was found, have it signed; return (lines, data)."""
    before = app.watch.kept(REPORT)
    text = json.dumps(_report(app, results, _hash(before) if before else "")).encode()
    app.watch.keep(REPORT, text)
    app.watch.keep(SEAL, b"")
    app.claims.remove(bringup.NAME)  # of the steps with test resistors
    lines = [_OUTCOMES[bringup.outcome(results)][lang]]
    signer = app.trade.signer
    if signer is None:
        lines.append(_NO_KEY[lang])
    else:
        signer.ask(sha256(text).digest(), app.watch.keep, SEAL)
        lines.append(_SOON[lang])
    return lines, {"ok": True, "sha256": _hash(text), "signed": signer is not None}


def report(app, lang, _results):
    """Return the report that was fixed last: (lines, data). Raises ValueError without one."""
    text = app.watch.kept(REPORT)
    if not text:
        raise ValueError("there is no report: bringup('sign') makes one")
    seal = app.watch.kept(SEAL) or b""
    data = {
        "report": text.decode(),
        "sha256": _hash(text),
        "signature": hexlify(seal[:_SIGNATURE]).decode(),
        "key": hexlify(seal[_SIGNATURE:]).decode(),
    }
    told = json.loads(text)
    lines = ["%s: %s" % (key, told[key]) for key in sorted(told) if key != "steps"]
    lines += bringup.lines(told["steps"], lang)
    lines.append("SHA-256 " + data["sha256"])
    lines.append("signature " + (data["signature"] or "none"))
    return lines, data


def _hash(data):
    return hexlify(sha256(data).digest()).decode()


def _report(app, results, before):
    data = identity(app)
    data["form"] = 1
    data["unix_s"] = app.trade.clock.now_s()
    data["outcome"] = bringup.outcome(results)
    data["steps"] = results
    data["before"] = before
    return data
