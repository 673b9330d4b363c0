"""python -m tools.report PORT [-o FILE]: everything support wants to know of a pile, in one file.

The file is JSON, below 64 KB, without secrets. python -m tools.report FILE prints it for people;
--html OUT and --pdf OUT make a page of it, --bringup of the bring-up's report alone; --key PUB
checks who signed that. PORT: of a board, or what `make run LIVE=1` prints.
Exit status: 0 all is well, 1 the report is not what was signed, 2 there was nothing to read.
"""

import argparse
import os
import stat
import sys
from pathlib import Path

from tools.link import Link, LinkError
from tools.report import collect, seal, words
from tools.verify import keys


def main(arguments=None):
    """Collect or read, write what was asked for; return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.report",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("source", metavar="PORT or FILE")
    parser.add_argument("-o", metavar="FILE", help="of the bundle; default report-SERIAL.json")
    parser.add_argument("--html", metavar="OUT", help="a page of it")
    parser.add_argument("--pdf", metavar="OUT", help="the same, to print")
    parser.add_argument("--bringup", action="store_true", help="the bring-up's report alone")
    parser.add_argument("--key", metavar="PUB", help="public key: a PEM file, or hex digits")
    options = parser.parse_args(arguments)
    try:
        key = keys.load(options.key) if options.key else None
        bundle = _bundle(options)
        good, found = _sections(bundle, key, options.bringup)
        _render(found, bundle, options)
    except (LinkError, OSError, ValueError) as error:
        print(f"report: {error}", file=sys.stderr)
        return 2
    return 0 if good else 1


def _bundle(options):
    if _is_file(options.source):
        return collect.read(options.source)
    with Link(options.source) as link:
        bundle = collect.collect(link, lambda name: print(f"asks for {name}", file=sys.stderr))
    data = collect.written(bundle)
    path = Path(options.o or f"report-{bundle['parts']['unit'].get('serial') or 'pile'}.json")
    path.write_bytes(data)
    print(f"{path}: {len(data)} bytes; python -m tools.report {path} prints it")
    return bundle


def _is_file(path):
    # what is no device: a port that is not there is the link's to explain
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except OSError:
        return Path(path).suffix == ".json"


def _sections(bundle, key, alone):
    report = bundle["parts"].get("bringup")
    good, sentence = True, None
    if report and "report" in report:
        good, sentence = seal.judge(report, key)
    elif alone or key is not None:
        raise ValueError("no report of a bring-up in it: bringup('sign') on the pile makes one")
    if alone:
        return good, words.bringup(report, sentence)
    return good, words.sections(bundle, sentence)


def _render(found, bundle, options):
    if not options.html and not options.pdf:
        if _is_file(options.source):
            print("\n".join(words.text(found)))
        return
    from tools.report import figure, html  # matplotlib takes a second

    picture = None if options.bringup else figure.trace(bundle["parts"].get("trace"))
    if options.html:
        svg = figure.svg(picture) if picture else ""
        Path(options.html).write_text(html.page(found, svg), encoding="utf-8")
    if options.pdf:
        figure.pdf(found, options.pdf, picture)


if __name__ == "__main__":
    sys.exit(main())
