"""Makes the claim sources of this folder, for shell.sources. Loaded at start, then dropped."""

from shell.on_demand import forget


def sharing(app):
    """Return the source of setting `time_sharing`."""
    from space.sharing import Sharing

    source = Sharing(app, app.trade.clock.holidays())
    forget("space", "fit")
    return source


def parking_lock(app):
    """Return the source of setting `parking_lock_s`. Raises ValueError without the wires."""
    from space.flap import Flap

    port = getattr(app.ports, "parking_lock", None)
    if port is None:
        raise ValueError("the board has no pins parking_lock_up, parking_lock_down")
    forget("space", "fit")
    return Flap(app, port)


def wire(ports, board):
    """Put the flap's wires in `ports.parking_lock`, where the board has them."""
    if "parking_lock_up" in board["pins"]:
        from hal.parking_port import ParkingPort

        ports.parking_lock = ParkingPort(board["pins"])
        forget("hal", "parking_port")
    forget("space", "fit")
