"""Makes the meters that are no Modbus map. Loaded at start where one is named, then dropped."""

_DLT645_BAUD = 2400


def fit_other(name, values, board, ports, idle_mhz, line):
    """Return the driver of a meter without a map. Raises ValueError that says what is wrong.

    `line`: called with baud, parity, stop bits, it opens the serial line.
    """
    if name == "s0":
        return _pulses(values, board, ports)
    if name == "dlt645":
        return _dlt645(values, idle_mhz, line)
    return _chip(name, values, idle_mhz, line)


def _pulses(values, board, ports):
    from meter.pulse import PulseMeter

    if not hasattr(ports, "open_pulses"):
        raise ValueError("there is no pulse input here")
    return PulseMeter(ports.open_pulses(board), values["s0_pulses_per_kwh"], ports.ticks_ms)


def _dlt645(values, idle_mhz, line):
    from meter.dlt645 import Dlt645
    from meter.dlt645_frame import address_bytes

    serial = values["meter_serial"]
    try:
        address_bytes(serial)
    except ValueError as error:
        raise ValueError('meter_serial = "%s": %s' % (serial, error)) from None
    return Dlt645(line(values["meter_baud"] or _DLT645_BAUD, "even", 1), serial, idle_mhz)


def _chip(name, values, idle_mhz, line):
    from meter.chip import ChipMeter
    from meter.chip_maps import CHIPS as MAPS

    if values["phases"] != 1:
        raise ValueError("it measures one phase; do set(phases=1)")
    chip = MAPS[name]
    voltage_ppm = int(values["meter_voltage_scale"] * 1000000 + 0.5)
    current_ppm = int(values["meter_current_scale"] * 1000000 + 0.5)
    opened = line(values["meter_baud"] or chip["baud"], chip["parity"], chip["stop_bits"])
    return ChipMeter(opened, chip, voltage_ppm, current_ppm, idle_mhz)
