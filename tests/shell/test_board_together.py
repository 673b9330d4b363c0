"""What a board file may not say although each number alone is allowed."""

import json

from shell import board as boards

_PICO = __file__[: -len("tests/shell/test_board_together.py")] + "boards/pico/board.json"


def _pico():
    with open(_PICO) as file:
        return json.load(file)


def test_a_full_scale_below_what_the_converter_reads_would_be_divided_by_nothing():
    for full, good in ((4094, False), (4095, True)):
        board = _pico()
        board["scales"]["pp"][1] = full
        errors = boards.check(board)
        assert (errors == []) == good, errors
        assert good or ("scales.pp" in errors[0] and "4095" in errors[0])


def test_an_inverting_driver_is_not_for_rp2():
    board = _pico()
    board["cp_inverted"] = True
    assert boards.check(board) == ["cp_inverted: must not be there on port rp2"]
