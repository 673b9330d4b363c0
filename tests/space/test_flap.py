from space import parking_lock
from tests.shell.desk import Desk
from tools.world.bench import World

EMPTY_S = 60


class Lot:
    """A pile with a parking lock, in its world; `run` in seconds."""

    def __init__(self, **settings):
        values = {"authorise": "list", "parking_lock_s": EMPTY_S}
        values.update(settings)
        self.world = World({"settings": values})
        self.flap = self.world._ports.parking_lock
        self.us = 0
        self.run(3)

    @property
    def state(self):
        return parking_lock.STATES[self.source.lock.state]

    @property
    def source(self):
        return self.world.app.rounds.fitted[-1].source

    def run(self, seconds):
        self.us += int(seconds * 1000000)
        self.world.step_until(self.us)

    def put(self, key, value, seconds=2):
        self.world.put(key, value)
        self.run(seconds)


def up():
    lot = Lot()
    lot.run(EMPTY_S + 5)
    assert lot.state == "up" and lot.flap.raised()
    return lot


def test_it_rises_when_the_space_is_empty_and_drops_for_who_is_authorised():  # S4
    lot = Lot()
    lot.run(EMPTY_S - 8)
    assert lot.state == "down"
    lot.run(13)
    assert lot.state == "up"
    lot.put("card", "04AA0001", 1.5)
    assert lot.state == "dropping"
    lot.run(4)
    assert lot.state == "down"
    lot.put("ev.state", "C", 300)
    assert lot.state == "down"
    assert lot.world.plant.poles
    lot.put("card", "04AA0001", 300)  # ends the charge; the car is still there
    assert lot.world.app.trade.authorise.stop_asked()
    assert lot.state == "down"
    lot.put("ev.state", "A", EMPTY_S - 5)
    assert lot.state == "down"
    lot.run(15)
    assert lot.state == "up"


def test_its_motor_rests_as_soon_as_it_is_there():
    lot = Lot()
    while not lot.flap.raised():
        lot.run(0.05)
    assert lot.us < (EMPTY_S + 6) * 1000000
    lot.run(0.1)
    assert lot.flap.direction == 0


def test_a_card_that_is_refused_moves_nothing():
    lot = up()
    lot.put("card", "05AA0001", 10)
    assert lot.state == "up"


def test_it_stays_down_under_a_car_whatever_becomes_of_the_session():
    lot = Lot(session_min=1)
    lot.put("card", "04AA0001")
    lot.put("ev.state", "B", 300)
    assert lot.world.app.session.refuses()
    assert lot.state == "down"
    lot.flap.occupied = True
    lot.put("ev.state", "A", 300)  # unplugged, and still parked
    assert lot.state == "down"
    lot.flap.occupied = False
    lot.run(EMPTY_S + 6)
    assert lot.state == "up"


def test_with_plug_and_charge_it_is_down():
    lot = Lot(authorise="plug_and_charge")
    lot.run(EMPTY_S + 10)
    assert lot.state == "down"


def test_for_a_reservation_it_is_up_until_the_holder_comes():  # S3, S4
    lot = Lot(authorise="plug_and_charge", time_sharing=True)
    Desk(lot.world).ask("reserve", 1, "04AA0001", 0, "2026-01-01 09:00")
    lot.run(EMPTY_S + 10)
    assert lot.state == "up"
    lot.put("card", "04BB0001", 10)
    assert lot.state == "up"
    lot.put("card", "04AA0001", 6)
    assert lot.state == "down"


def test_a_power_cut_in_mid_move_leaves_it_to_the_next_start():
    lot = Lot()
    while lot.state != "raising":
        lot.run(0.5)
    lot.run(1)
    lot.put("power", False, 5)
    assert lot.flap.direction == 0
    lot.put("power", True, 3)
    assert lot.state in ("dropping", "down")
    lot.run(10)
    assert lot.state == "down"
    lot.run(EMPTY_S)
    assert lot.state == "up"
    lot.put("cpu.reset", "hard", EMPTY_S)
    assert lot.state == "up"


def test_a_fault_is_told_and_keeps_nobody_from_charging():
    lot = up()
    desk = Desk(lot.world)
    assert "parking lock" not in desk.ask("status")
    lot.flap.broken = True
    lot.put("card", "04AA0001", 15)
    assert "parking lock: " in desk.ask("status")
    assert "it does not go down" in desk.ask("status")
    assert "无法降下" in desk.ask("status", lang="zh")
    assert desk.data("space")["parking_lock_fault"] == "stuck"
    lot.put("ev.state", "C", 10)
    assert lot.world.plant.poles
    assert lot.world.app.rounds.messages() == []


def test_a_person_may_drop_and_raise_it():
    lot = up()
    desk = Desk(lot.world)
    assert "parking lock: up" in desk.ask("space")
    desk.ask("space", "drop")
    lot.run(6)
    assert lot.state == "down"
    desk.ask("space", "raise")
    lot.run(6)
    assert lot.state == "up"
    lot.put("card", "04AA0001", 6)
    assert "does not rise while a car" in desk.ask("space", "raise")
    assert 'must be "drop" or "raise"' in desk.ask("space", "lift")
    lot.run(3)
    assert lot.state == "down"


def test_without_its_wires_the_pile_works_and_says_so():
    lot = Lot()
    del lot.world._ports.parking_lock
    lot.world.end = lambda _dark: None
    lot.put("cpu.reset", "soft", 3)
    assert "the board has no pins parking_lock_up" in Desk(lot.world).data("status")["message"]
    lot.put("card", "04AA0001", 1)
    lot.put("ev.state", "C", 8)
    assert lot.world.plant.poles
    assert "not fitted: set(parking_lock_s=120)" in Desk(lot.world).ask("space", "drop")
