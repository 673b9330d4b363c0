from core import states
from core.journal import Snapshot
from session.session import Session

A, B, C, E, F = states.A, states.B, states.C, states.E, states.F


class Pile:
    """A session fed with what a core would say."""

    def __init__(self):
        self.session = Session()
        self.snapshot = Snapshot()
        self.meter_wh = 1000

    def be(self, letter, state=states.OFFERING, authorised=True):
        self.snapshot.letter = letter
        self.snapshot.state = state
        if letter <= states.D and state != states.WAKING:  # as core.pilot says: E and F keep it
            self.snapshot.plugged = 0 if letter == A else 1
        self.session.update(self.snapshot, authorised, self.meter_wh)
        return self.session.open


def test_opens_on_plug_in_and_closes_on_unplug():
    pile = Pile()
    assert not pile.be(A, states.IDLE)
    assert pile.be(B)
    assert pile.session.number == 1
    assert not pile.be(A, states.IDLE)
    assert pile.be(C)
    assert pile.session.number == 2


def test_one_session_a_car_though_the_letter_changes_before_the_plug_counts_as_gone():
    pile = Pile()
    pile.be(B)
    pile.meter_wh = 1500
    pile.be(C)
    pile.snapshot.letter = A  # half a second of it is an unplug: until then plugged stays 1
    for _ in range(10):
        pile.session.update(pile.snapshot, True, pile.meter_wh)
    assert pile.session.number == 1
    assert not pile.be(A, states.IDLE)
    assert (pile.session.number, pile.session.energy_wh) == (1, 500)


def test_nothing_opens_during_the_self_test_or_without_authorisation():
    pile = Pile()
    assert not pile.be(B, states.STARTUP)
    assert not pile.be(B, authorised=False)
    assert pile.be(B)


def test_pauses_toggles_and_faults_keep_it_open():  # CP-185, T-29
    pile = Pile()
    pile.be(B)
    for letter, state in (
        (C, states.CHARGING),
        (C, states.STOPPING),
        (B, states.WAITING),
        (C, states.CLOSING),
        (E, states.FAULT),
        (F, states.FAULT),
        (A, states.WAKING),
        (B, states.OFFERING),
    ):
        assert pile.be(letter, state), (letter, state)
    assert pile.be(B, authorised=False)
    assert pile.session.number == 1


def test_energy_is_the_meter_s_difference():
    pile = Pile()
    pile.be(B)
    assert pile.session.energy_wh == 0
    pile.meter_wh = 3456
    pile.be(C)
    assert pile.session.energy_wh == 2456
    pile.meter_wh = 3460
    pile.be(A, states.IDLE)
    assert pile.session.energy_wh == 2460
    pile.meter_wh = 4000
    pile.be(A, states.IDLE)
    assert pile.session.energy_wh == 2460
    pile.be(B)
    assert pile.session.energy_wh == 0


def test_a_meter_that_comes_late_counts_from_its_first_reading():
    pile = Pile()
    pile.meter_wh = -1
    pile.be(B)
    pile.be(C)
    assert pile.session.energy_wh == 0
    pile.meter_wh = 7783000  # not the lifetime of the meter: P15
    pile.be(C)
    assert pile.session.energy_wh == 0
    pile.meter_wh = 7783010
    pile.be(C)
    assert pile.session.energy_wh == 10


def test_a_meter_that_goes_back_gives_no_negative_energy():
    pile = Pile()
    pile.be(B)
    pile.meter_wh = 5
    pile.be(C)
    assert pile.session.energy_wh == 0
