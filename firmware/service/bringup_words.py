"""What the checks of a bring-up have in common. Loaded for a step, then dropped."""

from core.faults import FAULTS
from core.journal import Snapshot

PASS = "pass"
FAIL = "fail"
HANDS = "hands"  # somebody must do what the step says
RUNS = "runs"  # call it again
ABSENT = "absent"  # not fitted, or not set


def snapshot_of(app):
    """Return what the core reports at this moment."""
    return app.outlet.journal.read(Snapshot())


def judged(good, value, limits=""):
    """Return (state, value, limits) of something that is right or wrong."""
    return PASS if good else FAIL, value, limits


def volts(millivolts):
    """Return mV as text in V."""
    sign = "-" if millivolts < 0 else ""
    return sign + "%d.%02d V" % divmod(abs(millivolts) // 10, 100)


def span(low_mv, high_mv):
    """Return two limits as text."""
    return "%s to %s" % (volts(low_mv), volts(high_mv))


def fault_names(bits):
    """Return the names of the faults of these bits."""
    return [FAULTS[i][0] for i in range(len(FAULTS)) if bits >> i & 1]
