"""The factory's test of a board in a fixture: pilot, proximity, contactor, gate, sensors.

A row of CHECKS each; what a board has not, by `fitted`, is left out. A check returns what it
measured, as text, or raises Failed. Between two checks the fixture is at rest.
"""

B_OHM, C_OHM = 2740, 882  # CP-013, CP-016
_LOW = (-12600, -11400)  # CP-002
_OFF_MV = 200  # what the pile may read beside the fixture's meter
_DUTY = 50  # CP-005: 5 us of 1 ms, in 0.01 %
_PP = ((1500, 1100, 2460), (680, 400, 936), (220, 164, 308), (100, 80, 140))  # PP-002..PP-005
_CABLE_OHM = 220
_FACTORY_DC = (0, 500)  # 0.1 degree Celsius
_SETTLE_S = 0.5  # a letter, then a window that shows nothing else
_UNPLUG_S = 0.2
_START_S = 20  # start-up tests, the residual-current device's among them
_CLOSE_S = 10  # CP-104, after another test of that device
_OPEN_S = 1.0  # until the console says so; the gate itself takes 50 ms


class Failed(Exception):
    """What was measured, and what had to be."""


class SelfTest:
    """Of the pile behind `pile` (tools.provision.pile) in `fixture`; `fitted`: of its board."""

    def __init__(self, pile, fixture, fitted):
        self.pile = pile
        self.fixture = fixture
        self.fitted = fitted

    def run(self):
        """Return {check: what it measured}. Raises Failed that names the check."""
        found = {}
        for name, needs, check in CHECKS:
            if needs(self.fitted):
                self._rest(name)
                try:
                    found[name] = check(self)
                except Failed as error:
                    raise Failed(f"{name}: {error}") from None
        self._rest("the end")
        return found

    def _rest(self, name):
        try:
            self.rest()
        except Failed as error:
            raise Failed(f"before {name}: {error}") from None

    # what checks are made of

    def wait(self, seconds, wanted, good):
        """Return status() once it is `good`. Raises Failed."""
        status = self.pile.until(seconds, good)
        if not good(status):
            raise Failed(
                f"{wanted}: not within {seconds:g} s; pilot {status['pilot']}, {status['state']} "
                f"({status['why']}), contactor {status['contactor']}, "
                f"faults: {', '.join(status['faults']) or 'none'}"
            )
        return status

    def rest(self):
        """Have the pile at rest: no car, no fault, its start-up tests done."""
        unplug(self.pile, self.fixture)
        self.wait(_START_S, "no car and no fault", _at_rest)

    def offer(self):
        """Connect a car in B and have current offered to it."""
        self.plug(B_OHM)
        self.wait(_CLOSE_S, "a car in B is offered current", _offers)
        self.pile.pause(_SETTLE_S)

    def plug(self, ohm):
        """Connect a car's resistor, and a cable where the board looks for one."""
        if not self.fitted["tethered"]:
            self.fixture.pp_resistor(_CABLE_OHM)
        self.fixture.cp_resistor(ohm)

    def charge(self):
        """Have the contactor closed by the core, as with a car."""
        self.offer()
        self.fixture.cp_resistor(C_OHM)
        self.wait(_CLOSE_S, "contactor closes in C", lambda row: row["contactor"] == "closed")

    def opens(self, fault):
        """Check that a fault made a moment ago has opened the contactor."""
        self.wait(_OPEN_S, f"contactor opens, fault {fault}", lambda row: _stopped(row, fault))
        if self.fixture.contactor():
            raise Failed("the pile says open, the fixture sees voltage behind the contactor")


def unplug(pile, fixture):
    """Put the fixture to rest; the pilot first, as else a plug without cable is a fault."""
    fixture.cp_resistor(None)
    pile.pause(_UNPLUG_S)
    fixture.rest()


def _at_rest(status):
    rest = status["pilot"] == "A" and not status["faults"] and status["contactor"] == "open"
    return rest and status["enabled"]


def _offers(status):
    return status["pilot"] == "B" and status["limit_ma"] > 0


def _stopped(status, fault):
    return status["contactor"] == "open" and fault in status["faults"]


