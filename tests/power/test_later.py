from power.later import Later

WRAP = 0x3FFFFFFF
FREE = 0x3FFFFFFF


class Dice:
    """Always the same wait."""

    def __init__(self, ms=30000):
        self.ms = ms

    def draw_ms(self):
        return self.ms


def test_the_first_word_and_every_reduction_hold_at_once():
    later = Later(Dice())
    assert later.cap(10000, 0) == 10000
    assert later.cap(8000, 1000) == 8000
    assert later.cap(0, 2000) == 0


def test_an_increase_waits_across_the_wrap():  # NA-001
    start_ms = WRAP - 10000
    later = Later(Dice())
    later.cap(8000, start_ms)
    for passed_ms in range(0, 30000, 1000):
        now_ms = (start_ms + passed_ms) & WRAP
        assert later.cap(16000, now_ms) == (8000, 8000, 8000)
        assert later.left_ms(now_ms) == 30000 - passed_ms
    assert later.cap(16000, (start_ms + 30000) & WRAP) == 16000


def test_what_falls_meanwhile_falls_at_once_and_what_rises_waits_on():
    later = Later(Dice())
    later.cap(8000, 0)
    later.cap(16000, 1000)
    assert later.cap(7000, 2000) == 7000
    assert later.cap(FREE, 3000) == (7000, 7000, 7000)
    assert later.cap(9000, 32000) == (7000, 7000, 7000)
    assert later.cap(9000, 33000) == 9000


def test_each_phase_falls_at_once():
    later = Later(Dice())
    later.cap((8000, 9000, 10000), 0)
    assert later.cap((16000, 6000, 10000), 1000) == (8000, 6000, 10000)
    assert later.cap((16000, 6000, 10000), 31000) == (16000, 6000, 10000)


def test_somebody_on_the_spot_may_end_the_wait():  # NA-003
    later = Later(Dice())
    later.cap(0, 0)
    assert later.cap(16000, 1000) == (0, 0, 0)
    later.skip()
    assert later.cap(16000, 2000) == 16000


def test_without_the_setting_nothing_waits():
    later = Later(Dice(0))
    later.cap(0, 0)
    assert later.cap(16000, 1000) == 16000
