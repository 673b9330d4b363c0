"""Makes the meter that the settings name. Loaded at start where they name one, then dropped."""

import json

from shell.on_demand import forget

CUSTOM = "/store/meter.json"  # the map of a meter that no file of meter/maps describes
_MAPS = __file__[: -len(__file__.split("/")[-1])] + "maps/%s.json"
_NO_MAP = ("bl0939", "dlt645", "hlw8032", "s0")
_DROPPED = ("fit", "fit_other", "chip_maps", "plan", "check_map")


def wire(ports, values, board, config):
    """Put the driver in `ports.meter`; return what is wrong, "" = nothing.

    `config`: the core's. When something is wrong, `ports` keeps the meter it has.
    """
    name = values["meter"]
    try:
        ports.meter = fit(name, values, board, ports, config)
        return ""
    except (ValueError, OSError) as error:
        return "meter = %s: %s; there is no measurement" % (name, error)
    finally:
        forget("meter", *_DROPPED)
        forget("hal", "uart")


def fit(name, values, board, ports, config):
    """Return a driver. Raises ValueError that says what is wrong."""
    idle_mhz = (config.frequency_low_mhz + config.frequency_high_mhz) // 2

    def line(baud, parity, stop_bits):
        if not hasattr(ports, "open_uart"):
            raise ValueError("there is no serial line here")
        from meter.line import Line

        uart, drive = ports.open_uart(board, baud, parity, stop_bits)
        return Line(uart, baud, drive, ports.ticks_ms)

    if name in _NO_MAP:
        from meter.fit_other import fit_other

        return fit_other(name, values, board, ports, idle_mhz, line)
    return _modbus(_own() if name == "custom" else _shipped(name), values, idle_mhz, line)


def _shipped(name):
    try:
        with open(_MAPS % name) as file:
            return json.load(file)
    except OSError as error:
        raise ValueError("%s cannot be read (%s)" % (_MAPS % name, error)) from None


def _own():
    from meter.check_map import check_file

    meter_map, errors = check_file(CUSTOM)
    if errors:
        raise ValueError("; ".join(errors))
    return meter_map


def _modbus(meter_map, values, idle_mhz, line):
    from meter import plan
    from meter.master import Master
    from meter.modbus import ModbusMeter

    phases = [row["phase"] for row in meter_map["rows"] if row["field"] == "voltage"]
    if phases and max(phases) < values["phases"]:
        raise ValueError("it measures one phase; do set(phases=1)")
    meter_map = plan.complete(meter_map)
    baud = values["meter_baud"] or meter_map["baud"]
    opened = line(baud, meter_map["parity"], meter_map["stop_bits"])
    blocks = plan.plan(meter_map, values["meter_address"] or meter_map["address"])
    master = Master(opened, meter_map["answer_ms"])
    return ModbusMeter(master, blocks, values["phases"], idle_mhz, opened)
