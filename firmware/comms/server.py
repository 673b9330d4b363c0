"""What a Modbus slave answers: functions 3, 4, 6 and 16 on the registers of one pile. No I/O."""

from micropython import const

_READ_HOLDING = const(3)
_READ_INPUT = const(4)  # the same registers
_WRITE_ONE = const(6)
_WRITE_MANY = const(16)
_MOST_READ = const(125)
_MOST_WRITTEN = const(123)

# exceptions
FUNCTION = const(1)  # there is no such function here
ADDRESS = const(2)  # there is no such register, or it cannot be written
VALUE = const(3)  # a count, a length or a value that is not allowed
FAILED = const(4)  # it cannot be done now


class Refused(Exception):
    """A request that is answered with an exception of Modbus: its code is the argument."""


class Server:
    """`bank`: read(address, count) -> bytes, write(address, words); both may raise Refused."""

    def __init__(self, bank):
        self.requests = 0
        self.refused = 0
        self._bank = bank

    def answer(self, asked):
        """Return the answer to a request, both without address and CRC; `asked` is not empty."""
        self.requests += 1
        function = asked[0]
        try:
            return self._answer(function, asked)
        except Refused as refused:
            code = refused.args[0]
        except Exception:  # ours, and not the manager's fault: the slave goes on
            code = FAILED
        self.refused += 1
        return bytes((function | 0x80, code))

    def _answer(self, function, asked):
        if function in (_READ_HOLDING, _READ_INPUT):
            return self._read(function, asked)
        if function == _WRITE_ONE:
            _need(len(asked) == 5)
            self._bank.write(_word(asked, 1), [_word(asked, 3)])
            return asked
        if function == _WRITE_MANY:
            return self._write(asked)
        raise Refused(FUNCTION)

    def _read(self, function, asked):
        _need(len(asked) == 5)
        count = _word(asked, 3)
        _need(0 < count <= _MOST_READ)
        data = self._bank.read(_word(asked, 1), count)
        return bytes((function, len(data))) + data

    def _write(self, asked):
        _need(len(asked) > 6)
        count = _word(asked, 3)
        _need(0 < count <= _MOST_WRITTEN and asked[5] == 2 * count and len(asked) == 6 + 2 * count)
        words = [_word(asked, 6 + 2 * i) for i in range(count)]
        self._bank.write(_word(asked, 1), words)
        return asked[:5]


def _need(good):
    if not good:
        raise Refused(VALUE)


def _word(data, at):
    return data[at] << 8 | data[at + 1]
