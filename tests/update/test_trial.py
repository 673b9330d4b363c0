"""When a version on trial has proved itself."""

from core import faults, states
from tests.update.device import Device, Flash
from update.trial import FellBack, Trial


class App(Device):
    """An App as small as a trial needs it: also its snapshot, trade and clock."""

    def __init__(self):
        super().__init__(Flash())
        self.flash.files["/slot"] = b"a1b"
        self.trade = self.clock = self.snapshot = self
        self.up_s = 0
        self.state = states.IDLE
        self.faults = 0
        self.crashes = [0, 0, 0]
        self.message = ""
        self.update = Trial(self, self.mark())


def wants(app, up_s):
    app.up_s = up_s
    return app.update.wants()


def test_ten_minutes_without_trouble_confirm_it():
    app = App()
    assert not wants(app, 599)
    assert wants(app, 600)
    app.update.write()
    assert app.flash.files["/slot"] == b"a"
    assert app.update is None
    assert app.notes == [(2, app.mark().version("a"))]


def test_the_ten_minutes_begin_anew_after_trouble_of_its_own():
    app = App()
    app.crashes = [0, 1, 0]
    assert not wants(app, 500)
    assert not wants(app, 1099)
    app.faults = 1 << faults.SAMPLER
    assert not wants(app, 1100)
    app.faults = 0
    assert not wants(app, 1699)
    assert wants(app, 1700)


def test_a_fault_of_the_mains_or_the_car_is_none_of_its_own():
    app = App()
    app.faults = 1 << faults.UNDER_VOLTAGE | 1 << faults.CP_DIODE | 1 << faults.ESTOP
    assert wants(app, 600)


def test_whoever_asks_confirms_it_but_not_before_the_self_test_has_passed():
    app = App()
    app.state = states.STARTUP
    app.update.contact()
    assert not wants(app, 2)
    app.state = states.IDLE
    assert not wants(app, 3)
    app.update.contact()
    assert wants(app, 4)


def test_what_cannot_be_written_is_tried_again_and_said():
    app = App()
    app.update.contact()
    app.flash.full = True
    app.flash.budget = 0
    app.update.write()
    assert app.flash.files["/slot"] == b"a1b"
    assert "not confirmed" in app.message
    assert not wants(app, 5)


def test_what_fell_back_is_an_event_once():
    app = App()
    app.flash.files["/slot"] = b"a!b"
    app.flash.files["/b/version"] = b"1.3.0 fake 0123456789ab\n"
    app.update = FellBack(app, app.mark())
    assert app.update.wants()
    app.update.write()
    assert app.notes == [(3, "1.3.0 fake 0123456789ab")]
    assert app.update is None
    assert app.flash.files["/slot"] == b"a.b"
    assert app.mark().told
