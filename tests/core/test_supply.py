"""PE-001, OV-003..005, PE-003: earth, voltage, frequency and phases, each with its delay."""

from core.config import GBT, IEC, J1772, PE_FITTED
from core.supply import Supply
from tests.core.mains import Mains
from tests.core.parts import Bed, counters
from tests.no_alloc import no_alloc


def test_pe_001_two_windows_without_earth():
    mains = Mains(fitted=PE_FITTED)
    for pe in (0, 1, 0, 1, 0):
        mains.bed.frame.pe = pe
        mains.tick()
        assert mains.bed.latched() == []
    mains.tick()
    assert mains.bed.latched() == ["pe_lost"]


def test_gb_053_earth_is_watched_without_a_measurement():
    mains = Mains(profile=GBT, fitted=PE_FITTED)
    mains.fresh = False
    mains.bed.frame.pe = 0
    mains.tick()
    assert mains.bed.latched() == []
    mains.tick()
    assert mains.bed.latched() == ["pe_lost"]


def test_pe_001_earth_missing_from_the_start():
    bed = Bed(fitted=PE_FITTED)
    part = bed.make(Supply)
    bed.frame.pe = 0
    for names in ([], ["pe_lost"]):
        part.check_pe(bed.frame)
        assert bed.latched() == names


def test_earth_missing_for_days_is_counted_no_further():
    mains = Mains(fitted=PE_FITTED)
    mains.bed.frame.pe = 0
    for _ in range(10):
        mains.after(10)
    before = counters(mains.part)
    for _ in range(10):
        mains.after(10)
    assert counters(mains.part) == before


def test_earth_is_not_watched_where_nothing_can():
    mains = Mains(fitted=~PE_FITTED)
    mains.bed.frame.pe = 0
    for _ in range(10):
        assert mains.after(10) == []


def test_ov_005_ov_004_the_windows_of_the_profiles():
    for profile, under, over in (
        (IEC, 195500, 264500),
        (GBT, 176000, 264000),
        (J1772, 176000, 276000),
    ):
        for volts, names in (
            (under, []),
            (under - 1, ["under_voltage"]),
            (over, []),
            (over + 1, ["over_voltage"]),
        ):
            mains = Mains(profile).all(volts)
            assert mains.after(999) == [], (profile, volts)
            assert mains.after(1) == names, (profile, volts)


def test_ov_005_far_above_is_faster():
    for profile, fast in ((IEC, 276000), (GBT, 286000), (J1772, 288000)):
        assert Mains(profile).all(fast).after(100) == [], profile
        mains = Mains(profile).all(fast + 1)
        assert mains.after(99) == [], profile
        assert mains.after(1) == ["over_voltage"], profile


def test_both_delays_may_be_set():
    for volts, name in ((195499, "under_voltage"), (264501, "over_voltage")):
        mains = Mains(supply_delay_ms=3000).all(volts)
        assert mains.after(2999) == []
        assert mains.after(1) == [name]
    mains = Mains(fast_delay_ms=200).all(276001)
    assert mains.after(199) == []
    assert mains.after(1) == ["over_voltage"]


def test_pe_003_the_uk_window_in_5_s():
    uk = {"under_mv": 207000, "over_mv": 253000, "supply_delay_ms": 4900}
    for volts, names in ((207000, []), (206999, ["under_voltage"]), (253001, ["over_voltage"])):
        assert Mains(**uk).all(volts).after(4900) == names


def test_a_good_tick_starts_every_delay_anew():
    for volts, hertz, delay in (
        ([195499, 230000, 230000], 50000, 1000),
        ([264501, 230000, 230000], 50000, 1000),
        ([276001, 230000, 230000], 50000, 100),
        ([230000, 0, 230000], 50000, 1000),
        ([230000, 230000, 230000], 47499, 1000),
    ):
        mains = Mains()
        for _ in range(3):
            mains.volts, mains.hertz = volts, hertz
            assert mains.after(delay - 10) == []
            mains.all(230000).hertz = 50000
            assert mains.after(10) == []


