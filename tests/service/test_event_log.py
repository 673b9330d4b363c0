from service import event_list
from service.event_codes import FAULT, LOGIN, LOST, SETTING, TEXT
from service.event_log import EventLog
from session.journal import PASSING, Journal
from tools.world.nor import AFTER, BEFORE, MIDDLE, Nor, PowerCut


class FakeClock:
    """Seconds a test sets."""

    def __init__(self):
        self.up_s = 0
        self.quality = 0
        self.unix_s = 0

    def now_s(self):
        return self.unix_s


def opened(nor, clock=None):
    """Return the log of a start."""
    journal = Journal(nor, 0)
    journal.recover()
    journal.keep_from(0x3FFFFFFF)
    return EventLog(journal, clock or FakeClock())


def idle(log):
    """Let a pile that offers nothing do what the log wants."""
    for _ in range(100):
        if not log.wants(True):
            break
        log.work()
    while log.waiting and log.journal.while_closed:
        before = len(log.waiting)
        log.flush()
        if len(log.waiting) == before:
            break


def numbers(log):
    return [row["a"] for row in event_list.rows(log, 999) if row["event"] == "fault"]


def storm(log, clock, first, count):
    for number in range(first, first + count):
        clock.up_s += 60
        log.note(FAULT, number)
        idle(log)


def test_what_was_noted_is_there_after_a_reset_with_its_time():
    nor, clock = Nor(2), FakeClock()
    log = opened(nor, clock)
    clock.up_s = 83
    log.note(SETTING, text="connection_timeout_s")
    clock.quality, clock.unix_s, clock.up_s = 3, 4102444800, 90
    log.note(FAULT, 20, -5)
    idle(log)
    found = event_list.rows(opened(nor))
    assert [row["event"] for row in found] == ["setting", "fault"]
    assert found[0]["text"] == "connection_timeout_s"
    assert (found[0]["unix_s"], found[0]["up_s"]) == (0, 83)
    assert (found[1]["unix_s"], found[1]["time"]) == (4102444800, "ntp")
    assert (found[1]["a"], found[1]["b"]) == (20, -5)


def test_a_long_text_goes_on_in_a_second_record_and_is_cut_there():
    log = opened(Nor(2))
    log.note(SETTING, text="x" * 100)
    idle(log)
    assert event_list.rows(log)[0]["text"] == "x" * 44
    log.note(SETTING, text="漏" * 15)
    idle(log)
    assert event_list.rows(log)[1]["text"] == "漏" * 14


def test_a_text_whose_first_half_is_damaged_is_left_out():
    nor = Nor(2)
    log = opened(nor)
    log.note(SETTING, text="first half of it, 22 B" + "and the rest")
    idle(log)
    at = nor.data.find(b"first half")
    nor.data[at] = 0
    found = event_list.rows(opened(nor))
    assert [(row["event"], row["text"]) for row in found] == [("setting", "")]


def test_the_last_hundred_are_always_there_and_both_sectors_wear_alike():
    nor, clock = Nor(2), FakeClock()
    log = opened(nor, clock)
    storm(log, clock, 0, 2000)
    found = numbers(log)
    assert found == list(range(2000 - len(found), 2000)) and len(found) >= 95
    assert abs(nor.erases[0] - nor.erases[1]) <= 1
    assert max(nor.erases) <= 12
    assert numbers(opened(nor)) == found


def test_nothing_is_erased_while_energy_is_on_offer():
    nor, clock = Nor(2), FakeClock()
    log = opened(nor, clock)
    storm(log, clock, 0, 100)
    erased = sum(nor.erases)
    for number in range(100, 500):
        clock.up_s += 60
        log.note(FAULT, number)
        log.flush()
        assert not log.wants(False)
    assert sum(nor.erases) == erased
    assert len(log.waiting) <= 16 and log.lost > 0
    clock.up_s += 60
    idle(log)
    storm(log, clock, 900, 1)
    told = event_list.rows(log)
    assert told[-1]["a"] == 900 and "lost" in [row["event"] for row in told]


