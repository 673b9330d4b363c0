"""What a person at the console may do to the world. On CPython and MicroPython.

car("B"), plug(), unplug(), fault("estop"), fault("estop", False), world("mains.hertz", 48).
"""

# Name of the fault it leads to, key, value that does it, value that mends it. None for
# `ev.state`: the state the car was in.
FAULTS = (
    ("welded", "contactor.welded", ["L1"], []),
    ("estop", "estop", True, False),
    ("rcd_trip", "rcd.dc_ma", 60, 0),
    ("rcd_error", "rcd.output", "error", "ok"),
    ("rcd_test", "rcd.self_test_works", False, True),
    ("pe_lost", "mains.pe", False, True),
    ("mirror", "contactor.mirror", "open", "true"),
    ("no_close", "contactor.stuck_open", True, False),
    ("cp_diode", "ev.diode", False, True),
    ("cp_short", "ev.state", "short", None),
    ("sampler", "pilot.sampling", False, True),
    ("pp_invalid", "cable.pp_ohm", 10, 220),
    ("lock_open", "lock.feedback", "open", "true"),
    ("lock_stuck", "lock.jammed", True, False),
    ("over_current", "ev.draws_a", [40, 40, 40], None),
    ("over_voltage", "mains.volts", [270, 270, 270], [230, 230, 230]),
    ("under_voltage", "mains.volts", [180, 180, 180], [230, 230, 230]),
    ("phase_loss", "mains.volts", [230, 0, 230], [230, 230, 230]),
    ("frequency", "mains.hertz", 45, 50),
    ("over_temperature", "temperature_c", {"socket": 95}, {"socket": 25}),
    ("temperature_sensor", "temperature_c", {"socket": "open"}, {"socket": 25}),
)
HELP = """\
plug()               a car comes; car("C"): it asks for energy; car("B"): it has enough
unplug()             the car goes
fault("estop")       break something; fault("estop", False) mends it; fault() lists what can break
world("ev.draws_a", [10, 10, 10])   set any key of a scenario's [[at]]"""


_NAMES = ("car", "plug", "unplug", "fault", "world")


def _told(name, act):
    """Return `act`, which answers a wrong number of words by how it is used."""

    def run(*words, **named):
        try:
            act(*words, **named)
        except TypeError as error:
            print("%s: nothing was done: %s\n%s" % (name, error, HELP))

    return run


class Acts:
    """The functions of the console that change the world."""

    def __init__(self, set_key):
        self._set = set_key  # called with a key of a scenario's [[at]] and its value
        self._car = "A"

    def functions(self):
        """Return the functions by the name they have at the console."""
        acts = (self.car, self.plug, self.unplug, self.fault, self.world)
        return {name: _told(name, act) for name, act in zip(_NAMES, acts)}

    def car(self, state=None):
        """Put the car into a state: A B C D."""
        if state not in ("A", "B", "C", "D"):
            print('car(%r)? "A" gone, "B" plugged, "C" asks, "D" asks for air' % (state,))
            return
        self._set("ev.state", state)
        self._car = state
        print("car:", state)

    def plug(self):
        """Plug a car in."""
        self.car("B")

    def unplug(self):
        """Unplug the car."""
        self.car("A")

    def fault(self, name=None, present=True):
        """Break what leads to the fault of that name, or mend it."""
        for known, key, bad, good in FAULTS:
            if known == name:
                mended = self._car if key == "ev.state" else good
                self._set(key, bad if present else mended)
                print(name, "broken" if present else "mended")
                return
        print("fault(name), fault(name, False); names: " + ", ".join([row[0] for row in FAULTS]))

    def world(self, key=None, value=None):
        """Set any key of a scenario's [[at]]; without one, say what there is."""
        if key is None:
            print(HELP)
        else:
            try:
                self._set(key, value)
                print(key, "=", value)
            except Exception as error:  # a wrong key or value ends the call, not the console
                print("world(%r, %r): not done: %r" % (key, value, error))
                print("keys and values: [[at]] in tests/scenarios/README.md")
