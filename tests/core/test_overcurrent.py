"""OC-005, OC-001, CP-148, CP-204..208, T-21: a car that takes more than it was offered."""

from core.config import GBT, IEC, J1772
from core.overcurrent import OverCurrent
from tests.core.parts import Bed
from tests.no_alloc import no_alloc

# profile, ms above the limit until the car is asked to stop, ms until it is opened after that
DELAYS = ((IEC, 7000, 6000), (GBT, 5000, 4000), (J1772, 7000, 6000))


class Load:
    """A car behind a contactor that closed at 16 A a moment ago and draws nothing yet."""

    def __init__(self, profile=IEC, **settings):
        self.bed = Bed(profile=profile, **settings)
        self.part = self.bed.make(OverCurrent)
        self.limit_ma = 16000
        self.rated_ma = 32000
        self.fresh = True
        self.after(0)
        self.bed.frame.coils = 1
        self.after(10)

    def after(self, ms):
        """Return whether the car has been asked to stop at a tick `ms` later."""
        self.bed.advance(ms)
        self.part.check(self.bed.frame, self.bed.demand, self.limit_ma, self.rated_ma, self.fresh)
        return self.part.asked

    def draw(self, *current_ma):
        for phase in range(3):
            self.bed.demand.current_ma[phase] = current_ma[phase % len(current_ma)]
        return self

    def offer(self, limit_ma):
        self.limit_ma = limit_ma
        return self

    def opened(self):
        return self.bed.latched() == ["over_current"]


def test_cp_205_cp_207_cp_208_what_counts_as_more():
    for profile, limit_ma, allowed_ma in (
        (IEC, 6000, 7100),
        (IEC, 6009, 7109),  # 10 % rounded down
        (IEC, 16000, 18100),
        (IEC, 32000, 35700),
        (GBT, 6000, 8000),
        (GBT, 20000, 22000),
        (GBT, 20010, 22011),
        (GBT, 32000, 35200),
        (J1772, 6000, 7300),
        (J1772, 11800, 13100),
        (J1772, 12000, 13320),
        (J1772, 40000, 44400),
    ):
        part = Bed(profile=profile).make(OverCurrent)
        assert part.allowed(limit_ma) == allowed_ma, (profile, limit_ma)


def test_oc_005_the_car_is_asked_and_then_opened():
    for profile, ask_ms, open_ms in DELAYS:
        load = Load(profile).draw(0, 0, 20000)
        assert not load.after(ask_ms - 1), profile
        assert load.after(1), profile
        assert not load.bed.latch.bits
        load.offer(0).after(open_ms - 1)
        assert not load.bed.latch.bits, profile
        load.after(1)
        assert load.opened(), profile


def test_t_21_gb_16_a_and_3_a_more_opens_between_5_and_10_s():
    load = Load(GBT).draw(19000)
    assert load.after(5000)
    load.offer(0)
    assert load.bed.until_latched(lambda: load.after(0), 20000) == 4000
    assert load.opened()


def test_oc_005_exactly_what_is_allowed_is_never_more():
    for profile, ask_ms, _ in DELAYS:
        load = Load(profile)
        allowed_ma = load.part.allowed(16000)
        load.draw(allowed_ma)
        for _ in range(5):
            assert not load.after(9000), profile
        load.draw(allowed_ma + 1)
        assert load.after(ask_ms), profile


def test_each_phase_counts():
    for current_ma in ((20000, 0, 0), (0, 20000, 0), (0, 0, 20000)):
        assert Load().draw(*current_ma).after(7000)


def test_a_moment_of_obedience_starts_the_patience_anew():
    load = Load()
    for _ in range(3):
        assert not load.draw(20000).after(6990)
        assert not load.draw(16000).after(10)


def test_cp_148_after_a_reduction_the_car_has_2_s_more():
    for profile, ask_ms, _ in DELAYS:
        load = Load(profile).draw(16000)
        load.offer(8000).after(10)
        assert not load.after(ask_ms + 1999), profile
        assert load.after(1), profile
        assert 7000 <= ask_ms + 2000 <= 10000


def test_cp_148_only_the_reduction_itself_earns_them():
    load = Load().draw(16000)
    load.offer(8000).after(10)
    load.draw(8000).after(3000)
    load.draw(16000)
    assert not load.after(6999)
    assert load.after(1)


