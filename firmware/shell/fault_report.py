"""Faults with cause, what to do and how they clear. Loaded for a command, then dropped."""

from core.faults import FAULTS, HAND, UNPLUG
from shell import texts

_BY_ITSELF = ("clears by itself", "自动恢复")
_TRIES = (", %s a plug-in at most", "，每次插枪最多 %d 次")
_BY_UNPLUG = ("clears on unplug", "拔枪后恢复")


def lines(app, fault, lang):
    """Return code, text, cause, what to do and how it clears."""
    name, rule = FAULTS[fault][0], app.outlet.latch.rule(fault)
    if rule == HAND:
        clears = ("clear('%s') once the cause is gone", "排除后 clear('%s')")[lang] % name
    elif rule == UNPLUG:
        clears = _BY_UNPLUG[lang]
    else:
        clears = _BY_ITSELF[lang]
        if FAULTS[fault][3]:
            tries = FAULTS[fault][3]
            clears += _TRIES[lang] % (tries if lang else texts.counted(tries, "time"))
    return [
        "%s: %s" % (name, texts.fault(fault, texts.TEXT, lang)),
        ("  cause: ", "  原因：")[lang] + texts.fault(fault, texts.CAUSE, lang),
        ("  do: ", "  处理：")[lang] + texts.fault(fault, texts.ACTION, lang),
        ("  then: ", "  恢复：")[lang] + clears,
    ]


def rows(bits):
    """Return a dict for each of these faults, worst first."""
    found = []
    for fault in texts.bits(bits):
        code, vendor = texts.ocpp(fault)
        found.append({"fault": vendor, "ocpp": code, "number": fault})
    return found
