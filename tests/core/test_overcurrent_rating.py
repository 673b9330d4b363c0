"""OC-001, OC-005: more than the pile or the cable can carry, whatever is on offer."""

from tests.core.load import Load


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


def test_oc_005_twice_the_rating_opens_while_the_car_is_being_asked():
    load = Load().draw(20000)
    assert load.after(7000)
    load.offer(0).draw(64000).after(2000)
    load.draw(64001).after(99)
    assert not load.bed.latch.bits
    load.after(1)
    assert load.opened()


def test_oc_001_the_30_s_go_on_while_the_car_is_being_asked():
    load = Load(over_open_ms=60000).draw(41601)
    assert load.after(7000)
    load.offer(0).after(22999)
    assert not load.bed.latch.bits
    load.after(1)
    assert load.opened()


def test_oc_005_twice_the_rating_takes_two_measurements():
    for slow_ms in (150, 1000, 2990):
        load = Load().offer(0).draw(70000)
        load.after(10)
        load.after(slow_ms, measures=0)  # the same one, read again
        load.after(10, measures=0)
        assert not load.bed.latch.bits, slow_ms
        load.after(10)
        assert load.opened(), slow_ms


def test_two_measurements_count_whether_or_not_a_tick_saw_the_first():
    load = Load().offer(0).draw(70000)
    load.after(99, measures=2)
    assert not load.bed.latch.bits
    load.after(1, measures=0)
    assert load.opened()


def test_a_good_measurement_between_two_bad_ones_is_a_new_start():
    load = Load().offer(0)
    for _ in range(5):
        load.draw(70000).after(1000)
        load.draw(64000).after(1000)
    assert not load.bed.latch.bits


def test_a_bad_measurement_before_a_gap_counts_after_it():
    load = Load().offer(0).draw(70000)
    load.after(10)
    load.fresh = False
    load.after(200)
    assert not load.bed.latch.bits
    load.fresh = True
    load.after(200)
    assert load.opened()


def test_what_was_measured_while_open_does_not_count():
    load = Load().offer(0)
    load.bed.frame.coils = 0
    load.draw(70000)
    for _ in range(5):
        load.after(100)
    load.bed.frame.coils = 1
    for _ in range(2):
        load.after(500)
        assert not load.bed.latch.bits
    load.after(10)
    assert load.opened()


def test_opening_forgets_the_clocks():
    for current_ma, ms in ((41601, 29990), (64001, 90)):
        load = Load().offer(0).draw(current_ma)
        for _ in range(3):
            load.bed.frame.coils = 1
            load.after(ms, measures=2)
            load.bed.frame.coils = 0
            load.after(10)
        assert not load.bed.latch.bits, ms
