"""What the bench measures on the chip. Each case returns {row: [values]} for one company.

Most let one pile come to where it matters, then try `phases` ends of it in forked children. From
one to the next up to 200 ms pass: a random phase against the tick and the company's own work.
"""

import random

from tools.chip import fork
from tools.chip.kit import Kit
from tools.emulator.console import Timeout

_LEAVING = (
    ("C to A", "ev.state", "A"),
    ("C to B", "ev.state", "B"),
    ("CP short", "ev.state", "short"),
    ("diode lost", "ev.diode", False),
)
_FAULTS = ("CP short", "diode lost")  # these clear a second after the car has gone
_APART_MS = 200
_PRIME_MS = 37  # to another phase of the bench's own timer
_TRIES = 5
_TICK_US = 10000
_DUTIES = (800, 1000, 1667, 2667, 5000, 5333, 8500, 9600, 9700)


def _tries(kit, count, seed, act):
    """Return what act(0), act(1), ... come to, each in a child that starts up to 200 ms later."""
    dice = random.Random(seed)
    return fork.each(count, act, before=lambda: kit.run_ms(dice.uniform(0, _APART_MS)))


def gate(company, phases, seed, machine, filter_us):
    """Residual-current edge to coil pin off, us."""
    kit = Kit(company, "gate_main", fitted={"rcd": "dc6"}, filter_us=filter_us, **machine)
    dice = random.Random(seed)
    kit.until(kit.coil, 2000)
    values = []
    for _ in range(phases):
        kit.run_ms(15)
        kit.run_to(kit.now() + dice.uniform(0, _TICK_US))
        values.append(kit.off_after(lambda: kit.chip.drive(kit.pins["rcd"], False)))
        kit.run_ms(1)
        kit.chip.drive(kit.pins["rcd"], True)
        kit.until(kit.coil, 2000)
    return {f"residual current, filter {filter_us} us": values}


def leaving(company, phases, seed, machine):
    """Level at the ADC pin to coil pin off, ms."""
    kit = Kit(company, **machine)
    kit.charge()

    def leave(number):
        _, key, value = _LEAVING[number % len(_LEAVING)]
        return kit.off_after(lambda: kit.set(key, value)) / 1000

    values = _tries(kit, phases * len(_LEAVING), seed, leave)
    return {name: values[i :: len(_LEAVING)] for i, (name, _, _) in enumerate(_LEAVING)}


def cycles(company, count, seed, machine):
    """The ticks of whole visits, us: a value each from one car's coming to the next one's.

    Away, in B, closing, up to 200 ms of charging, one of the ways to leave, 1.1 s after it (1.8 s
    after a fault): 1.9 to 2.8 s. The first one begins with the pile's start.
    """
    kit = Kit(company, **machine)
    dice = random.Random(seed)
    found = []
    for turn in range(count):
        name, key, value = _LEAVING[turn % len(_LEAVING)]
        kit.charge()
        kit.run_ms(dice.uniform(0, _APART_MS))
        kit.set(key, value)
        kit.run_ms(100)
        kit.leave(1700 if name in _FAULTS else 1000)
        found.append(kit.ticks())
    worst, mean, jitter = map(list, zip(*found, strict=True))
    rows = {"tick": worst, "tick, mean": mean}
    return rows if company == "flash" else rows | {"tick jitter": jitter}


def programs(company, phases, seed, machine):
    """Tick jitter while pages are programmed and a car charges, us: of 100 to 300 ms each."""
    kit = Kit(company, **machine)
    dice = random.Random(seed)
    kit.charge()
    kit.ticks()
    values = []
    for _ in range(phases):
        kit.run_ms(100 + dice.uniform(0, _APART_MS))
        values.append(kit.ticks()[-1])
    return {"tick jitter in a flash program": values}


def starving(company, phases, seed, machine):
    """Core stops feeding to coil pin off, ms."""
    rows = {}
    for name, act in (("exception in the tick", "break_tick"), ("400 ms blackout", "stall")):
        kit = Kit(company, trigger="what." + act, **machine)
        kit.charge()
        rows[name] = _tries(
            kit, phases, seed, lambda _, kit=kit: kit.off_after(kit.trigger) / 1000
        )
    return rows


