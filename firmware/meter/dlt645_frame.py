"""DL/T 645-2007 frames: the request, and what bytes that came back are. DL-001 to DL-009."""

from micropython import const

READ = const(0x11)  # control codes, DL-004
READ_NEXT = const(0x12)
READ_ADDRESS = const(0x13)
_REPLY = const(0x80)  # bits of the control code, DL-005
_ERROR = const(0x40)
_FOLLOWED = const(0x20)

MORE = const(0)  # nothing complete yet
ANSWER = const(1)
PART = const(2)  # an answer that goes on in the next frame
SILENT = const(3)  # nothing came in time
DAMAGED = const(4)  # cut short, or the check sum is wrong
REFUSED = const(5)  # an error reply; its bits are in `Answer.errors`
FOREIGN = const(6)  # another meter's, or an answer to another question
OUTCOMES = (
    "",
    "answers",
    "answers in parts",
    "without an answer",
    "damaged answers",
    "refused by the meter",
    "frames that were not ours",
)

LONGEST = const(216)  # preamble, head, 200 bytes of data, tail
_PREAMBLE = b"\xfe\xfe\xfe\xfe"
_WILD = const(0xAA)
_START = const(0x68)
_END = const(0x16)
_OFFSET = const(0x33)
_HEAD = const(10)  # start, address, start, control, length
_TAIL = const(2)
_DIGITS = const(12)


def address_bytes(digits):
    """Return the six bytes of a meter's 12 digits, "" = whichever meter is there (DL-003).

    Raises ValueError.
    """
    if not digits:
        return bytes((_WILD,)) * 6
    if len(digits) != _DIGITS or not digits.isdigit():
        raise ValueError('must be the 12 digits of the meter, or ""')
    return bytes([int(digits[at : at + 2], 16) for at in range(10, -2, -2)])


def item_bytes(item):
    """Return the four bytes of a data identifier, DI3 the highest of `item` (DL-008)."""
    return bytes((item & 255, item >> 8 & 255, item >> 16 & 255, item >> 24))


def request(address, control, data):
    """Return the frame, with its preamble (DL-002)."""
    frame = bytearray(len(_PREAMBLE) + _HEAD + len(data) + _TAIL)
    frame[:4] = _PREAMBLE
    frame[4] = frame[11] = _START
    frame[5:11] = address
    frame[12] = control
    frame[13] = len(data)
    for at in range(len(data)):
        frame[14 + at] = data[at] + _OFFSET & 255
    frame[-2] = sum(frame[4:-2]) & 255
    frame[-1] = _END
    return frame


class Answer:
    """Bytes that came after a request, in `buffer`; `size` of them."""

    def __init__(self):
        self.buffer = bytearray(LONGEST)
        self.clear()

    def clear(self):
        """Forget all bytes: a request goes out."""
        self.size = 0
        self.errors = 0  # of an error reply, DL-009
        self.worst = SILENT  # what there was, if no answer comes
        self._at = 0  # where the next frame may begin

    def judge(self, asked):
        """Return MORE, ANSWER, PART or REFUSED. `asked`: the request with its preamble.

        Looks at each frame once; those that are no answer to `asked` are passed over. `worst`
        tells of them.
        """
        while True:
            start = self._at = self._find(self._at)
            end = start + _HEAD + _TAIL
            if end <= self.size:
                end += self.buffer[start + 9]
            if end - start > LONGEST:
                self._pass_over(DAMAGED, start + 1)
            elif end > self.size:
                self._drop(start)
                return MORE
            elif not self._whole(start, end):
                self._pass_over(DAMAGED, start + 1)
            else:
                outcome = self._meant(asked, start)
                if outcome != FOREIGN:
                    return outcome
                self._pass_over(FOREIGN, end)

    def data(self):
        """Return the data of the frame `judge` found, with the identifier."""
        start = self._at + _HEAD
        end = start + self.buffer[start - 1]
        return bytes([byte - _OFFSET & 255 for byte in self.buffer[start:end]])

    def address(self):
        """Return the 12 digits of the meter that answered READ_ADDRESS, "" when they are none."""
        data = self.data()
        text = "".join(["%02x" % data[at] for at in range(len(data) - 1, -1, -1)])
        return text if len(text) == _DIGITS and text.isdigit() else ""

    def _find(self, start):
        # where a frame begins, or what might be one, from `start` on
        buffer, size = self.buffer, self.size
        while start < size:
            if buffer[start] == _START and (start + 7 >= size or buffer[start + 7] == _START):
                break
            start += 1
        return start

    def _drop(self, count):
        # make room: these bytes are looked at
        rest = self.size - count
        self.buffer[:rest] = self.buffer[count : self.size]
        self.size = rest
        self._at = 0

    def _pass_over(self, why, start):
        if self.worst != DAMAGED:
            self.worst = why
        self._at = start

    def _whole(self, start, end):
        buffer = self.buffer
        return buffer[end - 1] == _END and sum(buffer[start : end - 2]) & 255 == buffer[end - 2]

    def _meant(self, asked, start):
        buffer = self.buffer
        control, length = buffer[start + 8], buffer[start + 9]
        if control & 0x1F != asked[12] & 0x1F or not control & _REPLY:
            return FOREIGN  # our own request, too, where a line hears itself
        for at in range(6):
            if asked[5 + at] != _WILD and buffer[start + 1 + at] != asked[5 + at]:
                return FOREIGN
        if control & _ERROR:
            self.errors = buffer[start + _HEAD] - _OFFSET & 255 if length else 0
            return REFUSED
        for at in range(min(asked[13], 4)):  # the identifier
            if at >= length or buffer[start + _HEAD + at] != asked[14 + at]:
                return FOREIGN
        if asked[12] == READ_NEXT and buffer[start + _HEAD + length - 1] != asked[18]:
            return FOREIGN  # another part
        return PART if control & _FOLLOWED else ANSWER
