"""Brings a rig into each state of the charger, and makes its car ask for energy."""

from core.config import PROFILES, WAKE_F, WAKE_OFF, WAKE_PILOT, Config
from core.states import CLOSING, FAULT, STATES, STOPPING, WAITING, WAKING
from tests.host.matrix.causes import HEALTHY, RELEASE_MS
from tools.world.rig import Rig

HOLD_MS = 4000  # of faults that clear by themselves; the profiles' own times have their test
_WAKE = {"iec": WAKE_PILOT, "gbt": WAKE_F, "j1772": WAKE_PILOT}
_STALLED_MS = 320
_SETTLED_MS = 2500  # RC-037: a trip within 2 s of a closing is another matter


def rig_for(profile, state="", hold_ms=HOLD_MS, seed=1, start_ms=0):
    """Return a rig at its start."""
    config = Config(PROFILES.index(profile))
    if hold_ms:
        config.restart_ms = config.recover_ms = hold_ms
        config.rcd_wait_ms = hold_ms
    config.wake = _WAKE[profile] if state == "waking" else WAKE_OFF
    config.wake_after_ms = 1500
    hardware = {"cp_switch": True} if (profile, state) == ("j1772", "waking") else {}
    rig = Rig(config, hardware, seed, start_ms)
    rig.set("contactor.release_ms", RELEASE_MS)
    return rig


def act(rig, key, value):
    """Do one act of a row."""
    if key == "run":
        rig.run(value)
    elif key == "silent":
        rig.silent = value
    elif key.startswith("demand."):
        rig.demand(**{key[7:]: value})
    elif key.startswith("line."):
        setattr(rig.plant.line, key[5:], value)
        rig.set("estop", rig.plant.estop)  # any key makes the plant settle
    else:
        rig.set(key, value)


def heal(rig, key):
    """Undo an act on `key`; a stall only has to end."""
    if key in HEALTHY:
        act(rig, key, HEALTHY[key])
    else:
        rig.run(_STALLED_MS)


def is_state(number):
    return lambda rig: rig.snapshot.state == number


def _startup(rig):
    rig.set("ev.state", "C")
    rig.run(30)


def _idle(rig):
    rig.run(3500)


def _waiting(rig):
    rig.run(3500)
    rig.demand(enable=0)
    rig.set("ev.state", "C")
    assert rig.until(is_state(WAITING), 2000) is not None
    rig.run(1000)


def _offering(rig):
    rig.run(3500)
    rig.set("ev.state", "B")
    rig.run(1400)


def _closing(rig):
    rig.run(300)
    rig.set("ev.state", "C")  # the self-test of the start lasts 2 s more
    assert rig.until(is_state(CLOSING), 2000) is not None
    rig.run(450)  # the bolt has come in


def _charging(rig):
    rig.run(3500)
    rig.set("ev.state", "C")
    assert rig.until(lambda rig: rig.closed, 3000) is not None
    rig.run(_SETTLED_MS)


def _stopping(rig):
    _charging(rig)
    rig.set("ev.obeys", False)
    rig.demand(enable=0)
    assert rig.until(is_state(STOPPING), 200) is not None
    rig.run(500)


def _waking(rig):
    _offering(rig)
    assert rig.until(is_state(WAKING), 2000) is not None
    rig.run(200)


def _fault(rig):
    _charging(rig)
    rig.set("temperature_c.socket", 95)
    assert rig.until(is_state(FAULT), 400) is not None
    rig.run(1500)


_REACH = (_startup, _idle, _waiting, _offering, _closing, _charging, _stopping, _waking, _fault)


def reach(state, profile, hold_ms=HOLD_MS, seed=1):
    """Return a rig whose charger is in `state` (a name of STATES)."""
    rig = rig_for(profile, state, hold_ms, seed)
    number = STATES.index(state)
    _REACH[number](rig)
    assert rig.snapshot.state == number, f"not in {state}: {STATES[rig.snapshot.state]}"
    rig.run(seed * 7 % 10 + 0.3)  # the fault comes anywhere between two ticks
    return rig


def ask(rig, name, state):
    """Have the car ask for energy as hard as a car can, and the shell allow it."""
    if state == "fault" and name != "socket_open":
        rig.set("temperature_c.socket", 25)
    if name == "pp_changed" and state in ("waiting", "waking", "fault"):
        rig.run(700)  # nothing is on offer: another cable may be read
    if name not in ("unplug", "s2_opens"):
        rig.set("ev.state", "D" if name == "asks_for_d" else "C")
    if name != "ignores_stop":
        rig.set("ev.obeys", name != "asks_for_d")  # D for as long as it lasts
        rig.demand(enable=1)
