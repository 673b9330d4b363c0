from group.beats import COUNTED
from group.ledger import Ledger

LIMIT = (48000, 48000, 48000)
SIX = (6000, 6000, 6000)


def ledger(count=4, fallback_ma=0, pledged=()):
    """A ledger at beat 1000 in which these piles have pledged at 990."""
    book = Ledger([fallback_ma] * (3 * count), LIMIT)
    book.ready = True
    for pile in pledged:
        book.grant(pile, (0, 0, 0), 990, 990 + COUNTED)
        book.in_force(pile, 990, 991)
    sweeps(book, 1000)
    return book


def sweeps(book, now):
    for _ in range(book.count):
        book.sweep(now)


def grant(book, pile, each_ma, stamp):
    book.grant(pile, (each_ma,) * 3, stamp, stamp + COUNTED)


def test_nothing_above_the_fallback_without_a_majority():
    book = ledger(4, 6000, (0, 1))
    assert not book.majority
    assert book.free(1, 0, 1000) == 6000
    book = ledger(4, 6000, (1, 2, 3))
    assert book.majority
    assert book.free(1, 0, 1000) == 48000 - 6000  # pile 0 may take its fallback


def test_more_than_half_of_the_others_must_follow():
    # the leader's own does not count: another leader of its number has one of its own too
    assert not ledger(2, 0, (0,)).majority
    assert ledger(2, 0, (1,)).majority
    assert not ledger(3, 0, (0, 1)).majority
    assert ledger(3, 0, (1, 2)).majority
    assert not ledger(4, 0, (0, 3)).majority
    assert ledger(4, 0, (1, 3)).majority


def test_nothing_above_the_fallback_before_the_leader_is_ready():
    book = ledger(4, 6000, (0, 1, 2, 3))
    book.ready = False
    assert book.free(1, 0, 1000) == 6000


def test_who_has_pledged_keeps_no_fallback_and_who_is_silent_does():
    book = ledger(4, 6000, (0, 1, 2, 3))
    assert book.free(0, 0, 1000) == 48000
    assert book.kept_ma()[0] == 0
    book.in_force(0, 1150, 1150)
    book.in_force(1, 1150, 1150)
    book.in_force(2, 1150, 1150)
    sweeps(book, 1151)
    assert book.free(0, 0, 1151) == 48000 - 6000
    assert book.kept_ma()[0] == 6000


def test_a_raise_waits_until_the_reduction_of_another_is_in_force():
    book = ledger(4, 0, (0, 1, 2, 3))
    grant(book, 0, 48000, 1000)
    book.in_force(0, 1000, 1001)
    grant(book, 0, 6000, 1010)
    assert book.free(1, 0, 1010) == 0
    assert not book.in_force(0, 1005, 1011)  # an earlier grant is in force
    assert book.free(1, 0, 1011) == 0
    assert book.in_force(0, 1010, 1012)
    assert book.free(1, 0, 1012) == 42000


def test_or_until_the_grant_before_has_expired():
    book = ledger(4, 0, (0, 1, 2, 3))
    grant(book, 0, 48000, 1000)
    grant(book, 0, 6000, 1010)
    for now in (1010, 1000 + COUNTED - 1):
        book.in_force(1, now, now)
        book.in_force(2, now, now)
        book.in_force(3, now, now)
        assert book.free(1, 0, now) == 0
    now = 1000 + COUNTED
    sweeps(book, now)
    assert book.free(1, 0, now) == 42000


def test_the_same_again_only_lengthens_it():
    book = ledger(4, 0, (0, 1, 2, 3))
    grant(book, 0, 20000, 1000)
    grant(book, 0, 20000, 1020)
    assert book.in_force(0, 1000, 1021)  # any message with this value confirms it
    assert book.free(1, 0, 1021) == 28000


def test_a_new_session_confirms_nothing_of_the_one_before():
    book = ledger(4, 0, (0, 1, 2, 3))
    grant(book, 0, 20000, 1000)
    book.renew(0, 1010)
    assert book.free(1, 0, 1010) == 28000
    assert not book.in_force(0, 1011, 1012)
    assert book.free(1, 0, 1012) == 28000
    grant(book, 0, 8000, 1020)
    assert book.free(1, 0, 1020) == 28000
    assert book.in_force(0, 1020, 1021)
    assert book.free(1, 0, 1021) == 40000


def test_no_more_goes_out_than_is_free():
    book = ledger(4, 0, (0, 1, 2, 3))
    grant(book, 0, 20000, 1000)
    assert book.grant(1, (30000, 6000, 0), 1000, 1184) == [28000, 6000, 0]
    book.limit_ma[0] = 10000
    assert book.grant(2, (6000, 6000, 6000), 1001, 1185) == [0, 6000, 6000]


def test_what_is_lowered_rises_on_no_phase_and_lasts_no_longer():
    book = ledger(4, 0, (0, 1, 2, 3))
    book.grant(0, (16000, 0, 0), 1000, 1184)  # of a car on one phase
    assert book.lower(0, (8000, 8000, 8000), 1010) == [8000, 0, 0]
    assert book.until[0] == 1184
    assert book.lower(0, (6000, 6000, 6000), 1184) == [0, 0, 0]  # it has expired


def test_phases_are_counted_each_for_itself():
    book = ledger(4, 0, (0, 1, 2, 3))
    book.grant(0, (16000, 0, 0), 1000, 1184)
    assert [book.free(1, phase, 1001) for phase in range(3)] == [32000, 48000, 48000]


def test_a_limit_that_falls_leaves_less_than_nothing():
    book = ledger(4, 0, (0, 1, 2, 3))
    grant(book, 0, 20000, 1000)
    grant(book, 1, 20000, 1000)
    book.limit_ma[0] = 24000
    assert book.free(0, 0, 1001) == 4000
    assert book.free(2, 0, 1001) == -16000


def test_a_fallback_that_is_more_than_configured_is_reserved():
    book = ledger(4, 0, (0, 1, 2))
    assert book.free(0, 0, 1000) == 48000
    book.reserve(3, 16000, 1, 1000)
    assert book.free(0, 0, 1000) == 32000
    assert book.free(0, 1, 1000) == 48000
