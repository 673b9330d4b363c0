"""The state machine: anything, in any order, at any time; `Watched` judges every event."""

from hypothesis import note
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from core import mailbox
from core.config import PROFILES, WAKE_F, WAKE_OFF, WAKE_PILOT, Config
from core.faults import COUNT
from core.states import CHARGING
from tools.soak import actions
from tools.soak.watched import Watched

STARTS_MS = (0, (1 << 30) - 9000)
_BUDGET_MS = 30000  # a healed pile charges again within this
_HARDWARE = ({}, {}, {"tethered": True}, {"cp_switch": True}, {"contactors": 2}, {"rcd": "dc6"})
_HOLDS_MS = 4000
_CABLES_OHM = (220, 220, 100, 680, 1500)
_SPELLS_MS = (5, 15, 30, 45, 80, 200, 600, 1500, 4000)


def build(profile, hardware, seed, start_ms, ventilation=0, wake=WAKE_PILOT):
    """Return a watched rig whose faults that clear by themselves do so within seconds."""
    config = Config(profile)
    config.ventilation = ventilation
    times = {"restart_ms": _HOLDS_MS, "recover_ms": _HOLDS_MS, "wake_after_ms": 6000}
    for name, value in (times | {"wake": wake}).items():
        setattr(config, name, value)
    return Watched(config, dict(hardware), seed, start_ms)


class Pile(RuleBasedStateMachine):
    """One pile from start to the end of an example."""

    def __init__(self):
        RuleBasedStateMachine.__init__(self)
        self.rig = None

    @initialize(
        profile=some.integers(0, len(PROFILES) - 1),
        hardware=some.sampled_from(_HARDWARE),
        seed=some.integers(1, 1000),
        start_ms=some.sampled_from(STARTS_MS),
        ventilation=some.integers(0, 1),
        wake=some.sampled_from((WAKE_PILOT, WAKE_F, WAKE_OFF)),
        charging=some.booleans(),
    )
    def start(self, profile, hardware, seed, start_ms, ventilation, wake, charging):
        self.rig = build(profile, hardware, seed, start_ms, ventilation, wake)
        if charging:
            charge(self.rig)

    @rule(ms=some.sampled_from(actions.STEPS_MS * 2 + actions.LONG_MS))
    def wait(self, ms):
        self.rig.run(ms)

    @rule(ms=some.integers(1, 60))
    def wait_a_moment(self, ms):
        self.rig.run(ms)

    @rule(act=some.sampled_from(actions.flat(actions.CAR)))
    def car(self, act):
        self.rig.set(*act)

    @rule(act=some.sampled_from(actions.flat(actions.FAULTS)))
    def fault(self, act):
        self.rig.set(*act)

    @rule(act=some.sampled_from(actions.flat(actions.FAULTS)), ms=some.sampled_from(_SPELLS_MS))
    def fault_for(self, act, ms):
        self.rig.set(*act)
        self.rig.run(ms)
        self.rig.set(act[0], dict(actions.HEALING)[act[0]])

    @rule(act=some.sampled_from(actions.HEALING))
    def heal(self, act):
        self.rig.set(*act)

    @rule(blow=some.sampled_from(actions.BLOWS))
    def blow(self, blow):
        blow_at(self.rig, *blow)

    @rule(
        acts=some.lists(
            some.tuples(some.sampled_from(actions.WISHES), some.sampled_from(actions.STEPS_MS)),
            min_size=1,
            max_size=4,
        )
    )
    def wishes(self, acts):
        for (key, value), ms in acts:
            self.rig.log.append((self.rig.now_ms, key, value))
            self.rig.demand(**{key: value})
            self.rig.run(ms)

    @rule(ms=some.sampled_from(actions.STEPS_MS), lasts=some.booleans())
    def silence(self, ms, lasts):
        self.rig.log.append((self.rig.now_ms, "silent for", ms))
        self.rig.silent = 1
        self.rig.run(ms)
        self.rig.silent = int(lasts)

    @rule(ms=some.sampled_from(_SPELLS_MS))
    def s2_opens_for(self, ms):
        self.rig.set("ev.state", "B")
        self.rig.run(ms)
        self.rig.set("ev.state", "C")

    @rule(
        command=some.sampled_from((mailbox.SELFTEST, mailbox.UNLOCK, mailbox.WAKE, mailbox.CLEAR)),
        fault=some.integers(-1, COUNT),
    )
    def command(self, command, fault):
        self.rig.command(command, fault)

    @rule(ohm=some.sampled_from(_CABLES_OHM))
    def charge(self, ohm):
        """Heal everything, have every latch cleared as its rule says, plug in: it charges."""
        charge(self.rig, ohm)

    def teardown(self):
        if self.rig is not None:
            for at_ms, key, value in self.rig.log[-40:]:
                note(f"{at_ms:10.1f}  {key} = {value}")


def blow_at(rig, key, value):
    """Strike the firmware: a stall, a reset, an outage of so many ms, an exception."""
    if key == "outage":
        rig.set("power", False)
        rig.run(value)
        rig.set("power", True)
    elif key != "cpu.raise":
        rig.set(key, value)
    elif rig.hal is not None:
        rig.log.append((rig.now_ms, key, value))
        rig.hal.trap = value


def charge(rig, ohm=220):
    """Bring a rig in any condition to charging; AssertionError when it will not."""
    rig.silent = 0
    for key, value in actions.HEALING:
        rig.set(key, value)
    rig.set("cable.pp_ohm", ohm)
    for key, value in (("ev.model", "plain"), ("ev.draws_a", None), ("ev.obeys", True)):
        rig.set(key, value)
    rig.set("ev.state", "A")
    rig.run(400)
    if rig.outlet.dead or rig.hal is None or rig.hal.trap:
        rig.set("cpu.reset", "hard")
    ticks = rig.outlet.ticks
    rig.until(lambda rig: rig.outlet.ticks != ticks, 5000)  # a stall may go on
    rig.command(mailbox.SELFTEST)
    rig.run(2700)
    if rig.snapshot.faults:
        rig.command(mailbox.SELFTEST)
        rig.run(4500)  # a module that was busy with an older test has failed the first one
    rig.command(mailbox.CLEAR, mailbox.ALL)
    rig.demand(enable=1, limit_ma=32000, phases=3)
    rig.set("ev.state", "B")
    rig.run(300)
    rig.set("ev.state", "C")
    took_ms = rig.until(_charges, _BUDGET_MS)
    assert took_ms is not None, (
        f"liveness: a healed pile does not charge: state {rig.snapshot.state}, "
        f"faults {rig.snapshot.faults:#x}, why {rig.snapshot.why}"
    )
    rig.run(600)


def _charges(rig):
    return rig.closed and rig.snapshot.state == CHARGING