def test_a_phase_that_flaps_between_lost_and_low_is_bad_all_the_time():
    mains = Mains()
    for count in range(20):
        assert mains.bed.latched() == [], count
        mains.volts[2] = (79000, 81000)[count & 1]
        mains.after(50)
    assert mains.bed.latched() == ["under_voltage"]


def test_every_phase_in_use_counts_and_no_other():
    for volts, name in ((195499, "under_voltage"), (264501, "over_voltage")):
        for phase in range(3):
            for phases in (1, 3):
                mains = Mains(phases=phases)
                mains.volts[phase] = volts
                assert mains.after(1000) == ([name] if phase < phases else []), (phase, phases)


def test_a_lost_phase_is_not_a_low_one():
    for volts, phases, names in (
        ([230000, 79999, 230000], 3, ["phase_loss"]),
        ([230000, 230000, 0], 3, ["phase_loss"]),
        ([0, 0, 80000], 3, ["phase_loss"]),
        ([230000, 80000, 230000], 3, ["under_voltage"]),
        ([79999, 79999, 79999], 3, ["under_voltage"]),  # all of them: a dead supply
        ([0, 0, 79999], 3, ["under_voltage"]),
        ([79999, 0, 0], 1, ["under_voltage"]),
        ([230000, 0, 0], 1, []),
    ):
        mains = Mains(phases=phases)
        mains.volts = volts
        assert mains.after(999) == [], volts
        assert mains.after(1) == names, volts


def test_ov_003_the_frequency_windows_of_the_profiles():
    for profile, low, high in ((IEC, 47500, 52500), (GBT, 49000, 51000), (J1772, 47000, 63000)):
        for hertz, names in (
            (low, []),
            (low - 1, ["frequency"]),
            (high, []),
            (high + 1, ["frequency"]),
        ):
            mains = Mains(profile)
            mains.hertz = hertz
            assert mains.after(999) == [], (profile, hertz)
            assert mains.after(1) == names, (profile, hertz)


def test_a_dead_supply_has_no_frequency():
    for volts, names in ((79999, ["under_voltage"]), (80000, ["under_voltage", "frequency"])):
        mains = Mains().all(volts)
        mains.hertz = 0
        assert mains.after(1000) == names


def test_present_is_voltage_on_every_phase_in_use():
    assert not Bed().make(Supply).present
    for volts, phases, present in (
        ([80000, 80000, 80000], 3, True),
        ([79999, 230000, 230000], 3, False),
        ([230000, 230000, 79999], 3, False),
        ([80000, 0, 0], 1, True),
        ([79999, 0, 0], 1, False),
    ):
        mains = Mains(phases=phases)
        mains.volts = volts
        mains.after(10)
        assert mains.part.present == present, (volts, phases)


def test_what_was_not_measured_is_neither_present_nor_wrong():
    for volts, hertz in ((0, 0), (150000, 50000), (300000, 50000), (230000, 0), (230000, 50000)):
        mains = Mains().all(volts)
        mains.hertz = hertz
        mains.fresh = False
        for _ in range(3):
            assert mains.after(5000) == []
            assert not mains.part.present, volts


def test_no_tick_allocates():
    mains = Mains(fitted=PE_FITTED)
    part, frame, demand = mains.part, mains.bed.frame, mains.bed.demand
    with no_alloc():
        for volts in (230000, 0, 190000, 300000):
            for fresh in (True, False):
                frame.now_ms += 2000
                frame.pe = volts
                demand.voltage_mv[1] = demand.frequency_mhz = volts
                part.check_pe(frame)
                part.check(frame.now_ms, demand, fresh)


def test_exactly_the_limit_is_inside_when_it_comes_back_from_outside_too():
    for bad_mv, good_mv, bad_mhz, good_mhz in (
        (195499, 195500, 50000, 50000),
        (264501, 264500, 50000, 50000),
        (230000, 230000, 52501, 52500),
        (230000, 230000, 47499, 47500),
    ):
        mains = Mains()
        mains.spoil([bad_mv] * 3, bad_mhz).after(100)
        mains.spoil([good_mv] * 3, good_mhz)
        for _ in range(10):
            assert mains.after(1000) == [], (bad_mv, bad_mhz)
        assert mains.part._good
