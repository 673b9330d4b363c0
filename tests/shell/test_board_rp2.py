"""Board files of RP2040 modules that must be refused, and what is said."""

import json

from shell import board as boards

FOLDER = __file__[: -len("tests/shell/test_board_rp2.py")] + "boards/"


def pico(module="pico", without=(), fitted=None, **pins):
    """Return the board `pico` with some roles elsewhere, or gone."""
    with open(FOLDER + "pico/board.json") as file:
        board = json.load(file)
    board["module"] = module
    board["pins"].update(pins)
    for role in without:
        del board["pins"][role]
    board["fitted"].update(fitted or {})
    return board


def only(board):
    """Return the one error of `board`."""
    errors = boards.check(board)
    assert len(errors) == 1, errors
    return errors[0]


def free(role, pins):
    """Return the board with whatever has one of `pins` taken away, and `role` alone there."""
    board = pico()
    for name in list(board["pins"]):
        if board["pins"][name] in pins and name != role:
            del board["pins"][name]
    return board


def test_the_pilot_is_on_a_slice_that_a_soft_reset_stops():
    for pin in range(29):
        board = free("cp_pwm", (pin,))
        board["pins"]["cp_pwm"] = pin
        slice_number = pin >> 1 & 7
        refused = [e for e in boards.check(board) if e.startswith("pins.cp_pwm = ")]
        survives = slice_number >= 4 or pin > 22
        assert bool(refused) == survives, pin
        if survives:
            assert refused[0] == (
                "pins.cp_pwm = %d: must be one of 0-7, 16-22: "
                "PWM slices 4-7 run on through a soft reset" % pin
            )


def test_the_gate_reads_its_inputs_as_neighbours():
    said = only(pico(estop=1))
    assert said == "pins.estop = 1: must be 6, the gate reads rcd, rcd_ac, estop as neighbours"
    board = pico(without=("rcd_ac",), fitted={"rcd": "dc6"})
    assert only(board) == "pins.estop = 6: must be 5, the gate reads rcd, estop as neighbours"
    board["pins"]["estop"] = 5
    assert boards.check(board) == []
    board = pico(without=("rcd", "rcd_test"), fitted={"rcd": "ccid20"})
    assert only(board) == 'pins.rcd_test: must be there, fitted.rcd = "ccid20"'
    board["pins"]["rcd_test"] = 7
    assert boards.check(board) == []  # rcd_ac and estop are left, side by side


def test_the_second_coil_is_next_to_the_first():
    board = pico(without=("cp_off",), coil_2=20)
    assert only(board) == "pins.coil_2 = 20: must be 3, next to coil: one gate drives both"


def test_analogue_roles_need_the_converter():
    for role in ("cp_adc", "pp_adc", "socket_adc"):
        board = pico(**{role: 25})
        assert only(board) == "pins.%s = 25: must be one of 26-28: these have the converter" % role


def test_each_module_keeps_some_pins_for_itself():
    supply = "23, 24 and 29 belong to the supply of the Pico"
    for pin in (23, 24, 29):
        assert only(pico(pe=pin)) == "pins.pe = %d: must be one of 0-22, 25-28: %s" % (pin, supply)
    radio = "23, 24, 25 and 29 belong to the radio of the Pico W"
    assert boards.check(pico(lamp_green=25)) == []
    said = only(pico(module="pico_w", lamp_green=25))
    assert said == "pins.lamp_green = 25: must be one of 0-22, 26-28: " + radio


def test_both_wires_of_the_meter_are_of_one_uart():
    assert only(pico(without=("uart_tx", "uart_de"))) == (
        "pins.uart_tx: must be there, beside uart_rx"
    )
    said = only(pico(uart_tx=18, uart_de=16))
    assert said == "pins.uart_tx = 18: must be one of 0, 4, 8, 12, 16, 20: a UART sends there"
    board = pico(without=("cp_off", "lamp_red"), lock_out=15, uart_rx=21)
    assert only(board) == "pins.uart_rx = 21: is of UART1, uart_tx of the other"
    board["pins"]["uart_tx"] = 20
    assert boards.check(board) == []


