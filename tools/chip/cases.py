"""What the bench measures on the chip. Each case returns {row: [values]} for one company."""

import random

from tools.chip.kit import Kit

_LEAVING = (
    ("C to A", "ev.state", "A"),
    ("C to B", "ev.state", "B"),
    ("CP short", "ev.state", "short"),
    ("diode lost", "ev.diode", False),
)
_FAULTS = ("CP short", "diode lost")  # these clear a second after the car has gone
_TICK_US = 10000
_DUTIES = (800, 1000, 1667, 2667, 5000, 5333, 8500, 9600, 9700)


def gate(company, phases, seed, machine, filter_us):
    """Residual-current edge to coil pin off, us."""
    kit = Kit(company, "gate_main", fitted={"rcd": "dc6"}, filter_us=filter_us, **machine)
    dice = random.Random(seed)
    kit.until(kit.coil, 2000)
    values = []
    for _ in range(phases):
        kit.run_ms(15)
        phase_us = dice.uniform(0, _TICK_US)
        values.append(kit.off_after(phase_us, lambda: kit.chip.drive(kit.pins["rcd"], False)))
        kit.run_ms(1)
        kit.chip.drive(kit.pins["rcd"], True)
        kit.until(kit.coil, 2000)
    return {f"residual current, filter {filter_us} us": values}


def leaving(company, phases, seed, machine):
    """Level at the ADC pin to coil pin off, ms; and the ticks of it all, us."""
    kit = Kit(company, **machine)
    dice = random.Random(seed)
    rows = {name: [] for name, _, _ in _LEAVING}
    for turn in range(phases):
        name, key, value = _LEAVING[turn % len(_LEAVING)]
        kit.charge()
        phase_us = dice.uniform(0, _TICK_US)
        rows[name].append(kit.off_after(phase_us, lambda k=key, v=value: kit.set(k, v)) / 1000)
        kit.leave(1800 if name in _FAULTS else 1100)
    worst, total, ticks, early, late = kit.tick_times()
    rows["tick"] = [worst]
    rows["tick, mean"] = [total / ticks]
    rows["tick jitter"] = [max(-early, late)]
    return rows


def starving(company, phases, seed, machine):
    """Core stops feeding to coil pin off, ms."""
    rows = {}
    dice = random.Random(seed)
    for name, act in (("exception in the tick", "break_tick"), ("400 ms blackout", "stall")):
        rows[name] = []
        for _ in range(phases):
            kit = Kit(company, trigger="what." + act, **machine)
            kit.charge()
            rows[name].append(kit.off_after(dice.uniform(0, _TICK_US), kit.trigger) / 1000)
    return rows


def resets(company, phases, seed, machine):
    """Reset to coil pin off, ms."""
    rows = {"hard reset": [], "machine.reset()": [], "soft reset": []}
    dice = random.Random(seed)
    for _ in range(phases):
        for name, act in (
            ("hard reset", lambda kit: kit.chip.reset()),
            ("machine.reset()", lambda kit: kit.trigger()),
            ("soft reset", lambda kit: kit.chip.send(b"\x03\x03\x04")),
        ):
            kit = Kit(company, trigger="what.reset", **machine)
            kit.charge()
            after = kit.off_after(dice.uniform(0, _TICK_US), lambda a=act, k=kit: a(k))
            rows[name].append(after / 1000)
    return rows


def closing(company, phases, seed, machine):
    """A to B2 and S2 to coil pin on, ms, everything fitted and the residual test fresh."""
    kit = Kit(company, fitted={}, **machine)
    dice = random.Random(seed)
    rows = {"A to B2": [], "B2 to coil": []}
    kit.run_ms(4500)
    for _ in range(phases):
        kit.run_ms(dice.uniform(0, 50))
        start_us = kit.now()
        kit.set("ev.state", "B")
        kit.until(lambda: 0 < kit.wiring.duty < 10000, 2000)
        rows["A to B2"].append((kit.now() - start_us) / 1000)
        kit.run_ms(1500 + dice.uniform(0, 50))
        start_us = kit.chip.us
        kit.set("ev.state", "C")
        kit.until(kit.coil, 3000)
        rows["B2 to coil"].append((kit.edges[-1][0] - start_us) / 1000)
        kit.leave()
        kit.run_ms(3000)
    worst, total, ticks, _, _ = kit.tick_times()
    rows["tick, everything fitted"] = [worst]
    rows["tick, everything fitted, mean"] = [total / ticks]
    return rows


def wave(company, _phases, _seed, machine):
    """Error of the PWM's frequency, %, and duty, points."""
    kit = Kit(company, **machine)
    kit.stop_company()
    edges = []
    kit.chip.watch(kit.pins["cp_pwm"], lambda t_ns, new, _old: edges.append((t_ns, new)))
    rows = {"PWM frequency error": [], "PWM duty error": []}
    for duty in _DUTIES:
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
