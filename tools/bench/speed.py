"""Wall time on this PC: informational, never judged, another PC shows others."""

import json
import subprocess
import time
from pathlib import Path

from tools.bench import piles, ticks
from tools.scenario import benches

_MAIN = Path(__file__).with_name("ticks_main.py")
_HOUR_S = 3600


def hour():
    """Charge for an hour with the whole firmware; return {"seconds", "kwh"}."""
    world = piles.whole_charging(1)
    before_wh = world.plant.meter.energy_wh
    begin = time.perf_counter()
    piles.seconds(world, _HOUR_S)
    seconds = time.perf_counter() - begin
    return {"seconds": seconds, "kwh": (world.plant.meter.energy_wh - before_wh) / 1000}


def micropython():
    """Return `ticks.measure()` of MicroPython with a board's heap; raise Missing without one."""
    heap = f"heapsize={benches.heap_kb('virtual') + benches.PLANT_KB}k"
    command = [benches.interpreter(), "-X", heap, str(_MAIN)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"ticks_main.py in MicroPython: {done.stdout}{done.stderr}")
    return json.loads(done.stdout)


def measure():
    """Return everything; {} for MicroPython where it is missing."""
    speed = {"hour": hour(), "cpython": ticks.measure(), "micropython": {}}
    try:
        speed["micropython"] = micropython()
    except benches.Missing as missing:
        speed["missing"] = str(missing)
    return speed


def lines(speed):
    """Return the lines for people."""
    charged = speed["hour"]
    yield (
        f"an hour of charging, whole firmware on CPython: {charged['seconds']:.1f} s"
        f" ({_HOUR_S / charged['seconds']:.0f} times as fast), {charged['kwh']:.1f} kWh"
    )
    for name, text in (("cpython", "CPython"), ("micropython", "MicroPython, unix")):
        tick = speed[name]
        if tick:
            yield (
                f"the tick on {text}: {1000000 / tick['mean_us']:.0f} a second, mean"
                f" {tick['mean_us']:.1f} us, worst of {tick['ticks']}: {tick['worst_us']:.0f} us"
            )
        else:
            yield speed["missing"]
