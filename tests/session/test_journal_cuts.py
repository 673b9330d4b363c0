"""The power fails in every operation of the journal's flash."""

from session.journal import PASSING
from tests.session.started import all_of, started
from tools.world.nor import AFTER, BEFORE, MIDDLE, Nor, PowerCut

LASTING = 1
STEP = PASSING + 1


def play(journal, upto):
    """Append a fixed run of records, yield the sequence of each before it is there."""
    while journal.sequence <= upto:
        number = journal.sequence
        if number > 12:
            journal.keep_from(number - 12)
        journal.prepare()
        journal.append(LASTING if number % 5 == 0 else STEP, b"%d" % number * 4)


def newest(records, lasting):
    found = [each[0] for each in records if (each[1] == LASTING) == lasting]
    return max(found) if found else 0


def check(nor, sequence, kept):
    """Look at what a cut left, when the record before `sequence` had been acknowledged."""
    journal = started(nor, prepare=False)
    records = all_of(journal)
    for number, kind, payload in records:
        assert payload == b"%d" % number * 4
        assert kind == (LASTING if number % 5 == 0 else STEP)
    assert sequence <= journal.sequence <= sequence + 1
    known = [each[0] for each in records]
    assert known == sorted(known)
    for number in range(kept, sequence):
        assert number % 5 or number in known, (number, known)
    passing = [number for number in range(1, sequence) if number % 5]
    if passing:
        assert newest(records, False) >= passing[-2:][0]
    return journal


def cut_in(ahead, operation, where, seed):
    """Play until a cut, look, play on, look again; return whether there was a cut."""
    nor = Nor(blocks=4, seed=seed)
    journal = started(nor)
    play(journal, ahead)
    nor.cut(operation, where)
    try:
        play(journal, ahead + 100)
    except PowerCut:
        pass
    else:
        return False
    nor.power_on()
    journal = check(nor, journal.sequence, max(journal.sequence - 11, 1))
    play(journal, journal.sequence + 30)
    check(nor, journal.sequence, journal.sequence - 11)
    return True


def test_a_cut_in_every_operation_leaves_what_lasts_and_the_newest_but_one():
    count = 0
    for where in (BEFORE, MIDDLE, AFTER):
        operation = 1
        while cut_in(60, operation, where, operation):
            operation += 1
        count += operation - 1
    assert count > 300
