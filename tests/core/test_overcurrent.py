"""OC-005, CP-148, CP-205..208, T-21: a car that takes more than it was offered."""

from core.config import GBT, IEC, J1772
from core.overcurrent import OverCurrent
from tests.core.load import Load
from tests.core.parts import Bed
from tests.no_alloc import no_alloc

# profile, ms above the limit until the car is asked to stop, ms until it is opened after that
DELAYS = ((IEC, 7000, 6000), (GBT, 5100, 4000), (J1772, 7000, 6000))


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
    assert load.after(5100)
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
        load.offer(8000)
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


def test_cp_148_only_a_car_that_kept_to_the_limit_before_earns_them():
    for current_ma, more_ms in ((18100, 2000), (18101, 0)):
        load = Load().draw(current_ma)
        load.offer(8000)
        assert not load.after(6999 + more_ms), current_ma
        assert load.after(1), current_ma


def test_cp_208_limits_that_change_do_not_hide_a_car_that_never_obeys():
    for profile, ask_ms, _ in DELAYS:
        load = Load(profile).draw(32000)
        steps = ask_ms // 100
        for step in range(steps):
            load.offer(9000 + 1000 * (step & 1))
            assert not load.after(99), profile
            assert load.after(1) == (step == steps - 1), profile


def test_an_increase_that_is_not_enough_changes_no_patience():
    load = Load().draw(20000).offer(10000)
    assert not load.after(6000)
    assert not load.offer(12000).after(999)
    assert load.after(1)
    load = Load().draw(16000).offer(8000)  # with the 2 s of a reduction
    assert not load.after(0)
    assert not load.offer(9000).after(8999)
    assert load.after(1)


def test_an_increase_that_is_enough_is_obedience():
    load = Load().draw(16000).offer(8000)
    load.after(5100)
    assert not load.offer(16000).after(3000)
    load.draw(20000)
    assert not load.after(6999)
    assert load.after(1)


def test_a_second_reduction_earns_nothing_while_the_first_is_not_obeyed():
    load = Load().draw(16000).offer(8000)
    assert not load.after(0)
    assert not load.offer(7000).after(3000)
    assert not load.after(5999)
    assert load.after(1)


def test_a_closing_is_no_reduction():
    load = Load()
    load.bed.frame.coils = 0
    load.after(10)
    load.bed.frame.coils = 1
    load.offer(8000).draw(16000)
    assert not load.after(6999)
    assert load.after(1)


def test_cp_118_the_stop_sequence_has_its_own_limit():
    load = Load().offer(0).draw(16000)
    assert not load.after(60000)
    load.offer(8000)  # and the patience after it is the usual one
    assert not load.after(6999)
    assert load.after(1)


def test_an_offer_of_a_milliampere_is_an_offer():
    assert Load().offer(1).draw(16000).after(10) is False
    assert Load().offer(1).draw(16000).after(7000) is False  # it kept to 16 A: 2 s more
    assert Load().offer(1).draw(20000).after(7000) is True


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


def test_an_asked_car_that_obeys_too_late_is_opened_all_the_same():
    load = Load().draw(20000)
    load.after(7000)
    load.offer(0).draw(0)
    assert load.after(5999)
    assert not load.bed.latch.bits
    load.after(1)
    assert load.opened()


def test_a_meter_that_drops_out_does_not_hide_a_car_that_draws_too_much():
    load = Load().draw(20000)
    asked = False
    for _ in range(5):
        load.fresh = True
        asked = load.after(1000)
        if asked:
            break
        load.fresh = False
        assert not load.after(1000)  # silence itself asks nothing
    assert asked


def test_without_a_measurement_nothing_is_judged():
    load = Load().draw(20000)
    load.after(10)
    load.fresh = False
    assert not load.after(60000)
    load.fresh = True
    assert load.draw(5000).after(10) is False


def test_a_reduction_without_a_measurement_is_judged_once_there_is_one():
    load = Load().draw(16000).offer(8000)
    for load.fresh in (False, False, True):
        load.after(10)
    assert not load.after(8999)
    assert load.after(1)


def test_no_tick_allocates():
    load = Load().draw(70000)
    part, frame, demand = load.part, load.bed.frame, load.bed.demand
    with no_alloc():
        for limit_ma in (16000, 8000, 0, 16000):
            for coils in (1, 1, 0):
                frame.coils = coils
                frame.now_ms += 5100
                demand.measured += 2
                part.check(frame, demand, limit_ma, 32000, True)
                part.check(frame, demand, limit_ma, 32000, False)
