from power.floor import Floor

WRAP = 0x3FFFFFFF


class Car:
    """One that takes what it gets; counts how often its contactor closes."""

    def __init__(self, floor, now_ms=0):
        self.floor = floor
        self.now_ms = now_ms
        self.closed = False
        self.closings = 0
        self.offered_ma = 0

    def step(self, limit_ma, ms=1000):
        """Let `ms` pass with this limit; return what is offered."""
        self.now_ms = (self.now_ms + ms) & WRAP
        self.offered_ma = self.floor.cap(limit_ma, self.closed, self.now_ms)
        assert self.offered_ma in (0, limit_ma)
        closed = self.offered_ma >= 6000
        self.closings += closed and not self.closed
        self.closed = closed
        return self.offered_ma

    def lasts(self, limit_ma, seconds):
        """Return after how many seconds with this limit there is an offer, -1 = never."""
        for second in range(seconds):
            if self.step(limit_ma) >= 6000:
                return second
        return -1


def test_what_is_enough_passes_and_a_pause_comes_at_once():  # I2
    car = Car(Floor(1000, 300))
    assert car.step(16000) == 16000
    assert car.step(6000) == 6000
    assert car.step(5999, 50) == 5999
    assert not car.closed


def test_the_first_pauses_end_at_once():  # REQ-RES-1
    car = Car(Floor(0, 300))
    for _ in range(4):
        assert car.lasts(6000, 2) == 0
        car.step(0)


def test_more_pauses_in_a_row_last_longer_each():
    car = Car(Floor(0, 300))
    for _ in range(3):
        car.step(6000)
        car.step(0)
    waits = []
    for _ in range(3):
        waits.append(car.lasts(6000, 400))
        car.step(0)
    assert waits[0] == 0
    assert 290 <= waits[1] <= 300
    assert 297 <= waits[2] <= 300


def test_a_car_that_charged_for_long_resumes_at_once():
    car = Car(Floor(0, 300))
    for _ in range(8):
        car.step(6000)
        car.step(0)
    for _ in range(3000):
        car.step(8000)
    car.step(0)
    assert car.lasts(6000, 2) == 0


def test_a_little_more_than_the_least_must_last():
    car = Car(Floor(1000, 300))
    car.step(16000)
    car.step(0)
    assert car.lasts(6900, 400) == 300
    car.step(0)
    assert car.lasts(7000, 2) == 0


def test_it_must_last_without_a_break():
    car = Car(Floor(1000, 100))
    car.step(16000)
    car.step(0)
    for _ in range(5):
        assert car.lasts(6500, 90) == -1
        car.step(5000)
    assert car.lasts(6500, 200) == 100


def test_nothing_waits_without_a_contactor_that_opened():
    car = Car(Floor(0, 300))
    for _ in range(20):
        car.floor.cap(0, False, car.now_ms)
        assert car.floor.cap(6000, False, car.now_ms) == 6000


def test_nothing_waits_when_the_setting_is_0():
    car = Car(Floor(1000, 0))
    for _ in range(20):
        assert car.lasts(6000, 2) == 0
        car.step(0)


def test_somebody_on_the_spot_may_end_the_wait():
    car = Car(Floor(0, 300))
    for _ in range(8):
        car.step(6000)
        car.step(0)
    assert car.step(6000) == 0
    assert car.floor.left_ms > 0
    car.floor.skip()
    assert car.step(6000) == 6000
    assert car.floor.left_ms == 0


def test_the_wait_is_told_only_while_it_is_the_reason():
    car = Car(Floor(0, 300))
    for _ in range(8):
        car.step(6000)
        car.step(0)
    car.step(6000)
    assert car.floor.left_ms > 0
    car.step(0)
    assert car.floor.left_ms == 0


def closings(limit_of, floor, seconds=86400, step_s=1):
    """Return how often the contactor closes in a day of limit_of(second)."""
    car = Car(floor, WRAP - 40000000)
    for second in range(0, seconds, step_s):
        car.step(limit_of(second), step_s * 1000)
    return car.closings


def noise(second):
    """Return 0..999, the same for the same second."""
    value = (second * 1103515245 + 12345) & 0x7FFFFFFF
    return (value ^ value >> 13) * 48271 % 0x7FFFFFFF // 7 % 1000


def sun(second):
    """Surplus of a day with passing clouds, mA a phase: a parabola, clouds of 30 s to minutes."""
    hours = second / 3600 - 6
    if not 0 < hours < 12:
        return 0
    clear_ma = int(20000 * hours * (12 - hours) / 36)
    cloudy = noise(second // 40) < 450 or noise(second // 300) < 300
    return clear_ma * 3 // 10 if cloudy else clear_ma


def test_a_day_of_sun_and_clouds_does_not_wear_the_contactor():  # F20
    free = closings(sun, Floor(0, 0), step_s=5)
    spared = closings(sun, Floor(0, 600), step_s=5)
    patient = closings(sun, Floor(1000, 900), step_s=5)
    assert free > 150
    assert spared <= 70
    assert patient <= 50


def test_the_worst_of_all_limits_is_bounded():
    for resume_s in (60, 300, 1800):
        for period in (4, 20, 2 * resume_s // 3):
            found = closings(
                lambda s, p=period: 6000 if s % p < p // 2 else 5900, Floor(0, resume_s)
            )
            assert found <= 4 + 86400 // resume_s


def test_it_allocates_nothing():
    from tests.no_alloc import no_alloc

    floor = Floor(1000, 300)
    cap = floor.cap
    cap(0, True, 0)
    with no_alloc():
        for now_ms in range(0, 400000, 5000):
            cap(6500, False, now_ms)
            cap(5000, True, now_ms)