def test_no_storm_hides_a_wrong_secret():
    nor, clock = Nor(2), FakeClock()
    log = opened(nor, clock)
    idle(log)
    for number in range(50):
        log.note(SETTING, number)
        log.flush()
    log.note(LOGIN, 0, 4)
    while log.waiting:
        log.flush()
    row = event_list.rows(opened(nor))[-1]
    assert (row["event"], row["a"], row["b"]) == ("login", 0, 4)


def test_a_storm_is_thinned_and_counted():
    nor, clock = Nor(2), FakeClock()
    log = opened(nor, clock)
    idle(log)
    for number in range(1000):
        log.note(FAULT, number)
        log.flush()
    assert len(numbers(log)) == 32
    clock.up_s += 30
    log.note(FAULT, 7)
    idle(log)
    row = event_list.rows(log)[-2]
    assert (row["event"], row["a"]) == ("lost", 968)


def test_a_power_cut_in_any_operation_takes_one_page_at_most():
    for where in (BEFORE, MIDDLE, AFTER):
        for after in range(1, 60, 3):
            nor, clock = Nor(2, seed=after), FakeClock()
            log = opened(nor, clock)
            storm(log, clock, 0, 115)  # the next sector is near
            nor.cut(after, where)
            number = 115
            try:
                while True:
                    storm(log, clock, number, 1)
                    number += 1
            except PowerCut:
                pass
            nor.power_on()
            log = opened(nor, clock)
            found = numbers(log)
            assert number - len(found) <= 128 and found == sorted(found)
            whole = [each for each in range(number) if each >= found[0]]
            assert len(whole) - len(found) <= 8, (where, after)
            storm(log, clock, 2000, 40)
            assert numbers(log)[-40:] == list(range(2000, 2040))


def test_a_damaged_page_costs_what_was_in_it():
    nor, clock = Nor(2), FakeClock()
    log = opened(nor, clock)
    storm(log, clock, 0, 60)
    nor.data[256 * 2 : 256 * 3] = bytes([0xA5] * 256)
    found = numbers(opened(nor))
    assert 50 <= len(found) < 60 and found[-1] == 59


def test_what_the_journal_left_in_this_flash_is_no_event():
    nor = Nor(2)
    old = Journal(nor)
    old.recover()
    old.prepare()
    old.append(1, b"a session")
    old.append(PASSING, b"how far it is")
    old.append(PASSING + 99, b"of a later version")
    assert event_list.rows(opened(nor)) == []


def test_without_flash_the_last_eight_are_in_memory():
    log = EventLog(None, FakeClock())
    for number in range(20):
        log.note(FAULT, number)
    assert numbers(log) == list(range(12, 20))
    assert not log.wants(True)


def test_files_are_written_once_a_minute_and_only_while_nothing_is_on_offer():
    nor, clock = Nor(2), FakeClock()
    nor.while_closed = False
    log = opened(nor, clock)
    log.note(FAULT, 1)
    log.flush()
    assert log.waiting and not log.wants(True)  # the first car after a start does not wait
    clock.up_s += 60
    assert not log.wants(False) and log.wants(True)
    idle(log)
    assert numbers(opened(nor)) == [1]
    log.note(FAULT, 2)
    assert not log.wants(True)
    clock.up_s += 60
    assert log.wants(True)
    log.write()  # the last word of a pile that ends
    assert numbers(opened(nor)) == [1, 2]


def test_every_code_has_words():
    from service import event_codes, event_texts

    codes = {name: getattr(event_codes, name) for name in dir(event_codes) if name.isupper()}
    assert codes.pop("TEXT") == TEXT and codes["LOST"] == LOST
    assert len(event_texts.ROWS) == len(codes)
    for row in event_texts.ROWS:
        assert codes[row[1].upper()] == row[0]
