"""python -m tools.verify EXPORT [--key PUB]: check an export of a pile's sessions, a CSV file.

PUB: the pile's public key, a PEM file or hex digits, as `python -m tools.provision` made it. Get
it from whoever provisioned the pile, never together with the export. Says which record breaks.
Exit status: 0 all is well, 1 something is not, 2 there was nothing to check.
"""

import argparse
import csv
import sys

from tools.verify import keys
from tools.verify.check import check


def main(arguments=None):
    """Check, print what was found; return the exit status."""
    parser = argparse.ArgumentParser(prog="tools.verify", description=__doc__)
    parser.add_argument("export", metavar="EXPORT", help="a CSV file of a pile's sessions")
    parser.add_argument("--key", metavar="PUB", help="public key: a PEM file, or hex digits")
    options = parser.parse_args(arguments)
    try:
        key = keys.load(options.key) if options.key else None
        with open(options.export, newline="", encoding="utf-8") as file:
            found = check(file, key)
    except (OSError, ValueError, csv.Error) as error:
        print(f"verify: {error}", file=sys.stderr)
        return 2
    for line in found.problems + found.notes:
        print(line)
    print(found.summary())
    return 1 if found.problems else 0


if __name__ == "__main__":
    sys.exit(main())
