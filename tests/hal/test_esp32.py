"""The ESP32 port passes the conformance suite on every module, and hands out what main wants."""

from core.frame import OPEN_OHM
from tests.hal import conformance
from tests.hal.esp32_bed import MODULES, Bed, StraightBed
from tests.hal.fake_esp32 import load
from tests.hal.fake_esp32.board import FITTED


def test_conformance_on_every_module():
    for module in MODULES:
        Bed.module = module
        try:
            conformance.run(Bed)
        finally:
            Bed.module = MODULES[0]


def test_conformance_with_a_driver_that_does_not_invert():
    conformance.run(StraightBed)


def test_connect_gives_the_same_pair_each_time():
    bed = Bed()
    pair = bed.port.connect(bed.json())
    assert bed.port.connect(bed.json()) is pair
    assert bed.port.connect(bed.json())[0] is pair[0]


def test_connect_drives_safe_outputs_even_when_the_board_file_is_wrong():
    bed = Bed()
    board = bed.json()
    board["pins"] = dict(board["pins"])
    board["pins"]["cp_adc"] = 12  # ADC2
    bed.chip.hard_reset(1)
    port = load()
    try:
        port.connect(board)
        refused = False
    except ValueError:
        refused = True
    assert refused
    assert bed.chip.drive[bed.pins["coil"]] == 1
    assert bed.coil() == 0
    assert bed.duty() == 10000


def test_every_input_reaches_the_frame():
    bed = Bed()
    for role, level, field, seen in (
        ("rcd", 0, "rcd", 1),
        ("rcd", 1, "rcd", 0),
        ("rcd_ac", 0, "rcd", 2),
        ("rcd_ac", 1, "rcd", 0),
        ("estop", 0, "estop", 1),
        ("mirror", 1, "mirror", 1),
        ("bolt", 1, "bolt", 1),
        ("live", 1, "live", 1),
        ("pe", 0, "pe", 0),
    ):
        bed.board.put(role, level)
        assert getattr(bed.sample(), field) == seen, (role, level)


def test_a_broken_wire_reads_as_the_worse():
    bed = Bed()
    bed.board.lines.clear()
    frame = bed.sample()
    assert (frame.rcd, frame.estop, frame.mirror, frame.live) == (3, 1, 1, 0)
    assert (frame.bolt, frame.pe) == (0, 0)


def test_what_is_not_fitted_is_not_read_though_its_pin_is_there():
    for changes, role, field, good in (
        ({"rcd": "none"}, "rcd", "rcd", 0),
        ({"rcd": "dc6"}, "rcd_ac", "rcd", 0),
        ({"rcd": "ccid20"}, "rcd", "rcd", 0),
        ({"mirror_contact": False}, "mirror", "mirror", 0),
        ({"pe_monitor": False}, "pe", "pe", 1),
        ({"voltage_sense": False}, "live", "live", 0),
        ({"lock": False}, "bolt", "bolt", 0),
    ):
        Bed.fitted = dict(FITTED)
        Bed.fitted.update(changes)
        bed = Bed()
        Bed.fitted = FITTED
        bed.board.lines[bed.pins[role]] = 1 - good if role[:3] != "rcd" else 0
        assert getattr(bed.sample(), field) == good, role
        bed.act(coils=1, arm=1)
        assert bed.coil() == 1, role  # and a line that is not fitted keeps no gate shut


def test_sensors_that_are_not_fitted_read_as_warm_and_a_fixed_cable_as_no_coding():
    Bed.fitted = dict(FITTED)
    Bed.fitted.update({"tethered": True, "board_sensor": False, "socket_sensor": False})
    bed = Bed()
    Bed.fitted = FITTED
    for role in ("pp_adc", "socket_adc", "board_adc"):
        bed.board.slow_mv[bed.pins[role]] = 500
    frame = bed.sample()
    assert (frame.pp_ohm, frame.socket_dc, frame.board_dc) == (OPEN_OHM, 250, 250)


def test_every_output_reaches_its_pin():
    bed = Bed()
    for field, role in (("rcd_test", "rcd_test"), ("cp_off", "cp_off"), ("vent", "vent")):
        for level in (1, 0):
            setattr(bed.frame, field, level)
            bed.act()
            assert bed.chip.pad(bed.pins[role]) == level, role


def test_the_lock_is_never_driven_both_ways_not_even_between_two_writes():
    bed = Bed()
    put = bed.chip.put

    def checked(pin, level):
        put(pin, level)
        bed.lock()  # asserts it

    bed.chip.put = checked
    for drive in (1, -1, 1, 0, -1, 0):
        bed.frame.lock = drive
        bed.act()
        assert bed.lock() == drive


def test_the_shell_is_told_when_it_may_block_and_what_the_lamp_shows():
    bed = Bed()
    hal, ports = bed.port.connect(bed.json())
    assert ports.may_block()
    bed.frame.coils = bed.frame.arm = 1
    hal.act(bed.frame)
    assert not ports.may_block()
    hal.safe()
    assert ports.may_block()
    ports.lamp.show("fault_hand")
    assert bed.chip.pad(bed.pins["lamp_red"]) == 1
    before = ports.ticks_ms()
    bed.pass_ms(250)
    assert 249 <= ports.ticks_ms() - before <= 251


def test_the_notes_say_how_well_the_port_does():
    bed = Bed()
    hal, ports = bed.port.connect(bed.json())
    bed.pass_ms(10)
    hal.sample(bed.frame)
    notes = dict(ports.notes())
    assert 60 <= notes["samples in a pilot window"] <= 65
    assert notes["pilot windows torn"] == 0
    assert notes["ticks late with a coil on"] == ports.dropouts() == 0
    bed.chip.adc_us = 200
    for _ in range(3):
        bed.pass_ms(10)
        hal.sample(bed.frame)
    assert dict(ports.notes())["pilot windows torn"] == 3