def test_the_wires_of_a_card_reader():
    gone = ("cp_off", "lock_in", "lock_out", "bolt", "lamp_red", "lamp_green", "live_2", "live_3")
    loose = {"lock": False, "cp_switch": False}

    def reader(**pins):
        return pico(without=gone, fitted=loose, **pins)

    assert boards.check(reader(reader_tx=20, reader_rx=21)) == []
    assert boards.check(reader(reader_sda=14, reader_scl=15)) == []
    assert boards.check(reader(reader_sda=20, reader_scl=13)) == []
    for pins, said in (
        ({"reader_tx": 20}, "pins.reader_rx: must be there, beside reader_tx"),
        ({"reader_rx": 21}, "pins.reader_tx: must be there, beside reader_rx"),
        ({"reader_sda": 14}, "pins.reader_scl: must be there, beside reader_sda"),
        ({"reader_scl": 15}, "pins.reader_sda: must be there, beside reader_scl"),
        (
            {"reader_tx": 20, "reader_rx": 13},
            "pins.reader_rx = 13: is of UART0, reader_tx of the other",
        ),
        (
            {"reader_sda": 20, "reader_scl": 15},
            "pins.reader_scl = 15: is of I2C1, reader_sda of the other",
        ),
    ):
        assert only(reader(**pins)) == said
    said = only(reader(reader_tx=14, reader_rx=21))
    assert said == "pins.reader_tx = 14: must be one of 0, 4, 8, 12, 16, 20: a UART sends there"
    board = reader(reader_tx=12, reader_rx=13)
    assert only(board) == "pins.reader_tx = 12: is of UART0, as uart_tx is"


def test_the_wires_of_a_bus_beside_the_meter():
    gone = ("cp_off", "lock_in", "lock_out", "bolt", "lamp_red", "live_2", "live_3")
    loose = {"lock": False, "cp_switch": False}

    def fitted(**pins):
        return pico(without=gone, fitted=loose, **pins)

    assert boards.check(fitted(bus_tx=20, bus_rx=21, bus_de=15)) == []
    for pins, said in (
        ({"bus_tx": 20}, "pins.bus_rx: must be there, beside bus_tx"),
        ({"bus_tx": 20, "bus_rx": 13}, "pins.bus_rx = 13: is of UART0, bus_tx of the other"),
        ({"bus_tx": 12, "bus_rx": 13}, "pins.bus_tx = 12: is of UART0, as uart_tx is"),
    ):
        assert only(fitted(**pins)) == said


def test_the_wires_of_a_clock_chip():
    gone = ("cp_off", "lock_in", "lock_out", "bolt", "lamp_red", "lamp_green", "live_2", "live_3")
    loose = {"lock": False, "cp_switch": False}

    def fitted(**pins):
        return pico(without=gone, fitted=loose, **pins)

    assert boards.check(fitted(rtc_sda=14, rtc_scl=15)) == []
    assert boards.check(fitted(rtc_sda=20, rtc_scl=21, reader_sda=14, reader_scl=15)) == []
    for pins, said in (
        ({"rtc_sda": 14}, "pins.rtc_scl: must be there, beside rtc_sda"),
        ({"rtc_sda": 20, "rtc_scl": 15}, "pins.rtc_scl = 15: is of I2C1, rtc_sda of the other"),
        (
            {"rtc_sda": 20, "rtc_scl": 21, "reader_sda": 12, "reader_scl": 13},
            "pins.rtc_sda = 20: is of I2C0, as reader_sda is",
        ),
    ):
        assert only(fitted(**pins)) == said


