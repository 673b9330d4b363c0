"""A fixture at a serial port: what it is asked, and what is said when it answers nonsense."""

import json
import os
import pty
import threading
import tty

import pytest

from tools.provision import fixture as fixtures
from tools.provision.fixture import FixtureError, SerialFixture


class Device:
    """A fixture's other end; `answers` of what is asked, by name."""

    def __init__(self, answers):
        self._end, other = pty.openpty()
        tty.setraw(other)
        self.port = os.ttyname(other)
        self.asked = []
        self._other = other
        self._answers = answers
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self):
        text = b""
        while True:
            try:
                text += os.read(self._end, 4096)
            except OSError:
                return
            while b"\n" in text:
                line, _, text = text.partition(b"\n")
                asked = json.loads(line)
                self.asked.append(asked)
                answer = self._answers.get(asked["do"], b'{"ok": true}')
                if answer:
                    os.write(self._end, answer + b"\n")

    def close(self):
        os.close(self._other)
        self._thread.join()
        os.close(self._end)


@pytest.fixture
def plugged(monkeypatch):
    monkeypatch.setattr(fixtures, "_ANSWER_S", 0.5)
    made = []

    def plug(**answers):
        device = Device(answers)
        fixture = SerialFixture(device.port)
        made.append((device, fixture))
        return device, fixture

    yield plug
    for device, fixture in made:
        fixture.close()
        device.close()


def test_what_is_asked_is_what_the_protocol_says(plugged):
    device, fixture = plugged(
        measure_cp=b'{"ok": true, "value": {"high_mv": 9031, "low_mv": -11950, "duty": 2666}}',
        contactor=b'{"ok": true, "value": true}',
    )
    fixture.cp_resistor(2740, diode=False)
    fixture.cp_resistor(None)
    fixture.pp_resistor(220)
    fixture.rcd_fault(True)
    fixture.estop(False)
    fixture.rest()
    assert fixture.measure_cp() == (9031, -11950, 2666)
    assert fixture.contactor() is True
    assert device.asked == [
        {"do": "cp_resistor", "ohm": 2740, "diode": False},
        {"do": "cp_resistor", "ohm": None, "diode": True},
        {"do": "pp_resistor", "ohm": 220},
        {"do": "rcd_fault", "on": True},
        {"do": "estop", "on": False},
        {"do": "rest"},
        {"do": "measure_cp"},
        {"do": "contactor"},
    ]
    for asked in device.asked:  # the protocol is the documentation of the module
        assert f'{{"do": "{asked["do"]}"' in fixtures.__doc__


def test_what_it_says_of_itself_is_passed_on(plugged):
    _, fixture = plugged(estop=b'{"ok": false, "why": "lid open"}')
    with pytest.raises(FixtureError, match="cannot do estop: lid open"):
        fixture.estop(True)


@pytest.mark.parametrize("answer", [b">>> ", b"[1]", b'{"ok": true, "value": 5}', b'"x"'])
def test_nonsense_is_told(plugged, answer):
    _, fixture = plugged(measure_cp=answer)
    with pytest.raises(FixtureError, match="answers measure_cp with"):
        fixture.measure_cp()


def test_silence_is_told(plugged):
    _, fixture = plugged(rest=b"")
    with pytest.raises(FixtureError, match="does not answer rest"):
        fixture.rest()


def test_no_such_port():
    with pytest.raises(FixtureError, match="/dev/nowhere cannot be opened"):
        SerialFixture("/dev/nowhere")
