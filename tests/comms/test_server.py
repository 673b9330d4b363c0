"""The exceptions of Modbus: which code answers what (application protocol V1.1b3, chapter 6)."""

from comms.server import ADDRESS, FAILED, FUNCTION, VALUE, Refused, Server


class Bank:
    """Registers 0 to 199; nothing above 99 can be written; 7 fails, 8 breaks."""

    def __init__(self):
        self.words = list(range(200))

    def read(self, address, count):
        if address + count > 200:
            raise Refused(ADDRESS)
        return b"".join([word.to_bytes(2, "big") for word in self.words[address:][:count]])

    def write(self, address, words):
        if address + len(words) > 100:
            raise Refused(ADDRESS)
        if address == 7:
            raise Refused(FAILED)
        if address == 8:
            raise RuntimeError("broken")
        self.words[address : address + len(words)] = words


def ask(*asked):
    return Server(Bank()).answer(bytes(asked))


def test_both_read_functions_read_the_same_registers():
    for function in (3, 4):
        assert ask(function, 0, 1, 0, 2) == bytes((function, 4, 0, 1, 0, 2))
    assert len(ask(3, 0, 0, 0, 125)) == 252


def test_a_write_is_answered_with_what_was_asked():
    bank = Bank()
    server = Server(bank)
    assert server.answer(bytes((6, 0, 5, 0x12, 0x34))) == bytes((6, 0, 5, 0x12, 0x34))
    assert bank.words[5] == 0x1234
    many = bytes((16, 0, 9, 0, 2, 4, 0, 77, 1, 0))
    assert server.answer(many) == many[:5]
    assert bank.words[9:11] == [77, 256]
    assert (server.requests, server.refused) == (2, 0)


def test_every_refusal_has_its_code():
    for code, asked in (
        (FUNCTION, (1, 0, 0, 0, 1)),
        (FUNCTION, (23, 0, 0, 0, 1)),
        (FUNCTION, (0x55,)),
        (ADDRESS, (3, 0, 200, 0, 1)),
        (ADDRESS, (4, 0, 199, 0, 2)),
        (ADDRESS, (3, 255, 255, 0, 2)),
        (ADDRESS, (6, 0, 100, 0, 1)),
        (ADDRESS, (16, 0, 99, 0, 2, 4, 0, 1, 0, 1)),
        (VALUE, (3, 0, 0, 0, 0)),
        (VALUE, (3, 0, 0, 0, 126)),
        (VALUE, (3, 0, 0, 1, 1)),
        (VALUE, (3, 0, 0, 0)),
        (VALUE, (3, 0, 0, 0, 1, 0)),
        (VALUE, (3,)),
        (VALUE, (6, 0, 5, 0)),
        (VALUE, (16, 0, 5, 0, 0, 0)),
        (VALUE, (16, 0, 5, 0, 1, 4, 0, 1)),
        (VALUE, (16, 0, 5, 0, 1, 2, 0)),
        (VALUE, (16, 0, 5, 0, 124, 248) + (0,) * 248),
        (FAILED, (6, 0, 7, 0, 1)),
        (FAILED, (6, 0, 8, 0, 1)),
    ):
        assert ask(*asked) == bytes((asked[0] | 0x80, code)), asked


def test_no_bytes_whatsoever_bring_it_down():
    server = Server(Bank())
    state = 1
    for length in range(1, 60):
        for _ in range(20):
            asked = bytearray()
            for _ in range(length):
                state = state * 1103515245 + 12345 & 0x7FFFFFFF
                asked.append(state >> 16 & 255)
            asked[0] = (3, 4, 6, 16, asked[0])[state % 5]
            answer = server.answer(bytes(asked))
            assert answer[0] & 0x7F == asked[0] & 0x7F and 2 <= len(answer) <= 252
