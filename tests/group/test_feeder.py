from group.feeder import Feeder
from tests.group.fakes import Group

FUSE = (63000, 63000, 63000)


class Site:
    """A feeder with a building whose draw a test sets, second by second."""

    def __init__(self):
        self.now_ms = 0
        self.feeder = Feeder(FUSE, 0)
        self.house_ma = 0
        self.drawn_ma = 0
        self.online = True

    def run(self, seconds):
        for _ in range(seconds):
            self.now_ms += 1000
            if self.online:
                self.feeder.take([self.house_ma + self.drawn_ma] * 3, self.now_ms)
            self.feeder.drew(1, (self.drawn_ma,) * 3)
            left_ma = self.feeder.limits_ma(self.now_ms)
        return left_ma[0]


def test_what_the_building_leaves_is_for_the_piles():
    site = Site()
    site.house_ma = 20000
    assert site.run(40) == 43000
    site.drawn_ma = 40000
    assert site.run(10) == 43000


def test_a_step_counts_within_4_s_and_at_once_above_the_fuse():  # F3
    site = Site()
    site.run(40)
    site.house_ma = 20000
    assert site.run(2) == 63000
    assert site.run(1) == 43000
    site.drawn_ma = 43000
    site.run(1)
    site.house_ma = 40000
    assert site.run(1) == 23000


def test_a_car_that_begins_to_draw_is_not_the_building():
    site = Site()
    site.run(40)
    site.now_ms += 1000
    site.feeder.take([32000] * 3, site.now_ms)
    assert site.feeder.limits_ma(site.now_ms)[0] == 63000
    site.drawn_ma = 32000
    assert site.run(10) == 63000


def test_what_is_left_again_has_to_last_30_s():
    site = Site()
    site.house_ma = 50000
    site.run(40)
    site.house_ma = 10000
    assert site.run(24) == 13000
    assert site.run(8) == 53000
    for _ in range(10):
        site.house_ma = 50000
        site.run(5)
        site.house_ma = 10000
        assert site.run(5) == 13000


def test_a_stale_meter_stops_and_recovers_slowly():
    site = Site()
    assert site.run(40) == 63000
    site.online = False
    assert site.run(8) == 63000
    assert site.run(2) == 0 and site.feeder.stale
    site.online = True
    assert site.run(24) == 0
    assert site.run(8) == 63000


def test_no_measurement_no_current():
    feeder = Feeder(FUSE, 0)
    assert feeder.limits_ma(1000) == [0] * 3


def test_a_group_answers_a_step_of_20_a_within_5_s():  # F3
    feeder = Feeder(FUSE, 1000)
    group = Group(3, [63000] * 3, feeder=feeder)
    for pile in range(1, 4):
        group.car(pile, drawn_ma=(0, 0, 0))

    def run(seconds, house_ma):
        for _ in range(seconds):
            drawn_ma = 0
            for member in group.members:
                each_ma = member.limit(group.now_ms)[0]
                member.drawn_ma = (each_ma,) * 3
                drawn_ma += each_ma
            feeder.take([house_ma + drawn_ma] * 3, group.now_ms)
            group.run(1)

    run(100, 10000)
    assert 52.9 <= sum(group.allowed()) <= 53
    run(5, 30000)
    assert 32.9 <= sum(group.allowed()) <= 33
    group.run(12)  # the meter is silent
    assert group.allowed() == [0] * 3
