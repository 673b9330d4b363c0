"""Board files of ESP32 modules that must be refused, and what is said."""

import json

from shell import board as boards

FOLDER = __file__[: -len("tests/shell/test_board_esp32.py")] + "boards/"
ADC = "ADC1; ADC2 stops while Wi-Fi runs"
STRAP = "a strapping pin moves, or decides how the chip starts, while it resets"


def board(name="esp32_devkit", without=(), **pins):
    """Return a board of the project with some roles elsewhere, or gone."""
    with open(FOLDER + name + "/board.json") as file:
        found = json.load(file)
    found["pins"].update(pins)
    for role in without:
        del found["pins"][role]
    return found


def only(found):
    """Return the one error of a board."""
    errors = boards.check(found)
    assert len(errors) == 1, errors
    return errors[0]


def moved(name, role, pin):
    """Return the board with `role` on `pin`, and whatever was there gone from the check."""
    found = board(name)
    for other in list(found["pins"]):
        if found["pins"][other] == pin and other != role:
            del found["pins"][other]
    found["pins"][role] = pin
    return [e for e in boards.check(found) if e.startswith("pins.%s = " % role)]


def test_analogue_inputs_are_on_the_first_converter():
    for pin in (0, 2, 4, 12, 13, 14, 15, 25, 26, 27):  # ADC2
        text = "pins.cp_adc = %d: must be one of 32-36, 39: %s" % (pin, ADC)
        assert moved("esp32_devkit", "cp_adc", pin) == [text]
    assert moved("esp32_devkit", "cp_adc", 34) == []
    for pin in (11, 14, 18):
        text = "pins.cp_adc = %d: must be one of 1-10: %s" % (pin, ADC)
        assert moved("esp32_s3_devkit", "cp_adc", pin) == [text]


def test_outputs_are_not_on_inputs():
    for role in ("coil", "cp_pwm", "heartbeat", "lamp_red", "uart_tx"):
        text = "pins.%s = 34: must be one of 0-33: 34-39 are inputs only" % role
        assert moved("esp32_devkit", role, 34) == [text]
    assert moved("esp32_devkit", "pe", 34) == []


def test_what_must_be_quiet_in_a_reset_is_on_no_strapping_pin():
    table = (
        ("esp32_devkit", (0, 2, 5, 12, 15), "4, 13-14, 16-39"),
        ("esp32_s3_devkit", (0, 3, 45, 46), "1-2, 4-44, 47-48"),
    )
    for name, straps, allowed in table:
        for role in ("coil", "cp_pwm", "heartbeat", "gate", "estop", "rcd", "mirror"):
            for pin in straps:
                text = "pins.%s = %d: must be one of %s: %s" % (role, pin, allowed, STRAP)
                assert moved(name, role, pin) == [text]
        for role in ("lamp_red", "cp_off", "vent", "uart_de"):
            assert moved(name, role, straps[0]) == []


def test_pins_of_the_flash_and_the_console_are_taken():
    for name, pins in (
        ("esp32_devkit", (1, 3, 6, 7, 8, 9, 10, 11, 20, 24, 28, 31, 37, 38)),
        ("esp32_s3_devkit", (19, 20, 22, 25, 26, 32, 33, 37, 43, 44)),
    ):
        for pin in pins:
            said = moved(name, "vent", pin)
            assert len(said) == 1, (name, pin)
            assert "the console" in said[0] or "inputs only" in said[0], said


def test_the_hardware_gate_is_not_optional():
    for role in ("heartbeat", "gate", "estop"):
        said = only(board(without=(role,)))
        assert said == "pins.%s: must be there, every pile has one" % role


def test_the_board_sensor_is_an_analogue_input_here():
    said = boards.check(board(without=("board_adc",)))
    assert said == ["pins.board_adc: must be there, fitted.board_sensor = True"]
    found = board()
    del found["scales"]["board"]
    assert only(found).startswith("scales.board: must be there for board_adc, [ohm at 25")


def test_the_lock_has_both_drives_and_a_position():
    for role in ("lock_in", "lock_out", "bolt"):
        said = boards.check(board("esp32_s3_devkit", without=(role,)))
        assert "pins.%s: must be there, fitted.lock = True" % role in said, role


def test_pulses_are_on_no_strapping_pin():
    assert moved("esp32_devkit", "s0", 34) == []
    assert len(moved("esp32_devkit", "s0", 12)) == 1


def test_a_bus_beside_the_meter_is_there_instead_of_a_reader():
    gone = ("live_2", "live_3", "rcd_ac", "mirror")
    changes = {"rcd": "dc6", "mirror_contact": False}
    found = board("esp32_devkit", without=gone, bus_tx=23, bus_rx=21)
    found["fitted"].update(changes)
    assert boards.check(found) == []
    found["pins"].update({"reader_tx": 13, "reader_rx": 17})
    assert only(found) == (
        "pins.bus_tx: not beside reader_tx, there are two UARTs besides the console"
    )
