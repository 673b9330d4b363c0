"""Takes a package part by part, whatever carries it; proves it, puts it on trial (REQ-OTA-1..3).

Nothing but the slot that does not run is written, and only in `write`, which the app calls with
the contactor open and nothing offered. The signature is checked before anything is erased. After
an interruption, a power cut too, `begin` with the same header goes on where it was.
"""

import os
from hashlib import sha256

from micropython import const

from shell.on_demand import forget
from update.header import Header, numbers
from update.stage import SLOW, Stage

# states
CHECKING = "checking the signature"
CLEARING = "clearing the other slot"
RECEIVING = "receiving"
PROVING = "reading back"
SWITCHED = "switched: starts on trial at the restart"
FAILED = "failed"

_BEGUN = const(0)  # of the event UPDATE
_TO_BE_TRIED = const(1)
_REFUSED = const(4)
_HELD = const(4)  # parts in memory, waiting for the flash
_PART_BYTES = const(1024)
_STEPS = const(4)  # of computing in a turn: 3 ms each on a Pico
_SILENCE_MS = const(600000)  # whoever sent has left: `begin` goes on later
_MASK = const(0x3FFFFFFF)


class Engine:
    """One update of an App. `mark`: an update.mark.Mark; `key`: x and y of who may sign, 64 bytes.

    Forgotten by the app after 10 minutes of silence. Tasks only, never the tick.
    """

    def __init__(self, app, mark, key, root="", opener=open, system=os):
        self.state = FAILED
        self.message = ""  # why it failed
        self.header = None
        self.next = 0  # offset of the part that comes next
        self._app = app
        self._root = root
        self._mark = mark
        self._key = key
        self._files = (opener, system)
        self._stage = None
        self._parts = []
        self._complete = False
        self._work = None
        self._hear()

    def begin(self, text, board, launcher, older=False):
        """Take the header of a package. Raises ValueError; then nothing was touched.

        `board`: name of this one, `launcher`: number of its boot.py, `older`: a lower version too.
        """
        header = Header(text)
        running = self._mark.version(self._mark.slot).split(" ")
        if header.board != board:
            raise ValueError("the package is for board %s, this is %s" % (header.board, board))
        if header.launcher > launcher:
            raise ValueError(
                "the package needs launcher %d, boot.py here is %d: make flash once, by cable"
                % (header.launcher, launcher)
            )
        if running[-1] == header.tree:
            raise ValueError("this very version runs already: %s" % " ".join(running))
        if running[0] and _lower(header, running[0]) and not older:
            raise ValueError(
                "the package has version %s, older than %s, which runs: older=True allows it"
                % (header.version, running[0])
            )
        stage = Stage(self._root + "/" + self._mark.other(), header, *self._files)
        lacks = stage.lacks()
        if lacks:
            raise ValueError(
                "the file system has %d KB too few for a second version: remove files that are "
                "not the pile's" % lacks
            )
        self.header = header
        self._stage = stage
        self.state = CHECKING
        self._work = self._run()
        self._note(_BEGUN, header.version)

    def part(self, offset, data):
        """Take the bytes at `offset` of the files; return False while it has to wait.

        A part that is here already is taken again, and changes nothing. Raises ValueError.
        """
        self._must_run()
        if not 0 < len(data) <= _PART_BYTES:
            raise ValueError("a part has 1 to %d bytes, this one %d" % (_PART_BYTES, len(data)))
        if offset + len(data) > self.header.bytes:
            raise ValueError("the package ends at %d" % self.header.bytes)
        self._hear()
        if self.state != RECEIVING:
            return False
        if offset > self.next:
            raise ValueError("offset %d: the next part is at %d" % (offset, self.next))
        if offset + len(data) <= self.next:
            return True
        if len(self._parts) >= _HELD:
            return False
        self._parts.append(data[self.next - offset :])
        self.next = offset + len(data)
        return True

    def end(self):
        """All parts were sent: prove and switch. Raises ValueError when they were not."""
        self._must_run()
        self._hear()
        if self.next < self.header.bytes:
            raise ValueError("%d of %d bytes are here" % (self.next, self.header.bytes))
        self._complete = True

    def cancel(self):
        """Leave it: what runs goes on, what was received waits for the same package."""
        if self.state == SWITCHED:
            raise ValueError("too late: the next start is the new version's, on trial")
        self._fail("cancelled")

    def wants(self):
        """Return whether `write` has something to do."""
        silent_ms = (self._app.ports.ticks_ms() - self._heard_ms) & _MASK
        if silent_ms > _SILENCE_MS and self.state != SWITCHED:
            if self._work is not None:
                self._fail("nothing came for 10 minutes")
            self._app.update = None
        return self._work is not None and (
            self.state != RECEIVING or len(self._parts) > 0 or self._complete
        )

    def write(self):
        """Do one slice: contactor open, nothing offered. What goes wrong is in `message`."""
        try:
            for _ in range(_STEPS):
                if next(self._work) is SLOW:
                    break
        except StopIteration:
            self._work = None
        except ValueError as error:
            self._fail(str(error))
        except (OSError, MemoryError) as error:
            self._fail("flash or memory: %s; begin again, what is here is kept" % error)

    def _hear(self):
        self._heard_ms = self._app.ports.ticks_ms()

    def _note(self, what, text):
        from service.event_codes import UPDATE

        forget("service", "event_codes")
        self._app.note(UPDATE, what, 0, text)

    def _must_run(self):
        if self._work is None:
            raise ValueError("no update runs: begin() first. The last one: " + self.state)

    def _fail(self, why):
        self.state = FAILED
        self.message = why
        self._note(_REFUSED, why)
        self._work = None
        del self._parts[:]
        try:
            if self._stage is not None:
                self._stage.close()
        except OSError:
            pass  # the file ends where it was written before

    def _run(self):
        yield from self._verify()
        self.state = CLEARING
        stage = self._stage
        yield from stage.prepare()
        self.next = stage.stored
        self.state = RECEIVING
        while not self._complete or self._parts:
            if self._parts:
                stage.append(self._parts.pop(0))
            yield SLOW
        self.state = PROVING
        try:
            yield from stage.prove()
        except (OSError, ValueError) as error:
            stage.forget()
            raise ValueError("%s is not what was signed: send the package again" % error) from None
        stage.finish()
        yield SLOW
        self._mark.put_on_trial(self._mark.other())
        self.state = SWITCHED
        self._note(_TO_BE_TRIED, self.header.version)
        self._app.leaving = True

    def _verify(self):
        from session.p256_verify import verify

        yield SLOW
        header = self.header
        try:
            digest = sha256(header.signed).digest()
            good = yield from verify(self._key, digest, header.signature)
        finally:
            forget("session", "p256_verify", "p256")
        if not good:
            raise ValueError(
                "the signature is not that of this pile's update key: take a package of whoever "
                "provisioned it"
            )


def _lower(header, version):
    try:
        return header.number < numbers(version)
    except ValueError:
        return False
