"""The ESP32's gate is the board's: what the port tells of it, and when it lets go by itself."""

from core.frame import GATE_ESTOP, GATE_ON, GATE_RCD, GATE_STARVED
from tests.hal.esp32_bed import BareBed, Bed


def _closed(kind=Bed):
    bed = kind()
    bed.act(coils=1, arm=1)
    assert bed.sample().gate == GATE_ON
    return bed


def test_without_the_circuit_the_contactor_is_never_armed():
    bed = Bed()
    bed.board.has_gate = False
    for _ in range(10):
        bed.act(coils=1, arm=1)
        assert bed.coil() == 0
        assert bed.chip.pad(bed.pins["coil"]) == 0
        assert bed.sample().gate == 0  # no latch to blame: the core says GATE
        bed.pass_ms(10)


def test_the_heartbeat_beats_with_the_coil_only():
    bed = Bed()
    beats = _count_edges(bed, "heartbeat")
    for _ in range(10):
        bed.act(coils=0)
        bed.pass_ms(10)
    assert beats[0] == 0
    bed.act(coils=1, arm=1)
    for _ in range(10):
        bed.act(coils=1)
        bed.pass_ms(10)
    assert beats[0] == 12  # one to arm, one an act
    bed.act(coils=0)
    bed.hal.safe()
    bed.act(coils=1, arm=1)
    bed.pass_ms(100)
    assert beats[0] == 12


def _count_edges(bed, role):
    edges = [0]
    changed = bed.board.changed

    def count(pin, level):
        if pin == bed.pins[role]:
            edges[0] += 1
        changed(pin, level)

    bed.board.changed = count
    return edges


def test_the_coil_pin_rises_only_to_arm():
    bed = _closed()
    bed.rcd(1)
    bed.sample()
    bed.rcd(0)
    rises = _count_edges(bed, "coil")
    for _ in range(20):
        bed.act(coils=1)
        bed.act(coils=0)
        bed.pass_ms(10)
        bed.sample()
    assert rises[0] == 0


def test_a_trip_that_is_gone_before_the_tick_is_told_from_starvation():
    for line, pause_ms, latch in (
        ("rcd", 10, GATE_RCD),
        ("rcd_ac", 10, GATE_RCD),
        ("estop", 10, GATE_RCD),  # which line it was is gone: the graver is named
        ("rcd", 45, GATE_STARVED),  # too late to tell
    ):
        bed = _closed()
        bed.board.put(line, 0)
        bed.board.put(line, 1)
        assert bed.coil() == 0
        bed.pass_ms(pause_ms)
        assert bed.sample().gate == latch, line
        assert bed.chip.pad(bed.pins["coil"]) == 0


class _NoRcd(Bed):
    pins = {role: pin for role, pin in Bed.pins.items() if role[:3] != "rcd"}


def test_with_no_residual_current_device_a_short_trip_is_the_emergency_stop():
    bed = _closed(_NoRcd)
    bed.board.put("estop", 0)
    bed.board.put("estop", 1)
    bed.pass_ms(10)
    assert bed.sample().gate == GATE_ESTOP


def test_both_lines_bad_are_both_named():
    bed = _closed()
    bed.board.put("rcd_ac", 0)
    bed.board.put("estop", 0)
    assert bed.sample().gate == GATE_RCD | GATE_ESTOP


def test_an_opening_leaves_nothing_latched_and_the_next_closing_must_arm():
    bed = _closed()
    bed.act(coils=0)
    assert bed.sample().gate == 0
    bed.act(coils=1)
    assert bed.coil() == 0
    bed.act(coils=1, arm=1)
    assert bed.coil() == 1


def test_the_second_contactor_follows_while_the_first_stays():
    bed = _closed()
    for coils in (3, 1, 3, 0):
        bed.act(coils=coils)
        assert bed.coil() == coils
    bed = _closed(BareBed)  # and is left out where there is none
    bed.act(coils=1)
    assert bed.coil() == 1


def test_safe_in_the_middle_of_an_act_wins_wherever_it_comes():
    for at in range(1, 60):
        bed = Bed()
        if not _safe_at(bed, at):
            assert at > 10
            return
        assert bed.coil() == 0, at
        assert bed.chip.pad(bed.pins["coil"]) == 0, at
        assert bed.duty() == 10000, at
        assert bed.lock() == 0, at
        assert not bed.hal.gate.armed
        bed.pass_ms(60)
        assert bed.coil() == 0
    raise AssertionError("an act has no end")


def _safe_at(bed, at):
    """Have another thread call safe() at write number `at` of an act; return if it did."""
    put, writes = bed.chip.put, [0]

    def interrupted(pin, level):
        put(pin, level)
        writes[0] += 1
        if writes[0] == at:
            bed.hal.safe()

    bed.chip.put = interrupted
    bed.frame.lock = bed.frame.rcd_test = 1
    bed.act(1600, coils=3, arm=1)
    bed.chip.put = put
    return writes[0] >= at
