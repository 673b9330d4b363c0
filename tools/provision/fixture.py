"""The test fixture around a board: what stands in for car, cable, mains and leakage current.

`SerialFixture` talks to one at a serial port (115200 baud, 8N1), a line of JSON each way. What is
asked, and what a good answer carries as "value":

{"do": "cp_resistor", "ohm": 2740, "diode": true}   from CP to PE, total; null: nothing
{"do": "pp_resistor", "ohm": 220}                   from PP to PE; null: nothing
{"do": "rcd_fault", "on": true}                     what trips the residual-current input
{"do": "estop", "on": true}                         emergency stop pressed
{"do": "measure_cp"}        {"high_mv": 9031, "low_mv": -11950, "duty": 2666}: plateaus; 0.01 %
{"do": "contactor"}         true: there is voltage behind the contactor, or its coil carries
{"do": "rest"}              everything back: nothing connected, nothing pressed

An answer is {"ok": true} with or without "value", or {"ok": false, "why": "..."}; each within 2 s.
There is voltage before the contactor all the time; 12 V will do.
"""

import json

import serial  # type: ignore[import-untyped]

_BAUD = 115200
_ANSWER_S = 2
_LONGEST = 1000


class FixtureError(Exception):
    """What happened, why, and what to do."""


class SerialFixture:
    """A fixture at a serial port. Every method raises FixtureError."""

    def __init__(self, port):
        self._name = port
        try:
            self._port = serial.serial_for_url(
                port, baudrate=_BAUD, timeout=_ANSWER_S, exclusive=True
            )
        except (OSError, ValueError) as error:
            raise FixtureError(
                f"fixture {port} cannot be opened ({error}): it is not there or in use; plug it "
                "in, or name its port with --fixture"
            ) from None

    def close(self):
        """Leave the port to others."""
        self._port.close()

    def cp_resistor(self, ohm, diode=True):
        """Connect `ohm` from CP to PE, behind a diode or not; None: nothing."""
        self._do("cp_resistor", ohm=ohm, diode=diode)

    def pp_resistor(self, ohm):
        """Connect `ohm` from PP to PE; None: nothing."""
        self._do("pp_resistor", ohm=ohm)

    def rcd_fault(self, on):
        """Make, or end, what trips the residual-current input."""
        self._do("rcd_fault", on=on)

    def estop(self, on):
        """Press, or release, the emergency stop."""
        self._do("estop", on=on)

    def measure_cp(self):
        """Return (high mV, low mV, duty in 0.01 %) at CP."""
        value = self._do("measure_cp")
        try:
            return tuple(int(value[key]) for key in ("high_mv", "low_mv", "duty"))
        except (KeyError, TypeError, ValueError):
            raise self._strange("measure_cp", value) from None

    def contactor(self):
        """Return whether there is voltage behind the contactor."""
        value = self._do("contactor")
        if type(value) is not bool:
            raise self._strange("contactor", value)
        return value

    def rest(self):
        """Put everything back: no car, no fault."""
        self._do("rest")

    def _do(self, what, **values):
        try:
            self._port.reset_input_buffer()
            self._port.write(json.dumps({"do": what, **values}).encode() + b"\n")
            line = self._port.read_until(b"\n", _LONGEST)
        except OSError as error:
            raise FixtureError(f"fixture {self._name} has gone ({error}): plug it in") from None
        if not line:
            raise FixtureError(
                f"fixture {self._name} does not answer {what} within {_ANSWER_S} s: it is off, or "
                "another device (a pile?) is at this port"
            )
        try:
            answer = json.loads(line)
            good = answer["ok"]
        except (ValueError, KeyError, TypeError):
            raise self._strange(what, line) from None
        if good is not True:
            raise FixtureError(f"fixture {self._name} cannot do {what}: {answer.get('why')}")
        return answer.get("value")

    def _strange(self, what, answer):
        return FixtureError(
            f"fixture {self._name} answers {what} with {answer!r}: not what "
            "tools/provision/fixture.py says; update it, or another device is at this port"
        )
