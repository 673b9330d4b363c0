"""The I2C of a role: the peripheral that is on its pins."""

from tests.hal.test_reader_port import I2C, opened_by


def opened(port, **pins):
    return opened_by(port, "i2c_port", lambda ports, board: ports.open_i2c(board, "rtc"), pins)


def test_an_i2c_of_the_pins():
    for sda, number in ((0, 0), (2, 1), (20, 0), (22, 1)):
        i2c = opened("rp2", rtc_sda=sda, rtc_scl=sda + 1)
        assert isinstance(i2c, I2C)
        assert (i2c.number, i2c.pins) == (number, [sda, sda + 1])
        assert i2c.options == {"freq": 100000, "timeout": 10000}
    assert opened("esp32", rtc_sda=21, rtc_scl=22).number == 1  # the reader has the other


def test_a_board_without_the_pins():
    try:
        opened("rp2", reader_sda=0, reader_scl=1)
    except ValueError as error:
        assert str(error) == "the board has no pins rtc_sda and rtc_scl"
    else:
        raise AssertionError
