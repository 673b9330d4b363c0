"""One question, one answer: echo, silence, noise, late answers, another master on the line."""

from meter.master import LATE_MS, Master
from meter.rtu import ANSWER, BUSY, DAMAGED, FOREIGN, REFUSED, SILENT, request
from tests.meter.wire import MASK, Wire, frame, play

ANSWER_MS = 150
VOLTS = request(1, 4, 0, 2)
AMPS = request(1, 4, 6, 2)
ENERGY = request(1, 4, 0x48, 4)


def meter(asked, _count=0):
    """Return an answer that carries the register's number in each register."""
    at, words = asked[3], asked[5]
    return frame(asked[0], asked[1], 2 * words, bytes((at, at)) * words)


def master(wire, **options):
    return Master(wire.line(**options), ANSWER_MS)


def said(one):
    return one.answer.data[one.answer.values]


def test_an_answer_comes_back_with_its_values():
    for echo in (False, True):
        for now_ms in (0, MASK - 100):  # across the wrap of the counter
            wire = Wire(meter, now_ms, echo=echo)
            one = master(wire)
            assert play(one.ask(VOLTS)) == ANSWER
            assert play(one.ask(AMPS)) == ANSWER
            assert said(one) == 6
            assert wire.sent == [bytes(VOLTS), bytes(AMPS)]


def test_silence_ends_after_the_time_the_meter_may_think():
    wire = Wire()
    one = master(wire)
    assert play(one.ask(VOLTS)) == SILENT
    took_ms = wire.now_ms - wire.sent_ms[0]
    assert ANSWER_MS <= took_ms - wire.line().lasts_ms(8) <= ANSWER_MS + 20
    silent = Wire(echo=True)
    assert play(master(silent).ask(VOLTS)) == SILENT


def test_what_is_wrong_has_its_own_outcome():
    for answer, outcome in (
        (meter(VOLTS)[:-3], DAMAGED),
        (meter(VOLTS)[:-1] + b"\x00", DAMAGED),
        (frame(1, 0x84, 2), REFUSED),
        (frame(2, 4, 4, b"1234"), FOREIGN),
        (meter(ENERGY), FOREIGN),
    ):
        assert play(master(Wire(lambda _asked, _count, back=answer: back)).ask(VOLTS)) == outcome


def test_an_answer_in_pieces_is_one_answer():
    wire = Wire()
    whole = meter(VOLTS)
    wire.answer = lambda _asked, _count: wire.put(whole[:4], 30) or wire.put(whole[4:], 60)
    assert play(master(wire).ask(VOLTS)) == ANSWER


def test_the_driver_holds_the_wires_while_it_sends_and_no_longer():
    for baud, first in ((9600, 8), (115200, 0)):
        wire = Wire(meter)
        assert play(master(wire, baud=baud, driven=True).ask(VOLTS)) == ANSWER
        assert wire.drives == [1, "write", "flush", 0], first
    wire = Wire(meter)

    def broken():
        raise OSError(110)

    wire.flush = broken
    try:
        play(master(wire, driven=True).ask(VOLTS))
        raised = False
    except OSError:
        raised = True
    assert raised
    assert wire.drives[-1] == 0


def test_frames_are_a_silence_apart():
    wire = Wire(meter)
    one = master(wire, baud=2400)
    for _ in range(3):
        assert play(one.ask(VOLTS)) == ANSWER
    gap_ms = wire.line(2400).lasts_ms(4)
    apart = [after - before for before, after in zip(wire.sent_ms, wire.sent_ms[1:])]
    assert min(apart) >= wire.line(2400).lasts_ms(8) + gap_ms


def test_a_late_answer_is_never_one_to_another_question():
    for late_ms in range(ANSWER_MS, LATE_MS, 50):
        wire = Wire(lambda asked, count: None if count == 1 else meter(asked), delay_ms=140)
        one = master(wire)
        assert play(one.ask(VOLTS)) == SILENT
        wire.put(meter(VOLTS), max(0, late_ms - (wire.now_ms - wire.sent_ms[0])))
        for _ in range(4):
            if play(one.ask(AMPS)) == ANSWER:
                break
        assert said(one) == 6, late_ms


def test_a_late_answer_to_the_same_question_is_as_good():
    wire = Wire()
    one = master(wire)
    assert play(one.ask(VOLTS)) == SILENT
    wire.put(meter(VOLTS), 60)
    assert play(one.ask(VOLTS)) == ANSWER
    assert wire.sent_ms[1] - wire.sent_ms[0] < 2 * ANSWER_MS


def test_an_answer_of_another_length_need_not_be_waited_for():
    wire = Wire(lambda asked, count: None if count == 1 else meter(asked))
    one = master(wire)
    assert play(one.ask(VOLTS)) == SILENT
    assert play(one.ask(ENERGY)) == ANSWER
    assert wire.sent_ms[1] - wire.sent_ms[0] < 2 * ANSWER_MS


def test_what_another_master_was_answered_is_not_ours():
    # its question is in the buffer, the meter still thinks about it
    for thinks_ms in range(0, ANSWER_MS, 10):
        wire = Wire(lambda asked, _count: meter(asked))
        one = master(wire)
        assert play(one.ask(AMPS)) == ANSWER
        wire.put(request(1, 4, 0x10, 2))
        wire.put(meter(request(1, 4, 0x10, 2)), thinks_ms)
        for _ in range(3):
            if play(one.ask(VOLTS)) == ANSWER:
                break
        assert said(one) == 0, thinks_ms


def test_another_master_between_question_and_answer_spoils_it():
    foreign = request(1, 4, 0x10, 2)
    wire = Wire(lambda asked, _count: bytes(foreign) + meter(foreign) + meter(asked))
    one = master(wire)
    assert play(one.ask(VOLTS)) == FOREIGN
    wire.answer = meter
    assert play(one.ask(VOLTS)) == ANSWER
    assert said(one) == 0
    assert wire.sent_ms[1] - wire.sent_ms[0] > ANSWER_MS  # it may be answered yet


def test_a_line_that_is_never_quiet_is_not_asked():
    wire = Wire()
    for at_ms in range(0, 4000, 20):
        wire.put(b"\x55", at_ms)
    assert play(master(wire).ask(VOLTS)) == BUSY
    assert wire.sent == []


def test_noise_without_end_is_cut_off():
    wire = Wire(lambda _asked, _count: b"\x01\x04\x04" + b"\x99" * 400)
    assert play(master(wire).ask(VOLTS)) == DAMAGED
    wire = Wire(lambda _asked, _count: b"\x00" * 400)
    assert play(master(wire).ask(VOLTS)) == FOREIGN