def resets(company, phases, seed, machine):
    """Reset to coil pin off, ms."""
    kit = Kit(company, trigger="what.reset", **machine)
    kit.charge()
    ways = {
        "hard reset": lambda: kit.off_after(kit.chip.reset),
        "machine.reset()": lambda: kit.off_after(kit.trigger),
        "soft reset": lambda: _soft(kit),
    }
    acts = list(ways.values())
    values = _tries(
        kit, phases * len(acts), seed, lambda number: acts[number % len(acts)]() / 1000
    )
    return {name: values[i :: len(acts)] for i, name in enumerate(ways)}


def _soft(kit):
    """Return us from what MicroPython says when it begins a soft reset."""
    for _ in range(_TRIES):
        kit.chip.send(b"\x03\x03\x04")
        try:
            kit.chip.expect(b"soft reboot", 500e3)
        except Timeout:  # the bench's own timer was interrupted, not what runs beside it
            kit.run_ms(_PRIME_MS)
        else:
            return kit.off_after(lambda: None) if kit.coil() else 0
    raise TimeoutError("no soft reset comes")


def closing(company, phases, seed, machine):
    """A to B2 and S2 to coil pin on, ms, everything fitted and the residual test fresh.

    And the ticks, us: a value from the plug to 100 ms after it, one from S2 to 300 ms after the
    car has gone out of its first charge.
    """
    kit = Kit(company, fitted={}, **machine)
    kit.run_ms(4500)

    def plug(_):
        kit.ticks()
        start_us = kit.now()
        kit.set("ev.state", "B")
        kit.until(lambda: 0 < kit.wiring.duty < 10000, 2000)
        took_ms = (kit.now() - start_us) / 1000
        kit.run_ms(100)
        return took_ms, kit.ticks()

    def ask(_):
        kit.ticks()
        start_us = kit.chip.us
        kit.set("ev.state", "C")
        kit.until(kit.coil, 3000)
        took_ms = (kit.edges[-1][0] - start_us) / 1000
        kit.run_ms(60)
        kit.leave(300)
        return took_ms, kit.ticks()

    plugged = _tries(kit, phases, seed, plug)
    kit.set("ev.state", "B")
    kit.run_ms(1500)
    asked = _tries(kit, phases, seed, ask)
    ticks = [ticks for _, ticks in plugged + asked]
    return {
        "A to B2": [took_ms for took_ms, _ in plugged],
        "B2 to coil": [took_ms for took_ms, _ in asked],
        "tick, everything fitted": [worst for worst, _, _ in ticks],
        "tick, everything fitted, mean": [mean for _, mean, _ in ticks],
    }


def wave(company, phases, seed, machine):
    """Error of the PWM's frequency, %, and duty, points: some set values, the others random."""
    kit = Kit(company, **machine)
    kit.stop_company()
    dice = random.Random(seed)
    edges = []
    kit.chip.watch(kit.pins["cp_pwm"], lambda t_ns, new, _old: edges.append((t_ns, new)))
    rows = {"PWM frequency error": [], "PWM duty error": []}
    more = [dice.randint(_DUTIES[0], _DUTIES[-1]) for _ in range(phases - len(_DUTIES))]
    for duty in [*_DUTIES, *more]:
        kit.chip.exec(f"what.hal.start(lambda: None); f = what.outlet.frame; f.duty = {duty}")
        kit.chip.exec("what.hal.act(f)")
        kit.run_ms(3)
        del edges[:]
        kit.run_ms(6)
        rises = [t for t, new in edges if new == 1]
        falls = [t for t, new in edges if new == 0 and t > rises[0]]
        period_ns = (rises[-1] - rises[0]) / (len(rises) - 1)
        rows["PWM frequency error"].append(abs(1e6 / period_ns - 1) * 100)
        rows["PWM duty error"].append(abs((falls[0] - rises[0]) / period_ns * 100 - duty / 100))
    return rows
