"""On the emulated board in place of aiorepl: a console that only knows the raw REPL.

Like aiorepl's, it holds up every other task while somebody is in it.
"""

import asyncio
import io
import select
import sys


async def task(names, _prompt):
    """Serve whoever types Ctrl-A; exec what comes, in `names`."""
    poll = select.poll()
    poll.register(sys.stdin, select.POLLIN)
    while True:
        while poll.poll(0):
            if sys.stdin.read(1) == "\x01":
                _serve(names)
        await asyncio.sleep_ms(10)


def _serve(names):
    sys.stdout.write("raw REPL; CTRL-B to exit\n>")
    code = ""
    while True:
        got = sys.stdin.read(1)
        if got == "\x02":
            return
        if got == "\x04":
            sys.stdout.write("OK")
            _run(code, names)
            code = ""
        elif code == "" and got == "\x05":  # raw paste is asked for
            sys.stdin.read(2)
            sys.stdout.write("R\x00")
        elif got not in "\x01\x03" and (code or got != "\r"):
            code += got


def _run(code, names):
    said = ""
    try:
        exec(code, names)
    except Exception as error:
        text = io.StringIO()
        sys.print_exception(error, text)
        said = text.getvalue()
    sys.stdout.write("\x04" + said + "\x04>")
