from space import parking_lock as p
from space.parking_lock import ParkingLock
from tools.world.flap import TRAVEL_MS, Flap

WRAP = 2**30


class Lot:
    """A flap in its world and the drive that moves it, each 100 ms."""

    def __init__(self, now_ms=0, **flap):
        self.flap = Flap(self)
        for key in flap:
            setattr(self.flap, key, flap[key])
        self.now_ms = now_ms
        self.moves = []  # direction of the motor, each change
        self.boot()

    def ticks_ms(self):
        return self.now_ms

    def boot(self):
        self.lock = ParkingLock(self.flap, self.now_ms)

    def run(self, seconds, up=False):
        for _ in range(int(seconds * 10)):
            self.now_ms = (self.now_ms + 100) % WRAP
            self.lock.step(self.now_ms, up)
            if not self.moves or self.moves[-1] != self.flap.direction:
                self.moves.append(self.flap.direction)

    @property
    def state(self):
        return p.STATES[self.lock.state]

    @property
    def fault(self):
        return p.FAULTS[self.lock.fault]


def test_it_goes_up_and_down_and_its_motor_rests_at_the_ends():
    for now_ms in (0, WRAP - 8000):
        lot = Lot(now_ms)
        lot.run(1)
        assert (lot.state, lot.flap.direction) == ("down", 0)
        lot.run(1, True)
        assert (lot.state, lot.flap.direction) == ("raising", 1)
        lot.run(TRAVEL_MS / 1000, True)
        assert (lot.state, lot.flap.direction, lot.flap.raised()) == ("up", 0, 1)
        lot.run(1)
        assert (lot.state, lot.flap.direction) == ("dropping", -1)
        lot.run(TRAVEL_MS / 1000)
        assert (lot.state, lot.flap.direction, lot.flap.lowered()) == ("down", 0, 1)
        assert lot.fault == "none"
        assert lot.moves == [0, 1, 0, -1, 0]


def test_it_never_rises_while_a_car_is_there():
    lot = Lot()
    lot.flap.occupied = True
    lot.run(60, True)
    assert lot.moves == [0]
    lot.flap.occupied = False
    lot.run(2, True)
    assert lot.state == "raising"
    lot.flap.occupied = True  # drives in while it rises
    lot.run(0.1, True)
    assert (lot.state, lot.flap.direction) == ("dropping", -1)
    lot.run(10, True)
    assert lot.state == "down"


def test_somebody_who_may_park_turns_it_round_on_its_way():
    lot = Lot()
    lot.run(2, True)
    lot.run(0.1)
    assert lot.state == "dropping"
    lot.run(5)
    assert lot.state == "down" and lot.fault == "none"


def test_what_holds_it_is_let_go_and_tried_three_times():
    lot = Lot()
    lot.flap.blocked_at = TRAVEL_MS // 2
    lot.run(p.MOVE_MS / 1000 + 1, True)
    assert lot.fault == "obstructed"
    lot.run(5, True)
    assert lot.state == "down"
    lot.run(600, True)
    assert lot.moves.count(1) == 3
    assert (lot.state, lot.fault) == ("down", "obstructed")
    lot.run(1)  # a car comes and goes: it tries again
    lot.flap.blocked_at = None
    lot.run(8, True)
    assert (lot.state, lot.fault) == ("up", "none")


def test_between_tries_it_rests():
    lot = Lot()
    lot.flap.blocked_at = TRAVEL_MS // 2
    lot.run(p.MOVE_MS / 1000 + 4, True)
    assert lot.state == "down"
    lot.run(p.REST_MS / 1000 - 3, True)
    assert lot.moves.count(1) == 1
    lot.run(5, True)
    assert lot.moves.count(1) == 2


def test_one_that_does_not_go_down_is_told_and_tried_three_times():
    lot = Lot()
    lot.run(8, True)
    lot.flap.broken = True
    lot.run(600)
    assert lot.moves.count(-1) == 3
    assert (lot.state, lot.fault, lot.flap.direction) == ("up", "stuck", 0)
    lot.flap.broken = False
    lot.run(10, True)
    assert lot.state == "up" and lot.fault == "stuck"  # it has not gone down yet
    lot.run(10)
    assert lot.state == "down" and lot.fault == "none"


def test_after_a_power_cut_in_mid_move_it_goes_down_first():
    lot = Lot()
    lot.run(2.5, True)
    assert lot.state == "raising"
    lot.boot()
    assert lot.flap.direction == 0  # a soft reset keeps what pins say
    lot.run(0.1, True)
    assert lot.state == "dropping"
    lot.run(12, True)
    assert lot.state == "up"
    assert lot.moves[-5:] == [1, -1, 0, 1, 0]


def test_a_flap_that_is_up_at_the_start_stays_there():
    lot = Lot()
    lot.run(8, True)
    lot.moves.clear()
    lot.boot()
    lot.run(60, True)
    assert lot.moves == [0]


def test_both_ends_at_once_stop_it():
    lot = Lot()
    lot.run(2, True)
    lot.flap.both = True
    lot.run(60, True)
    assert (lot.state, lot.fault, lot.flap.direction) == ("between", "feedback", 0)
    lot.flap.both = False
    lot.run(20, True)
    assert (lot.state, lot.fault) == ("up", "none")
