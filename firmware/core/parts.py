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


class Parts:
    """Builds every part of one outlet, a later one from those before it."""

    def __init__(self, config):
        clock = Clock()
        latch = Latch(config, clock)
        self.config = config
        self.frame = Frame()
        self.mailbox = Mailbox()
        self.journal = Journal()
        self.latch = latch
        self.pilot = Pilot(config, clock, latch)
        self.proximity = Proximity(config, clock, latch)
        self.lock = Lock(config, clock, latch)
        self.residual = Residual(config, clock, latch)
        self.contactor = Contactor(config, clock, latch)
        self.supply = Supply(config, clock, latch)
        self.overcurrent = OverCurrent(config, clock, latch)
        self.thermal = Thermal(config, latch)
        self.reasons = Reasons(config, clock)
        self.charger = Charger(config, clock, self)
        self.reporter = Reporter(self)
        self.outputs = Outputs(config, clock, self)
        self.commands = Commands(self)
        self.guards = Guards(config, clock, self)


def make_room(outlet, hal):
    """Make room in whatever every tick looks into. When all attributes are there."""
    for thing in (
        (outlet, hal, outlet.frame, outlet.mailbox, outlet.latch, outlet.pilot, outlet.proximity)
        + (outlet.lock, outlet.residual, outlet.contactor, outlet.supply, outlet.reasons)
        + (outlet.charger, outlet.outputs, outlet.guards)
    ):
        room.make(thing)