def test_an_increase_starts_the_patience_anew_without_more():
    load = Load().draw(20000).offer(10000)  # a reduction before it
    load.after(6000)
    load.offer(12000).after(10)
    assert not load.after(6999)
    assert load.after(1)


def test_a_closing_is_no_reduction():
    load = Load()
    load.bed.frame.coils = 0
    load.after(10)
    load.bed.frame.coils = 1
    load.offer(8000).draw(16000).after(10)
    assert not load.after(6999)
    assert load.after(1)


def test_cp_118_the_stop_sequence_has_its_own_limit():
    load = Load().offer(0).draw(16000)
    assert not load.after(60000)
    load.offer(8000).after(10)  # and the patience after it is the usual one
    assert not load.after(6999)
    assert load.after(1)


def test_an_offer_of_a_milliampere_is_an_offer():
    load = Load().offer(1).draw(16000)
    assert [load.after(10), load.after(9000)] == [False, True]


def test_an_asked_car_that_opens_is_not_closed_again():
    load = Load().draw(20000)
    load.after(7000)
    load.bed.frame.coils = 0
    load.after(10)
    assert load.opened()
    assert not load.part.asked


def test_an_open_contactor_is_no_fault():
    load = Load().draw(20000)
    load.bed.frame.coils = 0
    for _ in range(5):
        assert not load.after(10000)
    assert not load.bed.latch.bits


def test_an_asked_car_is_opened_without_a_measurement_too():
    load = Load().draw(20000)
    load.after(7000)
    load.fresh = False
    load.after(5999)
    assert not load.bed.latch.bits
    load.after(1)
    assert load.opened()


def test_oc_001_more_than_1_3_times_the_rating_for_30_s():
    for rated_ma, good_ma in ((32000, 41600), (10001, 13001)):
        load = Load().offer(0).draw(0, good_ma, 0)
        load.rated_ma = rated_ma
        load.after(40000)
        load.draw(0, good_ma + 1, 0).after(29999)
        assert not load.bed.latch.bits, rated_ma
        load.after(1)
        assert load.opened(), rated_ma


def test_oc_005_more_than_twice_the_rating_for_100_ms():
    for limit_ma in (16000, 0):
        load = Load().offer(limit_ma)
        load.draw(64000).after(1000)
        load.draw(64001).after(99)
        assert not load.bed.latch.bits
        load.after(1)
        assert load.opened()


def test_without_a_measurement_no_time_passes():
    for current_ma, ms in ((20000, 6990), (41601, 29990), (64001, 90)):
        load = Load().offer(16000 if ms == 6990 else 0)
        for _ in range(4):
            load.fresh = True
            assert not load.draw(current_ma).after(ms), ms
            load.fresh = False
            assert not load.after(10)
        assert not load.bed.latch.bits, ms


def test_without_a_measurement_the_2_s_of_a_reduction_are_over():
    load = Load().draw(16000).offer(8000)
    for load.fresh in (True, False, True):
        load.after(10)
    assert not load.after(6989)  # counted from the tick without one
    assert load.after(1)


def test_a_reduction_without_a_measurement_is_judged_once_there_is_one():
    load = Load().draw(16000).offer(8000)
    for load.fresh in (False, False, True):
        load.after(10)
    assert not load.after(8999)
    assert load.after(1)


def test_opening_forgets_the_clocks():
    for current_ma, ms in ((41601, 29990), (64001, 90)):
        load = Load().offer(0).draw(current_ma)
        for _ in range(3):
            load.bed.frame.coils = 1
            load.after(ms)
            load.bed.frame.coils = 0
            load.after(10)
        assert not load.bed.latch.bits, ms


def test_no_tick_allocates():
    load = Load().draw(70000)
    part, frame, demand = load.part, load.bed.frame, load.bed.demand
    with no_alloc():
        for limit_ma in (16000, 8000, 0, 16000):
            for coils in (1, 1, 0):
                frame.coils = coils
                frame.now_ms += 5000
                part.check(frame, demand, limit_ma, 32000, True)
                part.check(frame, demand, limit_ma, 32000, False)
