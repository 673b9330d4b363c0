"""Every key of a scenario file: one row each, key, what it allows and what it belongs to.

A row's last column is None for what is built, else says what is "not yet" when it is used.
"""

from tools.scenario.kinds import (
    Bounds,
    CardId,
    Command,
    Either,
    Flag,
    Instant,
    List,
    Number,
    Table,
    Text,
)
from tools.scenario.names import fault_names, led_names, model_names, reason_names, state_names

BENCHES = ("host", "vm", "chip")
BUILT_BENCHES = ("host", "vm")
LAST_MS = 10**10

_AMPS = Number(0, 1000)
_OHM = Number(0, 10**7)
_POLES = List(Text(("L1", "L2", "L3", "N")))
_LYING = Text(("true", "open", "closed"))
_TEMPERATURE = Either(Number(-100, 500), Text(("open", "short")))

TIME = Number(0, LAST_MS)  # of an entry, of either end of a stretch
END = Number(0.001, LAST_MS)

HEAD = (
    ("title", Text()),
    ("source", Text()),
    ("bench", List(Text(BENCHES))),
    ("board", Text()),
    ("end_ms", END),
    ("seed", Number(0, 2**30 - 1, whole=True)),
)

HARDWARE = (
    ("rcd", Text(("none", "dc6", "dc6_ac30", "ccid20"))),
    ("lock", Flag()),
    ("mirror_contact", Flag()),
    ("pe_monitor", Flag()),
    ("voltage_sense", Flag()),
    ("tethered", Flag()),
)

WORLD = (
    ("ev.state", Text(("A", "B", "C", "D", "short")), None),
    ("ev.resistance_ohm", _OHM, None),
    ("ev.diode", Flag(), None),
    ("ev.capacitance_pf", Number(0, 10**6), None),
    ("ev.draws_a", List(_AMPS, 3), None),
    ("ev.obeys", Flag(), None),
    ("ev.model", Text(model_names), None),
    ("cable.pp_ohm", _OHM, None),
    ("mains.volts", List(Number(0, 1000), 3), None),
    ("mains.hertz", Number(0, 1000), None),
    ("mains.pe", Flag(), None),
    ("rcd.dc_ma", Number(0, 10**5), None),
    ("rcd.ac_ma", Number(0, 10**5), None),
    ("rcd.self_test_works", Flag(), None),
    ("rcd.output", Text(("ok", "stuck_on", "stuck_off", "error")), None),
    ("cp.leak_ohm", _OHM, None),
    ("cp.disconnected", Flag(), None),
    ("contactor.welded", _POLES, None),
    ("contactor.mirror", _LYING, None),
    ("contactor.stuck_open", Flag(), None),
    ("contactor.release_ms", Number(0, 10**6), None),
    ("contactor.close_ms", Number(0, 10**6), None),
    ("lock.jammed", Flag(), None),
    ("lock.feedback", _LYING, None),
    (
        "temperature_c",
        Table(("board", _TEMPERATURE), ("socket", _TEMPERATURE), partial=True),
        None,
    ),
    ("estop", Flag(), None),
    ("meter.online", Flag(), None),
    ("card", CardId(), None),
    ("clock", Instant(), None),
    ("console", Command(), None),
    (
        "claim",
        Table(("source", Text()), ("amps", _AMPS), ("lifetime_s", Number(0, 10**7))),
        None,
    ),
    (
        "modbus",
        Table(("register", Number(0, 65535, whole=True)), ("value", Number(0, 65535, whole=True))),
        None,
    ),
    ("neighbour", Text(("idle", "charging", "cut_off")), None),
    ("pilot.noise_mv", Number(0, 12000), None),
    ("pilot.sampling", Flag(), None),
    ("cpu.stall_ms", TIME, None),
    ("cpu.raise", Text(("main", "core", "comms", "meter")), None),
    ("cpu.reset", Text(("soft", "hard", "watchdog")), None),
    ("power", Flag(), None),
)

OBSERVABLES = (
    ("contactor", Text(("open", "closed"))),
    ("coil", Text(("off", "on"))),
    ("contactor.poles", _POLES),
    ("pilot.state", Text(("A1", "A2", "B1", "B2", "C1", "C2", "D1", "D2", "E", "F"))),
    ("pilot.duty", Bounds(Number(0, 10000))),
    ("limit_ma", Bounds(Number(0, 10**6))),
    ("group_ma", Bounds(Number(0, 10**6))),
    ("state", Text(state_names)),
    ("fault", Text(fault_names)),
    ("faults", List(Text(fault_names))),
    ("lock", Text(("locked", "unlocked"))),
    ("led", Text(led_names)),
    ("energy_wh", Bounds(Number(0, 10**9))),
    ("cost_e5", Bounds(Number(0, 10**12))),
    ("session", Text(("open", "closed"))),
    ("why", Text(reason_names)),
)
