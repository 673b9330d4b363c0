"""`python -m tools.run [FILE]`: a scenario as a timeline. `--live`: a pile to talk to."""

import argparse
import sys

from tools.run.play import SESSION, play
from tools.run.terminal import live


def main(argv=None):
    """Return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.run", description=__doc__)
    parser.add_argument("file", nargs="?", help="a scenario file (TOML); default: a session")
    parser.add_argument("--live", action="store_true", help="real time, with a console on a pty")
    arguments = parser.parse_args(argv)
    if arguments.live:
        return live(arguments.file)
    return play(arguments.file or SESSION)


if __name__ == "__main__":
    sys.exit(main())
