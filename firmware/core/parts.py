"""The parts of one outlet, and who knows whom. Loaded to build them, then dropped."""

from core import room
from core.charger import Charger
from core.clock import Clock
from core.commands import Commands
from core.contactor import Contactor
from core.frame import Frame
from core.guards import Guards
from core.journal import Journal
from core.latch import Latch
from core.lock import Lock
from core.mailbox import Mailbox
from core.outputs import Outputs
from core.overcurrent import OverCurrent
from core.pilot import Pilot
from core.proximity import Proximity
from core.reasons import Reasons
from core.reporter import Reporter
from core.residual import Residual
from core.supply import Supply
from core.thermal import Thermal


def fit(outlet, config):
    """Build the parts of `outlet`, each an attribute of it. A later one may know the earlier."""
    clock = Clock()
    latch = Latch(config, clock)
    outlet.config = config
    outlet.frame = Frame()
    outlet.mailbox = Mailbox()
    outlet.journal = Journal()
    outlet.latch = latch
    outlet.pilot = Pilot(config, clock, latch)
    outlet.proximity = Proximity(config, clock, latch)
    outlet.lock = Lock(config, clock, latch)
    outlet.residual = Residual(config, clock, latch)
    outlet.contactor = Contactor(config, clock, latch)
    outlet.supply = Supply(config, clock, latch)
    outlet.overcurrent = OverCurrent(config, clock, latch)
    outlet.thermal = Thermal(config, latch)
    outlet.reasons = Reasons(config, clock)
    outlet.charger = Charger(config, clock, outlet)
    outlet.reporter = Reporter(outlet)
    outlet.outputs = Outputs(config, clock, outlet)
    outlet.commands = Commands(outlet)
    outlet.guards = Guards(config, clock, outlet)


def make_room(outlet, hal):
    """Make room in whatever every tick looks into. When all attributes are there."""
    room.make(outlet)
    room.make(hal)
    room.make(outlet.frame)
    room.make(outlet.mailbox)
    room.make(outlet.latch)
    room.make(outlet.pilot)
    room.make(outlet.proximity)
    room.make(outlet.lock)
    room.make(outlet.residual)
    room.make(outlet.contactor)
    room.make(outlet.supply)
    room.make(outlet.reasons)
    room.make(outlet.charger)
    room.make(outlet.outputs)
