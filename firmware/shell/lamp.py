"""Which light pattern says what: one row a pattern, one name a state."""

from core.states import FAULT, STARTUP

# name, colour, ms on, ms off (0 = steady); GB-109 for the colours
TABLE = (
    ("startup", "white", 100, 100),  # self-test after power-up
    ("standby", "green", 1, 0),  # free
    ("waiting", "yellow", 1, 0),  # car plugged, no energy for it now
    ("ready", "blue", 1, 0),  # energy on offer, the car does not ask
    ("charging", "blue", 1000, 1000),
    ("setup", "yellow", 100, 100),  # settings missing or damaged
    ("reserved", "yellow", 1000, 1000),  # the space is kept for somebody (S3)
    ("guest", "blue", 200, 800),  # it charges, and has to leave soon (S2)
    ("fault_self", "red", 1000, 1000),  # it clears by itself
    ("fault_unplug", "red", 200, 800),  # unplug the car
    ("fault_hand", "red", 1, 0),  # call service
)

# pattern of each state, in the order of core.states.STATES; FAULT by the fault's clearing rule
_BY_STATE = (
    "startup",
    "standby",
    "waiting",
    "ready",
    "ready",
    "charging",
    "charging",
    "waiting",
    "fault_hand",
)
_BY_RULE = ("fault_self", "fault_unplug", "fault_hand")  # SELF, UNPLUG, HAND of core.faults


class Lamp:
    """Shows the pattern of the moment, once each time it changes."""

    def __init__(self, port):
        self.pattern = ""
        self.asked = ""  # by space.sharing: shown while there is nothing worse
        self._port = port

    def update(self, snapshot, settings_good):
        """Choose and show. Called by the main job."""
        pattern = choose(snapshot, settings_good, self.asked)
        if pattern != self.pattern:
            try:
                self._port.show(pattern)
                self.pattern = pattern
            except OSError:  # a broken lamp stops nothing; the next run tries again
                pass


def choose(snapshot, settings_good, asked=""):
    """Return the name of the pattern for `snapshot`; of `asked`, where there is nothing worse."""
    if snapshot.state == FAULT and snapshot.fault >= 0:
        return _BY_RULE[snapshot.rule]
    if not settings_good:
        return "setup"
    if asked and snapshot.state != STARTUP:
        return asked
    return _BY_STATE[snapshot.state]
