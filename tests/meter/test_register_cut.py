"""What the pile's own register keeps across a power cut."""

from meter.register import Register
from tests.meter.registers import MOST_MW, STEP_MWH, restarted, said, started


def test_across_a_cut_nothing_is_lost_and_nothing_counts_twice():
    register = started(serial="201708001234")
    register.take(said(5000002000, "201708001234"), 1000)
    register = restarted(register)
    assert register.mwh == 2000
    assert not register.read
    register.take(said(5000902000, "201708001234"), 77)
    assert (register.mwh, register.jumps) == (902000, 0)


def test_across_a_cut_as_much_counts_as_in_one_hour():
    limit = MOST_MW + STEP_MWH
    register = restarted(started())
    register.take(said(5000000000 + limit), 0)
    assert (register.mwh, register.jumps) == (limit, 0)
    register = restarted(started())
    register.take(said(5000000000 + limit + 1), 0)
    assert (register.mwh, register.jumps) == (0, 1)
    register.take(said(5000000000 + limit + 1 + STEP_MWH), 0)  # and that only once
    assert register.mwh == STEP_MWH
    register.take(said(5000000000 + limit + 2 + STEP_MWH), 0)
    assert register.mwh == STEP_MWH


def test_across_a_cut_in_a_session_that_files_keep_as_much_counts_as_in_a_day():
    for over in (0, 1):
        register = restarted(started())
        register.cut_s = 86400
        register.take(said(5000000000 + 24 * MOST_MW + STEP_MWH + over), 0)
        assert register.jumps == over
        register.take(said(5000000000 + 25 * MOST_MW + STEP_MWH), 1000)  # and that only once
        assert register.jumps == over + 1


def test_a_meter_swapped_while_the_power_was_off_is_noted():
    register = started(serial="201708001234")
    register = restarted(register)
    register.take(said(5000000001, "000000000077"), 0)
    assert (register.mwh, register.jumps) == (0, 1)


def test_a_pile_that_never_had_a_meter_keeps_that():
    register = restarted(Register(MOST_MW))
    register.take(said(9000000000), 0)
    assert (register.mwh, register.jumps) == (0, 0)


def test_what_is_kept_holds_the_longest_register():
    register = started(mwh=10**14)
    register = restarted(register)
    register.take(said(10**14 + 5), 0)
    assert register.mwh == 5
    assert len(register.keep()) == Register.KEEP_BYTES


def test_kept_bytes_of_another_length_are_refused():
    for kept in (b"", bytes(7), bytes(9)):
        try:
            Register(MOST_MW).restore(0, kept)
            raised = False
        except ValueError:
            raised = True
        assert raised, kept