def test_what_is_fitted_needs_its_pins():
    table = (
        ("coil", "every pile has one"),
        ("cp_pwm", "every pile has one"),
        ("estop", "every pile has one"),
        ("rcd", 'fitted.rcd = "dc6_ac30"'),
        ("rcd_ac", 'fitted.rcd = "dc6_ac30"'),
        ("rcd_test", 'fitted.rcd = "dc6_ac30"'),
        ("lock_in", "fitted.lock = True"),
        ("bolt", "fitted.lock = True"),
        ("mirror", "fitted.mirror_contact = True"),
        ("pe", "fitted.pe_monitor = True"),
        ("live", "fitted.voltage_sense = True"),
        ("pp_adc", "fitted.tethered = False"),
        ("socket_adc", "fitted.socket_sensor = True"),
    )
    for role, why in table:
        said = boards.check(pico(without=(role,)))
        assert "pins.%s: must be there, %s" % (role, why) in said, (role, said)
    two = {"contactors": 2, "cp_switch": True}
    assert boards.check(pico(fitted=two)) == []
    for role in ("coil_2", "mirror_2", "live_2"):
        said = boards.check(pico(without=(role,), fitted=two))
        assert "pins.%s: must be there, fitted.contactors = 2" % role in said
    said = boards.check(pico(without=("cp_off",), fitted=two))
    assert said == ["pins.cp_off: must be there, fitted.cp_switch = True"]


def test_what_is_not_fitted_may_stay_wired():
    none = {"rcd": "none", "lock": False, "mirror_contact": False, "pe_monitor": False}
    assert boards.check(pico(fitted=none)) == []
    tethered = pico(without=("pp_adc", "lock_in", "lock_out", "bolt"), fitted={"tethered": True})
    assert boards.check(tethered) == []


def test_roles_have_names():
    assert only(pico(relay=25)).startswith("pins.relay: no such key; there are: bolt, bus_de, ")
    for role in ("heartbeat", "gate", "board_adc"):  # the PIO and the chip's sensor do it
        assert only(pico(**{role: 25})).startswith("pins.%s: no such key; there are: " % role)


def test_scales_have_names_forms_and_limits():
    table = (
        ("cp", [1, 2], "[multiply, divide, add]"),
        ("cp", [1, 0, 3], "[multiply, divide, add]"),
        ("cp", [1.5, 1, 0], "[multiply, divide, add]"),
        ("cp", [260001, 40330, -13200], "[multiply, divide, add], whole numbers of 1 to 260000,"),
        ("cp", [-26400, 4095, 13200], "[multiply, divide, add], whole numbers of 1 to 260000,"),
        ("pp", [1000, 4095, True], "[pull-up ohm, raw at full scale, series ohm]"),
        ("pp", "x", "[pull-up ohm, raw at full scale, series ohm]"),
        ("socket", [10000, 100, 10000], "[ohm at 25 degrees Celsius, beta, pull-up ohm]"),
    )
    for name, scale, form in table:
        board = pico()
        board["scales"][name] = scale
        said = only(board)
        assert said.startswith("scales.%s = " % name), said
        assert form in said, said
    for name, role in (("cp", "cp_adc"), ("pp", "pp_adc"), ("socket", "socket_adc")):
        board = pico()
        del board["scales"][name]
        assert only(board).startswith("scales.%s: must be there for %s, [" % (name, role))
    board = pico()
    board["scales"]["cp_mv"] = [1, 1, 1]
    assert only(board) == "scales.cp_mv: no such key; there are: board, cp, pp, socket"


def test_the_pilot_scale_reaches_both_ends():
    for scale, low, high in (
        ([26400, 4095, -12000], -12000, 14400),
        ([25600, 4095, -13000], -13000, 12600),
        ([25600, 4095, -13001], -13001, 12599),
        ([25200, 4095, -12600], -12600, 12600),
        ([25300, 4095, -12599], -12599, 12701),
        ([260000, 40330, -13200], -13200, 13199),
        ([24000, 4095, -12000], -12000, 12000),
    ):
        board = pico()
        board["scales"]["cp"] = scale
        errors = boards.check(board)
        if low <= -12600 and high >= 12600:
            assert errors == []
        else:
            assert errors == [
                "scales.cp = %s: reads %d to %d mV, must reach -12600 to 12600"
                % (scale, low, high)
            ]


def test_pulses_may_come_in_on_any_pin_of_the_header():
    for pin in (1, 25):
        assert boards.check(pico(s0=pin)) == [], pin
    assert only(pico(s0=24)).startswith("pins.s0 = 24: must be one of 0-22, 25-28: ")
