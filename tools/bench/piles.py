"""Piles brought to where a case begins. Each function takes a seed: of the pilot's noise, of the
tick's jitter, of the dice.

The core with its plant (`Rig`) where that is enough; the whole firmware (`World`) where the
shell, its jobs or a reset have a part in it.
"""

from core import config as c
from core.config import Config
from tools.world.bench import World
from tools.world.rig import Rig

NOISE_MV = 100  # peak, on every sample of the pilot
_SECOND_US = 1000000


def seconds(loop, number):
    """Let so many seconds pass."""
    loop.run_until(loop.clock.now_us + int(number * _SECOND_US))


def reach(loop, predicate, within_ms):
    """Run until `predicate(plant)` holds, looked at after every event; return whether it did."""
    if predicate(loop.plant):
        return True
    inherited = loop.looked
    loop.looked = lambda: inherited() or predicate(loop.plant)
    try:
        return loop.run_until(loop.clock.now_us + int(within_ms * 1000))
    finally:
        loop.looked = inherited


def act(loop, key, value, dice):
    """Do one thing to the pile: a key of scenarios.md; "demand": what the shell wishes; "wait":
    a random time, that many ms at most."""
    if key == "demand":
        loop.demand(**value)
    elif key == "wait":
        loop.run_until(loop.clock.now_us + dice.randrange(value * 1000))
    else:
        loop.set(key, value)


def idle(seed, ventilation=0):
    """Nothing plugged, the self-test of the residual-current device passed."""
    config = Config(c.IEC)
    config.ventilation = ventilation
    return _settled(Rig(config, seed=seed))


def refused(seed):
    """State B1: a car is plugged, the shell lets no energy flow."""
    rig = idle(seed)
    rig.demand(enable=0)
    rig.set("ev.state", "B")
    seconds(rig, 1)
    return rig


def offered(seed):
    """State B2."""
    return _offered(idle(seed))


def charging(seed):
    """State C2, contacts closed, the car draws what it is offered."""
    return _charging(idle(seed), "C")


def ventilated(seed):
    """State D2 of a pile with ventilation, contacts closed."""
    return _charging(idle(seed, ventilation=1), "D")


def stubborn(seed):
    """State C2; the car will neither stop drawing nor open S2 when told to."""
    rig = charging(seed)
    rig.set("ev.obeys", False)
    return rig


def stopping(seed):
    """State C1, contacts still closed: a stubborn car was told to stop a second ago."""
    rig = stubborn(seed)
    rig.demand(limit_ma=0)
    seconds(rig, 1)
    return rig


def reopened(seed):
    """State C2 has ended 50 ms ago: S2 is open, the contacts are, PWM is still on."""
    rig = charging(seed)
    rig.set("ev.state", "B")
    seconds(rig, 0.05)
    return rig


def whole_charging(seed):
    """State C2 with the whole firmware."""
    return _charging(_whole(seed), "C")


def whole_refused(seed):
    """State B1 with the whole firmware: a claim of 0 A."""
    world = _whole(seed)
    world.set("claim", {"source": "ems", "amps": 0})
    seconds(world, 0.5)
    world.set("ev.state", "B")
    seconds(world, 1)
    return world


def _whole(seed):
    return _settled(World({"seed": seed}))


def _settled(loop):
    # the self-test takes 2.1 s, the pilot's open-circuit level is learnt meanwhile
    loop.set("pilot.noise_mv", NOISE_MV)
    seconds(loop, 3)
    return loop


def _offered(loop):
    loop.set("ev.state", "B")
    seconds(loop, 1)
    return loop


def _charging(loop, letter):
    _offered(loop).set("ev.state", letter)
    if not reach(loop, lambda plant: plant.poles, 3000):
        raise RuntimeError("the car does not charge")
    seconds(loop, 2)
    return loop
