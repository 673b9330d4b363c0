"""Makes the Modbus slave that the settings name. Loaded at start where they name one."""

from comms.bank import Bank
from comms.server import Server
from comms.set_point import SetPoint
from shell.on_demand import forget


def source(app):
    """Return the claim source of setting `modbus`; its `run` is a task. Raises ValueError.

    See shell.sources. The line of "rtu" is `ports.bus`.
    """
    point = SetPoint(app)
    server = Server(Bank(app, point))
    forget("comms", "registers", "fit")
    if app.values["modbus"] == "tcp":
        from comms.tcp_slave import TcpSlave

        try:
            __import__("socket")
        except ImportError:
            raise ValueError("this board has no network") from None
        point.slave = TcpSlave(app.values["modbus_port"], server)
    else:
        from comms.rtu_slave import RtuSlave

        if getattr(app.ports, "bus", None) is None:
            raise ValueError("there is no serial line for it")
        point.slave = RtuSlave(app.ports.bus, app.values["modbus_address"], server)
    return point
