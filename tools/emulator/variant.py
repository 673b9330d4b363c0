"""The two forms of the emulator, fast and stock, behind the few names the rest needs of them."""

import functools
import importlib
import sys
from typing import Any, NamedTuple

from tools.emulator.rebuild import build


class Variant(NamedTuple):
    """One form: the package's name, its modules by short name, the event-exact loop if any."""

    package: str
    fast: bool

    def module(self, name) -> Any:
        """Return a module of this form's package, such as "usb.cdc"."""
        return importlib.import_module(f"{self.package}.{name}")


STOCK = Variant(build.STOCK, False)


@functools.cache
def fast():
    """Return the fast form, or None; where there is none, say why, once a process."""
    folder, why = build.ensure()
    if folder is None:
        print(f"emulator: the slow form serves, some 50 times slower; why: {why}", file=sys.stderr)
        return None
    sys.path.append(str(folder))
    return Variant(build.FAST, True)


def best():
    """Return the fast form where it can be made, else the stock one."""
    return fast() or STOCK