def within(name, value, low, high):
    """Raise Failed unless low <= value <= high."""
    if not low <= value <= high:
        raise Failed(f"{name} {value}: must be {low} to {high}")


def _idle(test):
    test.pile.pause(_SETTLE_S)
    inputs = test.pile.ask("inputs")
    high_mv, _, _ = test.fixture.measure_cp()
    within("CP in mV, by the fixture", high_mv, 11400, 12600)  # CP-001
    within("CP in mV, by the pile", inputs["high_mv"], high_mv - _OFF_MV, high_mv + _OFF_MV)
    return f"CP {high_mv} mV"


def _wave(test):
    test.offer()
    inputs = test.pile.ask("inputs")
    high_mv, low_mv, duty = test.fixture.measure_cp()
    within("CP high in mV, by the pile", inputs["high_mv"], high_mv - _OFF_MV, high_mv + _OFF_MV)
    within("CP low in mV, by the fixture", low_mv, *_LOW)
    within("CP low in mV, by the pile", inputs["low_mv"], low_mv - _OFF_MV, low_mv + _OFF_MV)
    within("duty in 0.01 %", duty, inputs["duty"] - _DUTY, inputs["duty"] + _DUTY)
    return f"CP {high_mv} / {low_mv} mV, duty {duty / 100:.2f} %"


def _diode(test):
    if not test.fitted["tethered"]:
        test.fixture.pp_resistor(_CABLE_OHM)
    test.fixture.cp_resistor(B_OHM, diode=False)
    test.wait(_CLOSE_S, "fault cp_diode", lambda row: "cp_diode" in row["faults"])
    return "its loss is seen"


def _proximity(test):
    seen = []
    for ohm, low, high in _PP:
        test.fixture.pp_resistor(ohm)
        test.pile.pause(_SETTLE_S)
        seen.append(test.pile.ask("inputs")["pp_ohm"])
        within(f"PP in ohm, with {ohm}", seen[-1], low, high)
    return f"PP {', '.join(map(str, seen))} ohm"


def _contactor(test):
    test.charge()
    inputs = test.pile.ask("inputs")
    if not test.fixture.contactor():
        raise Failed("the pile says closed, the fixture sees no voltage behind the contactor")
    if test.fitted["mirror_contact"] and not inputs["mirror"]:
        raise Failed("mirror contact says open while the contactor is closed")
    if test.fitted["lock"] and not test.fitted["tethered"] and not inputs["bolt"]:
        raise Failed("the plug's lock says open while the contactor is closed")
    test.fixture.cp_resistor(B_OHM)
    test.wait(_OPEN_S, "contactor opens in B", lambda row: row["contactor"] == "open")
    if test.fixture.contactor():
        raise Failed("the pile says open, the fixture sees voltage behind the contactor")
    return "closes in C, opens in B"


def _residual(test):
    test.charge()
    test.fixture.rcd_fault(True)
    test.opens("rcd_trip")
    return "opens the contactor"


def _estop(test):
    test.charge()
    test.fixture.estop(True)
    test.opens("estop")
    return "opens the contactor"


def _sensors(test):
    inputs = test.pile.ask("inputs")
    seen = []
    for place in ("board", "socket"):
        if test.fitted[place + "_sensor"]:
            within(f"{place} in 0.1 degree C", inputs[place + "_dc"], *_FACTORY_DC)
            seen.append(f"{place} {inputs[place + '_dc'] / 10:.1f} C")
    return ", ".join(seen)


def _always(_fitted):
    return True


CHECKS = (  # in an order that lets the pilot rest meanwhile
    ("pilot at rest", _always, _idle),
    ("pilot wave", _always, _wave),
    ("proximity", lambda fitted: not fitted["tethered"], _proximity),
    ("diode", _always, _diode),
    ("contactor", _always, _contactor),
    ("sensors", lambda fitted: fitted["board_sensor"] or fitted["socket_sensor"], _sensors),
    ("residual current", lambda fitted: fitted["rcd"] != "none", _residual),
    ("emergency stop", _always, _estop),
)
