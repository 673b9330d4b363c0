"""OV-005: when a supply fault has gone, and what a gap in the measurement changes."""

from core import faults
from core.config import GBT, IEC, J1772, PE_FITTED
from core.supply import Supply
from tests.core.mains import Mains

GOOD = [230000, 230000, 230000]
# phases, mHz, ms until it counts, fault
WRONG = (
    ([230000, 195499, 230000], 50000, 1000, faults.UNDER_VOLTAGE),
    ([230000, 264501, 230000], 50000, 1000, faults.OVER_VOLTAGE),
    ([230000, 276001, 230000], 50000, 100, faults.OVER_VOLTAGE),
    ([230000, 0, 230000], 50000, 1000, faults.PHASE_LOSS),
    (GOOD, 47499, 1000, faults.FREQUENCY),
    (GOOD, 52501, 1000, faults.FREQUENCY),
)


def _latched(row, **kind):
    """Return a supply on which this row's fault has latched."""
    mains = Mains(**kind).spoil(row[0], row[1])
    mains.after(row[2])
    assert mains.bed.latched() == [faults.FAULTS[row[3]][0]]
    return mains


def test_the_first_measurement_has_its_whole_delay():
    for volts, hertz, delay, fault in WRONG:
        mains = Mains()
        mains.part = mains.bed.make(Supply)
        mains.fresh = False
        mains.tick()
        mains.fresh = True
        assert mains.spoil(volts, hertz).after(delay - 1) == [], fault
        assert mains.after(1) == [faults.FAULTS[fault][0]]


def test_the_first_measurement_after_a_gap_has_its_whole_delay():
    for volts, hertz, delay, fault in WRONG:
        mains = Mains()
        mains.fresh = False
        mains.after(10)
        mains.after(5000)
        mains.fresh = True
        assert mains.spoil(volts, hertz).after(delay - 1) == [], fault
        assert mains.after(1) == [faults.FAULTS[fault][0]]


def test_a_gap_starts_every_delay_anew():
    for volts, hertz, delay, fault in WRONG:
        mains = Mains().spoil(volts, hertz)
        for _ in range(3):
            mains.fresh = True
            assert mains.after(delay - 10) == [], fault
            mains.fresh = False
            assert mains.after(10) == [], fault


def test_without_a_measurement_what_is_latched_keeps_its_cause():
    for row in WRONG:
        mains = _latched(row)
        mains.fresh = False
        for volts in (row[0], GOOD):
            mains.spoil(volts, 50000)
            assert mains.caused(row[3]), row
        mains.fresh = True
        assert not mains.caused(row[3]), row


def test_a_latched_fault_keeps_no_other_one():
    for fresh in (False, True):
        for row in WRONG:
            mains = _latched(row, fitted=PE_FITTED)
            mains.bed.frame.pe = 0
            mains.after(0)
            mains.after(0)
            mains.bed.frame.pe = 1
            mains.fresh = fresh
            mains.bed.latch.settle(mains.bed.frame.now_ms, True)
            mains.after(10)
            mains.bed.clear(faults.PE_LOST, False)  # earth is measured without the meter
            assert mains.bed.latched() == [faults.FAULTS[row[3]][0]]


def test_ov_005_recovers_inside_the_narrow_window_only():
    for profile, low, high in (
        (IEC, 207000, 253000),
        (GBT, 198000, 242000),
        (J1772, 187000, 264000),
    ):
        for start, fault in (
            ([150000] * 3, faults.UNDER_VOLTAGE),
            ([300000] * 3, faults.OVER_VOLTAGE),
            ([220000, 0, 220000], faults.PHASE_LOSS),
        ):
            for good, bad in ((low, low - 1), (high, high + 1)):
                mains = Mains(profile)
                mains.volts = start
                mains.after(1000)
                assert mains.bed.latch.has(fault)
                assert mains.all(bad).caused(fault), (profile, fault, bad)
                assert not mains.all(good).caused(fault), (profile, fault, good)
                assert mains.all(bad).after(1000) == []  # the wide window again


def test_ov_005_every_phase_must_be_inside_to_recover():
    for row in WRONG[:4]:
        for phase in range(3):
            for bad in (206999, 253001, 0):
                mains = _latched(row)
                mains.volts = list(GOOD)
                mains.volts[phase] = bad
                assert mains.caused(row[3]), (row, phase, bad)


def test_ov_005_a_phase_that_is_not_wired_keeps_nothing():
    for row in WRONG[:3]:
        mains = Mains(phases=1).all(row[0][1])
        mains.after(row[2])
        assert mains.bed.latch.has(row[3])
        mains.volts = [230000, 0, 300000]
        assert not mains.caused(row[3]), row


def test_a_frequency_fault_does_not_wait_for_the_voltage():
    mains = _latched(WRONG[4])
    assert not mains.spoil([206999, 230000, 253001], 47500).caused(faults.FREQUENCY)


def test_a_frequency_fault_needs_a_voltage_to_stay():
    mains = _latched(WRONG[4])
    assert mains.spoil(GOOD, 47499).caused(faults.FREQUENCY)
    assert not mains.all(79999).caused(faults.FREQUENCY)


def test_outside_the_narrow_window_nothing_new_latches():
    for volts in (195500, 206999, 253001, 264500):
        mains = Mains().all(volts)
        for _ in range(3):
            assert mains.after(5000) == [], volts


def test_what_latched_first_stays_while_another_fault_comes():
    mains = _latched(WRONG[1])
    mains.all(150000).after(1000)
    for fault in (faults.OVER_VOLTAGE, faults.UNDER_VOLTAGE):
        assert mains.caused(fault)
    assert mains.bed.latched() == ["over_voltage", "under_voltage"]
