"""Another version for a pile that goes on running; it is on trial before it stays.

python -m tools.update key FOLDER              make the key that signs, and what each pile trusts
python -m tools.update sign BOARD KEY OUT      build a board's firmware into a signed package
python -m tools.update show PACKAGE [--key K]  what is in a package, and whose it is
python -m tools.update PORT PACKAGE            put it on the pile at PORT; again: it goes on

KEY is FOLDER/update.pem, K FOLDER/update_public.pem; FOLDER/update_key is /store/update_key of
each pile: `python -m tools.provision` puts it there. While a car charges, the tool waits.
"""

import argparse
import getpass
import sys
from pathlib import Path

from tools.link import LinkError
from tools.update import package
from tools.update.send import Refused, Sender, opener
from tools.verify import keys


def key(folder):
    """Make the key that signs."""
    name = keys.name(package.make_key(Path(folder)))
    print(f"key {name}: {folder}/{package.PRIVATE} signs, keep it; {folder}/{package.PUBLIC} is")
    print("what piles trust")


def sign(board, private, out):
    """Build and sign."""
    data = package.make(board, package.load_private(private))
    Path(out).write_bytes(data)
    header = package.Package(data).header
    print(f"{out}: {header.version} {board} {header.tree}, {len(data) // 1024} KB")


def show(path, trusted=None):
    """Say what is in a package."""
    found = package.read(path)
    header = found.header
    print(f"{header.version} for board {header.board}, tree {header.tree}")
    print(f"format 1, needs launcher {header.launcher}")
    for name, size, digest in header.files:
        print(f"{size:>8} {name:<12} {digest.hex()}")
    if trusted is None:
        print("whose signature it has is not checked: --key")
        return
    public = keys.load(trusted)
    if not found.signed_by(public):
        raise ValueError(f"the signature is not that of key {keys.name(public)}")
    print(f"signed by key {keys.name(public)}")


def send(port, path, secret, older):
    """Put a package on a pile."""
    if secret == "":
        secret = getpass.getpass("installer's secret: ")
    Sender(opener(port, secret), package.read(path)).run(older)


def main(arguments=None):
    """Return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.update",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("what", metavar="key|sign|show|PORT")
    parser.add_argument("words", nargs="*", metavar="...")
    parser.add_argument("--secret", nargs="?", const="", help="installer's; without it: asked")
    parser.add_argument("--older", action="store_true", help="a lower version than runs, too")
    parser.add_argument("--key", help="public key: a PEM file, or hex digits")
    options = parser.parse_args(arguments)
    words = options.words
    wanted = {"key": 1, "sign": 3}.get(options.what, 1)
    if len(words) != wanted:
        parser.error(f"{options.what} takes {wanted} more, see --help")
    try:
        if options.what == "key":
            key(*words)
        elif options.what == "sign":
            sign(*words)
        elif options.what == "show":
            show(words[0], options.key)
        else:
            send(options.what, words[0], options.secret, options.older)
    except (LinkError, Refused, OSError, ValueError) as error:
        print(f"update: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
