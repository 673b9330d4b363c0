"""python -m tools.monitor PORT: a live view of a pile; Ctrl-C ends it.

--record FILE appends every look to a file; --plot OUT.png FILE draws such a file: the session,
and the trace around a fault if one came. --once prints one screen and ends; --save FILE.svg (or
.txt) keeps the last screen. PORT: of a board, or what `make run LIVE=1` prints.
"""

import argparse
import sys
import time

from rich.console import Console
from rich.live import Live

from tools.link import LinkError
from tools.monitor.record import Recorder, read
from tools.monitor.screen import WIDTH, screen
from tools.monitor.source import LOOK_S, Source


def main(arguments=None):
    """Return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.monitor",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("port", nargs="?", metavar="PORT")
    parser.add_argument("--once", action="store_true", help="one screen, then end")
    parser.add_argument("--record", metavar="FILE", help="append every look to FILE")
    parser.add_argument("--save", metavar="FILE", help="keep the last screen: .svg, or text")
    parser.add_argument("--plot", nargs=2, metavar=("OUT.png", "FILE"), help="draw a recording")
    options = parser.parse_args(arguments)
    if bool(options.port) == bool(options.plot):
        parser.error("name the PORT, or --plot OUT.png FILE")
    try:
        if options.plot:
            from tools.monitor.plot import plot  # matplotlib takes a second

            out, path = options.plot
            plot(read(path), out)
            return 0
        return _watch(options)
    except (LinkError, OSError, ValueError) as error:
        print(f"monitor: {error}", file=sys.stderr)
        return 1


def _watch(options):
    recorder = Recorder(options.record) if options.record else None  # a bad path: before the port
    source = Source(options.port)
    seen = Seen()
    record = None
    try:
        console = Console(width=WIDTH if options.once else None)
        with Live(console=console, screen=not options.once, auto_refresh=False) as live:
            while record is None or not options.once:
                begun = time.monotonic()
                record = seen.add(source.look())
                if recorder:
                    recorder.add(record)
                live.update(screen(options.port, record, seen.lowest), refresh=True)
                time.sleep(0 if options.once else max(0, LOOK_S - time.monotonic() + begun))
    except KeyboardInterrupt:
        pass
    finally:
        source.close()
        if recorder:
            recorder.close()
    if options.save and record:
        save(screen(options.port, record, seen.lowest), options.save)
    return 1 if record is None or record.get("lost") else 0


class Seen:
    """What only shows over several looks: the rate of the ticks, the least free heap."""

    def __init__(self):
        self.lowest = None  # bytes
        self._before = None

    def add(self, record):
        """Return the record with `rate`, ticks a second, where two looks tell it."""
        if record.get("lost"):
            self._before = None
            return record
        for name in ("heap_free", "heap_least"):
            free = record["unit"].get(name)
            if free is not None:
                self.lowest = free if self.lowest is None else min(self.lowest, free)
        pile, before, self._before = record["pile"], self._before, record["pile"]
        if before and pile["ms"] > before["ms"] and pile["ticks"] >= before["ticks"]:
            rate = 1000 * (pile["ticks"] - before["ticks"]) / (pile["ms"] - before["ms"])
            return {**record, "rate": rate}
        return record


def save(drawn, path):
    """Write a screen to a file: an SVG picture, or plain text."""
    with open("/dev/null", "w") as nowhere:
        console = Console(width=WIDTH, record=True, file=nowhere)
        console.print(drawn)
    if path.endswith(".svg"):
        console.save_svg(path, title="python -m tools.monitor")
    else:
        console.save_text(path)


if __name__ == "__main__":
    sys.exit(main())
