"""Inside MicroPython: prints what `ticks.measure` returns, as JSON. See speed.py."""

import json
import sys

sys.path[0] = __file__[: -len("/tools/bench/ticks_main.py")]  # not the folder of this file

from tools.bench import ticks  # noqa: E402

print(json.dumps(ticks.measure()))
